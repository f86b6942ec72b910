"""Golden values of the references' networks for tests/training/networks.cpp.

    [LIMN_REFERENCES=FOLDER] python make_network_goldens.py golden/ [unet_resnet34 ...]

What it needs is told in network_references.py; no downloads. Everything is computed in float64 with
the weights of formula_weights.py. Writes one JSON file per network: names and shapes of the state
dict; logits and encoder features at two sizes and with four bands; and, in the order of the names,
norms of gradients and of what batch normalisation keeps after one backward pass. Layers that no logit
depends on have none: the encoder's below the depth that a decoder uses, which the reference may run
all the same. Numbers have ten to twelve digits. Dropout and stochastic depth, being random, are off.
"""

import json
import sys
from pathlib import Path

import torch
from timm.layers import DropPath

from formula_weights import fill, wave
from network_references import build, features

NETWORKS = [  # every decoder, every encoder, and every way in which they meet
    "unet_resnet34",
    "fpn_resnet34",
    "unet_efficientnet_lite0",
    "fpn_efficientnet_lite0",
    "unet_resnet18",
    "unet_resnet50",
    "fpn_resnet101",
    "unet_mobilenet_v2",
    "unet_vgg11_bn",
    "fpn_vgg16_bn",
    "unet_densenet121",
    "unetplusplus_resnet18",
    "unetplusplus_vgg11_bn",
    "unetplusplus_efficientnet_lite0",
    "deeplabv3plus_resnet50",
    "deeplabv3plus_efficientnet_lite0",
    "deeplabv3plus_mobilenet_v2",
    "deeplabv3_resnet18",
    "deeplabv3_efficientnet_lite0",
    "deeplabv3_mobilenet_v2",
    "pspnet_resnet18",
    "pspnet_vgg11_bn",
    "pspnet_densenet121",
    "pspnet_efficientnet_lite0",
    "unet_efficientnet_b0",
    "deeplabv3_efficientnet_b0",
    "unet_mobilenet_v3_small",
    "unet_mobilenet_v3_large",
    "deeplabv3_mobilenet_v3_small",
    "deeplabv3_mobilenet_v3_large",
    "unet_mit_b0",
    "pspnet_mit_b0",
    "segformer_mit_b0",
    "segformer_resnet18",
    "unet_xception",
    "unet_inception_v3",
    "unet_hrnet_w18",
    "hrnet_hrnet_w18",
    "fpn_convnext_tiny",
    "unet_swin_t",
    "upernet_resnet18",
    "upernetwide_swin_t",
    "upernetwide_convnext_tiny",
    "fpn_vit_b_16",
    "fcn_resnet50",
    "deeplabv3torchvision_resnet50",
    "deeplabv3torchvision_mobilenet_v3_large",
    "lraspp_mobilenet_v3_small",
    "lraspp_mobilenet_v3_large",
    "unetclassic_own",
    "unetnarrow_own",
    "segnet_own",
    "fcn8s_own",
    "transunet_own",
]
CASES = [  # bands, classes, batch, height, width
    (3, 2, 1, 64, 96),
    (4, 5, 2, 64, 32),
]
TRAINING = (2, 32, 64)  # batch, height, width
SMALL_CASES = [(3, 2, 1, 32, 64), (4, 5, 1, 64, 32)]
LARGE = {  # networks of so many numbers that a test would take long
    "transunet_own": ([(3, 2, 1, 64, 64), (4, 5, 1, 32, 32)], (2, 32, 32)),
    "fcn8s_own": (SMALL_CASES, (1, 32, 32)),
    "upernetwide_swin_t": (SMALL_CASES, (2, 32, 32)),
    "upernetwide_convnext_tiny": (SMALL_CASES, (2, 32, 32)),
}
PLACES = 24


RANDOM = (torch.nn.Dropout, torch.nn.Dropout2d, DropPath)


def filled(name, bands, classes):
    return fill(build(name, bands, classes))


def rounded(number):
    return float(f"{number:.12g}")


def summary(tensor):
    return {
        "shape": list(tensor.shape),
        "mean": rounded(tensor.mean().item()) if tensor.numel() else 0,
        "norm": rounded(tensor.norm().item()),
    }


def samples(tensor):
    """Values at places spread over the flattened tensor."""
    flat = tensor.flatten()
    places = [i * 7919 % flat.numel() for i in range(PLACES)]
    return {"places": places, "values": [rounded(flat[p].item()) for p in places]}


def forward_case(name, case):
    bands, classes, batch, height, width = case
    network = filled(name, bands, classes).eval()
    x = wave((batch, bands, height, width))
    with torch.no_grad():
        found = features(network, x)
        logits = network(x)
    return {
        "bands": bands,
        "classes": classes,
        "input": list(x.shape),
        "features": [summary(f) for f in found],
        "logits": summary(logits) | samples(logits),
    }


def training_case(name):
    """One backward pass in training mode of mean(logits ** 2)."""
    network = filled(name, 3, 2).train()
    for module in network.modules():
        if isinstance(module, RANDOM):
            module.eval()
    batch, height, width = LARGE.get(name, (CASES, TRAINING))[1]
    x = wave((batch, 3, height, width))
    loss = network(x).square().mean()
    loss.backward()
    gradients = {n: p.grad for n, p in network.named_parameters() if p.grad is not None}
    ran = {name.rpartition(".")[0] for name in gradients}
    kept = {n: b for n, b in network.named_buffers() if n.rpartition(".")[0] in ran}
    return {
        "input": list(x.shape),
        "loss": loss.item(),
        "norms": [norm((gradients | kept).get(key)) for key in network.state_dict()],
    }


def norm(tensor):
    return None if tensor is None else float(f"{tensor.double().norm().item():.10g}")


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in NETWORKS:
        if names and name not in names:
            continue
        architecture, _, encoder = name.partition("_")
        state = build(name, 3, 2).state_dict()
        golden = {
            "architecture": architecture,
            "encoder": encoder,
            "state": [[key, list(value.shape)] for key, value in state.items()],
            "cases": [forward_case(name, case) for case in LARGE.get(name, (CASES,))[0]],
            "training": training_case(name),
        }
        path = folder / f"{name}.json"
        path.write_text(json.dumps(golden, separators=(",", ":")).replace("],[", "],\n[") + "\n")
        print(path, path.stat().st_size, golden["cases"][0]["logits"]["norm"],
              [f["norm"] for f in golden["cases"][0]["features"]])


if __name__ == "__main__":
    torch.set_num_threads(2)
    main(Path(sys.argv[1]), sys.argv[2:])
