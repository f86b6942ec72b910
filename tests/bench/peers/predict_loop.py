"""The peer of compare_prediction.py: a run's weights in segmentation_models.pytorch, window by window.

    python predict_loop.py best.safetensors RASTER.tif OUT.tif
"""
import json
import pathlib
import sys

import numpy as np
import rasterio
import segmentation_models_pytorch as smp
import torch
from rasterio.windows import Window
from safetensors.torch import load_file

TILE, MARGIN, BATCH = 512, 64, 4
ENCODERS = {"efficientnet_lite0": "tu-tf_efficientnet_lite0", "resnet34": "resnet34"}
DECODERS = {"unet": smp.Unet, "fpn": smp.FPN}

weights, source, target = sys.argv[1:4]
model = json.loads((pathlib.Path(weights).parent / "model.json").read_text())
spec = model["network"]
state = load_file(weights)
bands, classes = spec["bands"], spec["classes"]
network = DECODERS[spec["architecture"]](ENCODERS[spec["encoder"]], encoder_weights=None, in_channels=bands,
                                         classes=classes)
network.load_state_dict(state)
network = network.eval().to(memory_format=torch.channels_last)
torch.set_num_threads(2)


def read(file, x, y):
    """A tile that may stick out of the raster: what is outside is mirrored."""
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + TILE, file.width), min(y + TILE, file.height)
    part = file.read(window=Window(left, top, right - left, bottom - top))
    pad = ((0, 0), (top - y, y + TILE - bottom), (left - x, x + TILE - right))
    return np.pad(part, pad, mode="symmetric") if any(map(any, pad)) else part


inner = TILE - 2 * MARGIN
with rasterio.open(source) as file, torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
    profile = {**file.profile, "count": 1, "dtype": "uint8", "compress": "deflate"}
    cells = [(x, y) for y in range(0, file.height, inner) for x in range(0, file.width, inner)]
    with rasterio.open(target, "w", **profile) as out:
        for i in range(0, len(cells), BATCH):
            part = cells[i:i + BATCH]
            tiles = np.stack([read(file, x - MARGIN, y - MARGIN) for x, y in part])
            batch = (torch.from_numpy(tiles).float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
            found = network(batch).argmax(1).to(torch.uint8).numpy()
            for (x, y), tile in zip(part, found):
                w, h = min(inner, file.width - x), min(inner, file.height - y)
                out.write(tile[MARGIN:MARGIN + h, MARGIN:MARGIN + w], 1, window=Window(x, y, w, h))
