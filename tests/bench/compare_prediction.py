"""Prediction of a whole raster, file to file: limn-engine beside the customary Python loop.

    python compare_prediction.py --engine BUILD/bin/limn-engine --python VENV/bin/python
                                 --model PROJECT.limn/runs/ID/best.safetensors --raster FILE.tif
                                 [--side 4096] [--repeats 3]

The raster's content is repeated into a GeoTIFF of side x side pixels; both read it window by
window, 512 tiles with 64 px margins, bf16, two threads, and write a GeoTIFF of classes. They take
turns; medians and their ratio are printed with the smallest and largest reading.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

KEEP_HEAP = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_TOP_PAD_": "67108864"}
MAKE = """
import sys, numpy as np, rasterio
source, target, side = sys.argv[1], sys.argv[2], int(sys.argv[3])
with rasterio.open(source) as f:
    part = f.read()
    profile = dict(driver="GTiff", width=side, height=side, count=part.shape[0], dtype=part.dtype, tiled=True,
                   blockxsize=512, blockysize=512, crs=f.crs, transform=f.transform,
                   photometric="minisblack")  # four bands would otherwise end in an alpha band
reps = (1, -(-side // part.shape[1]), -(-side // part.shape[2]))
with rasterio.open(target, "w", **profile) as f:
    f.write(np.tile(part, reps)[:, :side, :side])
"""
PEER = pathlib.Path(__file__).parent / "peers" / "predict_loop.py"


def timed(command, environment=None):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--engine", "--python", "--model", "--raster"):
        parser.add_argument(name, required=True)
    parser.add_argument("--side", type=int, default=4096)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        big, ours, theirs = (os.path.join(folder, name) for name in ("big.tif", "ours.tif", "theirs.tif"))
        subprocess.run([asked.python, "-c", MAKE, asked.raster, big, str(asked.side)], check=True)
        readings = {"Python": [], "Limn": []}
        for _ in range(asked.repeats):
            readings["Python"].append(timed([asked.python, "-W", "ignore", str(PEER), asked.model, big, theirs],
                                            KEEP_HEAP))
            readings["Limn"].append(timed([asked.engine, "predict", "--model", asked.model, "--image", big, "--out",
                                           ours]))
    megapixels = asked.side ** 2 / 1e6
    for name, seconds in readings.items():
        speed = sorted(megapixels / s for s in seconds)
        print(f"{name}: {statistics.median(speed):.2f} MPx/s ({speed[0]:.2f} .. {speed[-1]:.2f}), start-up included")
    print(f"ratio Limn / Python: {statistics.median(readings['Python']) / statistics.median(readings['Limn']):.2f}")


sys.exit(main())
