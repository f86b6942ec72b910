"""Golden values of segmentation_models.pytorch's networks for tests/training/networks.cpp.

    python make_network_goldens.py golden/

Needs torch 2.13.0, segmentation_models_pytorch 0.6.0 and timm 1.0.31; no downloads. Everything is
computed in float64 with the weights of formula_weights.py. Writes one JSON file per network:
names, shapes and types of the state dict; logits and encoder features at two sizes and with four
bands; gradients' norms and norms of what batch normalisation keeps after one backward pass.
"""

import json
import sys
from pathlib import Path

import segmentation_models_pytorch as smp
import torch

from formula_weights import fill, wave

NETWORKS = {
    ("unet", "resnet34"): (smp.Unet, "resnet34"),
    ("fpn", "resnet34"): (smp.FPN, "resnet34"),
    ("unet", "efficientnet_lite0"): (smp.Unet, "tu-tf_efficientnet_lite0"),
    ("fpn", "efficientnet_lite0"): (smp.FPN, "tu-tf_efficientnet_lite0"),
}
CASES = [  # bands, classes, batch, height, width
    (3, 2, 1, 96, 160),
    (4, 5, 2, 64, 96),
]
PLACES = 24


def build(key, bands, classes):
    make, encoder = NETWORKS[key]
    return fill(make(encoder, encoder_weights=None, in_channels=bands, classes=classes))


def summary(tensor):
    return {
        "shape": list(tensor.shape),
        "mean": tensor.mean().item(),
        "norm": tensor.norm().item(),
    }


def samples(tensor):
    """Values at places spread over the flattened tensor."""
    flat = tensor.flatten()
    places = [i * 7919 % flat.numel() for i in range(PLACES)]
    return {"places": places, "values": [flat[p].item() for p in places]}


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
        if isinstance(module, torch.nn.Dropout2d):
            module.eval()
    x = wave((2, 3, 64, 96))
    loss = network(x).square().mean()
    loss.backward()
    return {
        "input": list(x.shape),
        "loss": loss.item(),
        "gradients": {n: p.grad.norm().item() for n, p in network.named_parameters()},
        "kept": {
            n: b.double().norm().item()
            for n, b in network.named_buffers()
        },
    }


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for key in NETWORKS:
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
    main(Path(sys.argv[1]))
