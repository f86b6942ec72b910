"""How soon a correction shows: three strokes over the largest wrong area while a run goes on.

    python measure_correction.py --engine BUILD/bin/limn-engine --data FOLDER [--after 120] [--within 30]
                                 [--minutes 12] [--seed 1] [--without]

One image of 2000 x 1600 made of twenty road photographs side by side (FOLDER/roads, see measured_data.py), ten strokes
and polygons drawn on each of sixteen of them. After so many seconds of a run the largest wrongly predicted area of the
other four is looked up, three strokes of the right class are drawn through it and imported as polygons, and the view
around it is asked for, as the desktop does. The last prediction of the view within so many seconds is judged: the share
of the area that is right now, and the mean IoU of everything farther than 48 pixels from it, before and after, on all
the photographs' pixels. With --without no stroke is drawn: so much everything moves by itself in that time, since a run
in its first minutes is still far from settled. Prints the row of a markdown table. Needs numpy, rasterio, scipy and
scikit-image.
"""
import argparse
import json
import pathlib
import random
import subprocess
import tempfile
import time

import numpy as np
import rasterio
from scipy import ndimage

from measured_data import CLASSES, discs, hand_drawn, pairs, stroke, truth, write_mask
from served_engine import Engine

SIDE, COLUMNS, ROWS, DRAWN = 400, 5, 4, 16
AROUND = 48


def mosaic(data, folder):
    """The photographs as one image; its truth."""
    rows = pairs(data, "roads")[: COLUMNS * ROWS]
    picture = np.zeros((3, ROWS * SIDE, COLUMNS * SIDE), np.uint8)
    labels = np.zeros(picture.shape[1:], np.uint8)
    for n, (image, mask, _) in enumerate(rows):
        place = np.s_[n // COLUMNS * SIDE : (n // COLUMNS + 1) * SIDE, n % COLUMNS * SIDE : (n % COLUMNS + 1) * SIDE]
        with rasterio.open(image) as source:
            picture[(slice(None), *place)] = source.read()[:3]
        labels[place] = truth(mask, "roads")
    profile = {"driver": "GTiff", "width": labels.shape[1], "height": labels.shape[0], "count": 3, "dtype": "uint8",
               "tiled": True, "photometric": "RGB"}
    with rasterio.open(folder / "mosaic.tif", "w", **profile) as sink:
        sink.write(picture)
    return labels


def tile(n):
    return np.s_[n // COLUMNS * SIDE : (n // COLUMNS + 1) * SIDE, n % COLUMNS * SIDE : (n % COLUMNS + 1) * SIDE]


def predict(engine, weights, folder):
    out = folder / "prediction.tif"
    subprocess.run([engine, "predict", "--model", weights, "--image", folder / "mosaic.tif", "--out", out, "--views",
                    "1"], check=True, stdout=subprocess.DEVNULL)
    with rasterio.open(out) as source:
        return source.read(1)


def largest_error(predicted, labels, free):
    """The largest connected area of one class that is predicted wrongly where nothing was drawn."""
    best = None
    for value in np.unique(labels):
        # What is a pixel or two off at a border is not what one corrects with a brush.
        wrong = ndimage.binary_opening((labels == value) & (predicted != value) & free, iterations=3)
        parts, count = ndimage.label(wrong)
        for n in range(1, count + 1):
            area = parts == n
            if best is None or area.sum() > best[0].sum():
                best = area, int(value)
    if best is None or best[0].sum() < 200:
        raise SystemExit("nothing worth correcting is wrong: look earlier with --after")
    return best


def outline(points, radius):
    """A brush stroke as a polygon: its middle line made wide."""
    middle = np.array([(x, y) for y, x in points])
    if len(middle) == 1:
        middle = np.vstack([middle - (radius, 0), middle + (radius, 0)])
    along = np.gradient(middle, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], 1)
    across *= radius / np.maximum(1e-6, np.linalg.norm(across, axis=1, keepdims=True))
    ring = np.vstack([middle + across, (middle - across)[::-1]])
    return [[float(x), float(y)] for x, y in np.vstack([ring, ring[:1]])]


def correct(engine, project, folder, area, value, seed):
    """Three strokes through the area, imported; pixels painted inside it."""
    numbers = random.Random(seed)
    depth = ndimage.distance_transform_edt(area)
    features, painted = [], np.zeros_like(area)
    for _ in range(3):
        points, radius = stroke(depth, numbers)
        features.append({"type": "Feature", "properties": {"class": CLASSES["roads"][value - 1]},
                         "geometry": {"type": "Polygon", "coordinates": [outline(points, radius)]}})
        painted |= discs(area.shape, points, radius)
    file = folder / "strokes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    subprocess.run([engine, "import", project, "--shapes", file, "--class-field", "class"], check=True,
                   stdout=subprocess.DEVNULL)
    return int((painted & area).sum())


def mean_iou(predicted, labels, where):
    values = np.unique(labels)
    both = [((predicted == v) & (labels == v) & where).sum() for v in values]
    either = [(((predicted == v) | (labels == v)) & where).sum() for v in values]
    return float(np.mean([b / e for b, e in zip(both, either) if e]))


def look(server, within, begun):
    """Until the last prediction of the view that still counts; seconds after `begun`, None where there was none."""
    seen = None
    while (left := begun + within - time.monotonic()) > 0:
        if server.wait(lambda method, row: method == "predict/tiles", left):
            seen = time.monotonic() - begun
            if seen > within - 6:  # the next one comes five seconds later
                break
    return seen


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--after", type=float, default=120, help="seconds of training before the correction")
    arguments.add_argument("--within", type=float, default=30)
    arguments.add_argument("--minutes", type=float, default=12, help="of the run's schedule")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--without", action="store_true", help="no strokes, the same otherwise")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        labels = mosaic(asked.data, folder)
        drawn, free = np.zeros_like(labels), np.ones(labels.shape, bool)
        for n in range(DRAWN):
            drawn[tile(n)] = hand_drawn(labels[tile(n)], 10, 1000 * asked.seed + n)
            free[tile(n)] = False
        write_mask(folder / "drawn.png", drawn)
        (folder / "list.csv").write_text(f"image,mask,split\n{folder}/mosaic.tif,{folder}/drawn.png,\n")
        project = folder / "project.limn"
        classes = [part for n, c in enumerate(CLASSES["roads"]) for part in ("--class", f"{c}@{n + 1}")]
        subprocess.run([asked.engine, "new", project, "--list", folder / "list.csv", *classes], check=True,
                       stdout=subprocess.DEVNULL)
        with Engine(asked.engine, project) as server:
            run = server.call("train/start", minutes=asked.minutes, seed=asked.seed)["run"]
            weights = project / "runs" / run / "last.safetensors"
            if not server.train_until(asked.after):
                raise SystemExit("the run ended before the correction: give --minutes more")
            server.call("train/pause")
            before = predict(asked.engine, weights, folder)
            area, value = largest_error(before, labels, free)
            y, x = ndimage.find_objects(area.astype(int))[0]
            left, top = max(0, x.start - 100), max(0, y.start - 100)
            server.call("predict/view", image=1, run="", x=left, y=top,
                        width=min(x.stop + 100, labels.shape[1]) - left,
                        height=min(y.stop + 100, labels.shape[0]) - top)
            server.call("train/continue")
            painted, seen = 0, None
            if asked.without:
                server.train_until(asked.after + asked.within)
            else:
                painted = correct(asked.engine, project, folder, area, value, asked.seed)
                begun = time.monotonic()
                server.tell("project/labelsChanged")
                seen = look(server, asked.within, begun)
            server.call("train/pause")
            after = predict(asked.engine, weights, folder)
            server.call("train/stop")
    elsewhere = ~ndimage.binary_dilation(area, iterations=AROUND)
    row = {"wrong pixels": int(area.sum()), "painted of them": painted,
           "class": CLASSES["roads"][value - 1], "seen after s": None if seen is None else round(seen, 1),
           "right then": round(float((after[area] == value).mean()), 3),
           "mean IoU elsewhere before": round(mean_iou(before, labels, elsewhere), 4),
           "after": round(mean_iou(after, labels, elsewhere), 4)}
    print(json.dumps(row))
    print("\n| " + " | ".join(row) + " |\n|" + " --- |" * len(row))
    print("| " + " | ".join(str(v) for v in row.values()) + " |")


main()
