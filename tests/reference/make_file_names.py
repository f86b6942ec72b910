"""What torchvision's published files of some encoders hold, for tests/training/encoder_weights.cpp.

    python make_file_names.py golden/

Limn has these encoders by timm's names. Writes file_names.json: names and shapes by encoder. Needs
torchvision 0.28.0; no downloads.
"""

import json
import sys
from pathlib import Path

import torch
import torchvision

MODELS = {
    "efficientnet_b0": torchvision.models.efficientnet_b0,
    "convnext_tiny": torchvision.models.convnext_tiny,
    "swin_t": torchvision.models.swin_t,
    "vit_b_16": torchvision.models.vit_b_16,
}

if __name__ == "__main__":
    names = {}
    for encoder, make in MODELS.items():
        with torch.device("meta"):
            state = make(weights=None).state_dict()
        names[encoder] = [[name, list(value.shape)] for name, value in state.items()]
    text = json.dumps(names, separators=(",", ":")).replace("],[", "],\n[")
    (Path(sys.argv[1]) / "file_names.json").write_text(text + "\n")
