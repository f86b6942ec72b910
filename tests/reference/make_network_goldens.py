"""Golden values of segmentation_models.pytorch's networks for tests/training/networks.cpp.

    python make_network_goldens.py golden/ [unet_resnet34 ...]

Needs torch 2.13.0, segmentation_models_pytorch 0.6.0 and timm 1.0.31; no downloads. Everything is
computed in float64 with the weights of formula_weights.py. Writes one JSON file per network:
names, shapes and types of the state dict; logits and encoder features at two sizes and with four
bands; gradients' norms and norms of what batch normalisation keeps after one backward pass. Layers
that no logit depends on have neither: the encoder's below the depth that a decoder uses, which the
reference may run all the same. Numbers have twelve digits.
"""

import json
import sys
from pathlib import Path

import segmentation_models_pytorch as smp
import torch

from formula_weights import fill, wave

DECODERS = {
    "unet": smp.Unet,
    "unetplusplus": smp.UnetPlusPlus,
    "fpn": smp.FPN,
    "deeplabv3plus": smp.DeepLabV3Plus,
    "deeplabv3": smp.DeepLabV3,
    "pspnet": smp.PSPNet,
}
ENCODERS = {"efficientnet_lite0": "tu-tf_efficientnet_lite0"}  # others have the reference's name
NETWORKS = [  # every decoder, every encoder, and every way in which they meet
    ("unet", "resnet34"),
    ("fpn", "resnet34"),
    ("unet", "efficientnet_lite0"),
    ("fpn", "efficientnet_lite0"),
    ("unet", "resnet18"),
    ("unet", "resnet50"),
    ("fpn", "resnet101"),
    ("unet", "mobilenet_v2"),
    ("unet", "vgg11_bn"),
    ("fpn", "vgg16_bn"),
    ("unet", "densenet121"),
    ("unetplusplus", "resnet18"),
    ("unetplusplus", "vgg11_bn"),
    ("unetplusplus", "efficientnet_lite0"),
    ("deeplabv3plus", "resnet50"),
    ("deeplabv3plus", "efficientnet_lite0"),
    ("deeplabv3plus", "mobilenet_v2"),
    ("deeplabv3", "resnet18"),
    ("deeplabv3", "efficientnet_lite0"),
    ("deeplabv3", "mobilenet_v2"),
    ("pspnet", "resnet18"),
    ("pspnet", "vgg11_bn"),
    ("pspnet", "densenet121"),
    ("pspnet", "efficientnet_lite0"),
]
CASES = [  # bands, classes, batch, height, width
    (3, 2, 1, 64, 96),
    (4, 5, 2, 64, 32),
]
PLACES = 24


def build(key, bands, classes):
    decoder, encoder = key
    return fill(DECODERS[decoder](ENCODERS.get(encoder, encoder), encoder_weights=None,
                                  in_channels=bands, classes=classes))


def rounded(number):
    return float(f"{number:.12g}")


def summary(tensor):
    return {
        "shape": list(tensor.shape),
        "mean": rounded(tensor.mean().item()),
        "norm": rounded(tensor.norm().item()),
    }


def samples(tensor):
    """Values at places spread over the flattened tensor."""
    flat = tensor.flatten()
    places = [i * 7919 % flat.numel() for i in range(PLACES)]
    return {"places": places, "values": [rounded(flat[p].item()) for p in places]}


def forward_case(key, case):
    bands, classes, batch, height, width = case
    network = build(key, bands, classes).eval()
    x = wave((batch, bands, height, width))
    with torch.no_grad():
        features = network.encoder(x)
        logits = network(x)
    return {
        "bands": bands,
        "classes": classes,
        "input": list(x.shape),
        "features": [summary(f) for f in features],
        "logits": summary(logits) | samples(logits),
    }


def training_case(key):
    """One backward pass in training mode of mean(logits ** 2); dropout is off, being random."""
    network = build(key, 3, 2).train()
    for module in network.modules():
        if isinstance(module, (torch.nn.Dropout, torch.nn.Dropout2d)):
            module.eval()
    x = wave((2, 3, 64, 96))
    loss = network(x).square().mean()
    loss.backward()
    gradients = {n: p.grad for n, p in network.named_parameters() if p.grad is not None}
    ran = {name.rpartition(".")[0] for name in gradients}
    return {
        "input": list(x.shape),
        "loss": loss.item(),
        "gradients": {n: rounded(g.norm().item()) for n, g in gradients.items()},
        "kept": {
            n: rounded(b.double().norm().item())
            for n, b in network.named_buffers() if n.rpartition(".")[0] in ran
        },
    }


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    for key in NETWORKS:
        if names and "_".join(key) not in names:
            continue
        state = build(key, 3, 2).state_dict()
        golden = {
            "architecture": key[0],
            "encoder": key[1],
            "state": [
                [name, list(value.shape), "int64" if value.dtype == torch.int64 else "float32"]
                for name, value in state.items()
            ],
            "cases": [forward_case(key, case) for case in CASES],
            "training": training_case(key),
        }
        path = folder / f"{key[0]}_{key[1]}.json"
        path.write_text(json.dumps(golden, separators=(",", ":")).replace("],[", "],\n[") + "\n")
        print(path, path.stat().st_size, golden["cases"][0]["logits"]["norm"],
              [f["norm"] for f in golden["cases"][0]["features"]])


if __name__ == "__main__":
    torch.set_num_threads(2)
    main(Path(sys.argv[1]), sys.argv[2:])
