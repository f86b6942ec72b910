"""How many pixels change class because a raster is predicted in tiles instead of in one piece.

    python compare_seams.py --engine BUILD/bin/limn-engine --model PROJECT.limn/runs/ID/best.safetensors
                            --images FOLDER [--side 2048]

PNG photographs of FOLDER, turned at random, are laid side by side into one raster of side x side pixels.
limn-engine predicts it by its own grid (768 and 64) and by tiles of 512; segmentation_models.pytorch, with
the same weights, predicts it in one pass, and by the same grids. float32 everywhere, so that rounding
changes next to nothing. Told of the whole raster, and of its inner quarter, where the raster's own edges
play no part.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import rasterio
import segmentation_models_pytorch as smp
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

ENCODERS = {"efficientnet_lite0": "tu-tf_efficientnet_lite0", "resnet34": "resnet34"}
DECODERS = {"unet": smp.Unet, "fpn": smp.FPN}


def make_raster(folder, path, side):
    random = np.random.default_rng(0)
    tiles = []
    for file in sorted(pathlib.Path(folder).glob("*.png")):
        with rasterio.open(file) as source:
            tiles.append(source.read()[:3])
    full = np.zeros((3, side, side), np.uint8)
    step = min(min(tile.shape[1:]) for tile in tiles)
    for y in range(0, side, step):
        for x in range(0, side, step):
            tile = np.rot90(tiles[random.integers(len(tiles))][:, :step, :step], random.integers(4), (1, 2))
            full[:, y:y + step, x:x + step] = tile[:, :side - y, :side - x]
    with rasterio.open(path, "w", driver="GTiff", width=side, height=side, count=3, dtype="uint8",
                       photometric="RGB", tiled=True) as target:
        target.write(full)
    return full


def network_of(weights):
    model = json.loads((weights.parent / "model.json").read_text())
    spec = model["network"]
    network = DECODERS[spec["architecture"]](ENCODERS[spec["encoder"]], encoder_weights=None,
                                             in_channels=spec["bands"], classes=spec["classes"])
    network.load_state_dict(load_file(weights))
    values = np.array([entry["value"] for entry in model["classes"]], np.uint8)
    return network.eval(), model["normalisation"], values


def scaled(image, scaling):
    bands = [((image[i].astype(np.float32) - s["low"]) / (s["high"] - s["low"]) - s["mean"]) / s["std"]
             for i, s in enumerate(scaling)]
    return torch.from_numpy(np.stack(bands))[None]


def one_pass(network, x):
    pad = [0, -x.shape[3] % 32, 0, -x.shape[2] % 32]
    return network(F.pad(x, pad, mode="reflect"))[0, :, :x.shape[2], :x.shape[3]].argmax(0).numpy()


def tiled(network, x, tile, margin):
    """What sticks out of the raster is mirrored."""
    height, width = x.shape[2:]
    inner = tile - 2 * margin
    out = np.zeros((height, width), np.int64)
    around = [margin, margin + -width % inner, margin, margin + -height % inner]
    padded = torch.from_numpy(np.pad(x[0].numpy(), ((0, 0), around[2:], around[:2]), mode="symmetric"))[None]
    for top in range(0, height, inner):
        for left in range(0, width, inner):
            part = network(padded[:, :, top:top + tile, left:left + tile])[0].argmax(0)
            part = part[margin:margin + inner, margin:margin + inner].numpy()
            out[top:top + inner, left:left + inner] = part[:height - top, :width - left]
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--engine", "--model", "--images"):
        arguments.add_argument(name, required=True)
    arguments.add_argument("--side", type=int, default=2048)
    asked = arguments.parse_args()
    network, scaling, values = network_of(pathlib.Path(asked.model))
    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        source, target = os.path.join(folder, "raster.tif"), os.path.join(folder, "classes.tif")
        x = scaled(make_raster(asked.images, source, asked.side), scaling)
        def limn(tile, margin):
            subprocess.run([asked.engine, "predict", "--model", asked.model, "--image", source, "--out", target,
                            "--precision", "fp32", "--tile", str(tile), "--margin", str(margin)], check=True,
                           stdout=subprocess.DEVNULL)
            with rasterio.open(target) as file:
                return file.read(1)
        whole = one_pass(network, x)
        inner = slice(asked.side // 4, asked.side * 3 // 4)
        share = lambda a, b: f"{100 * np.mean(a != b):.3f} % ({100 * np.mean((a != b)[inner, inner]):.3f} %)"
        print("classes in one pass:", dict(zip(values.tolist(), np.bincount(whole.ravel(), minlength=len(values)).tolist())))
        for tile, margin in ((512, 0), (512, 64), (512, 128), (768, 64)):
            python, ours = values[tiled(network, x, tile, margin)], limn(tile, margin)
            print(f"tiles of {tile}, margins of {margin}: Limn {share(ours, values[whole])} and Python "
                  f"{share(python, values[whole])} against one pass; {share(ours, python)} between them", flush=True)


main()
