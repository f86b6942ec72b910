"""Memory of training on an image of 10 gigapixels that is labelled all over.

    python measure_huge_training.py --engine build/bin/limn-engine [--minutes 1]

Makes a project of one image of 100,000 x 100,000 pixels (the demo's picture, enlarged as it is read) with 1,600
strokes of three classes evenly over it, trains, and prints the largest resident size of limn-engine.
"""
import argparse
import json
import math
import pathlib
import random
import resource
import subprocess
import tempfile

SIDE, ROWS, LENGTH = 100_000, 40, 480
CLASSES = ("water", "reed", "meadow")
DEMO = pathlib.Path(__file__).parents[2] / "resources/demo/wetlands.tif"


def picture():
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}"><SimpleSource><SourceFilename>{DEMO}</SourceFilename>'
        f'<SourceBand>{band}</SourceBand><DstRect xOff="0" yOff="0" xSize="{SIDE}" ySize="{SIDE}"/>'
        "</SimpleSource></VRTRasterBand>"
        for band in (1, 2, 3)
    )
    return f'<VRTDataset rasterXSize="{SIDE}" rasterYSize="{SIDE}">{bands}</VRTDataset>'


def stroke(row, column, numbers):
    x, y = ((place + 0.5) * SIDE / ROWS for place in (column, row))
    way, width = numbers.uniform(0, 2 * math.pi), numbers.uniform(20, 80)
    along, across = (math.cos(way), math.sin(way)), (-math.sin(way) * width, math.cos(way) * width)
    ends = [(x, y), (x + LENGTH * along[0], y + LENGTH * along[1])]
    ring = [[u + across[0], v + across[1]] for u, v in ends] + [[u - across[0], v - across[1]] for u, v in ends[::-1]]
    return {
        "type": "Feature",
        "properties": {"class": CLASSES[(row + column) % len(CLASSES)]},
        "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]},
    }


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--engine", default="build/bin/limn-engine")
parser.add_argument("--minutes", default="1")
options = parser.parse_args()
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    project = str(folder / "huge.limn")
    (folder / "huge.vrt").write_text(picture())
    numbers = random.Random(1)
    strokes = [stroke(row, column, numbers) for row in range(ROWS) for column in range(ROWS)]
    (folder / "strokes.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": strokes}))
    classes = [argument for one in CLASSES for argument in ("--class", one)]
    for command in (
        ["new", project, "--image", str(folder / "huge.vrt"), *classes],
        ["import", project, "--shapes", str(folder / "strokes.geojson"), "--class-field", "class"],
        ["train", project, "--weights", "none", "--device", "cpu", "--minutes", options.minutes],
    ):
        subprocess.run([options.engine, *command], check=True, stdout=subprocess.DEVNULL)
print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB at most")
