"""The images with truth that the accuracy of training is measured on, as projects, and labels as a user draws them.

FOLDER/roads holds images/*.png and masks/*.png (128 and more is road; the first 80 train, the others test),
FOLDER/coatings train and test with images and masks (0 background, 1 oxide, 2 crack).
"""
import glob
import math
import os
import random
import subprocess

import numpy as np
import rasterio

CLASSES = {"roads": ["background", "road"], "coatings": ["background", "oxide", "crack"]}


def pairs(data, name):
    """Rows of image, mask and split."""
    if name == "roads":
        images, masks = (sorted(glob.glob(f"{data}/roads/{part}/*.png")) for part in ("images", "masks"))
        rows = [(i, m, "" if n < 80 else "test") for n, (i, m) in enumerate(zip(images, masks))]
    else:
        rows = []
        for part, split in (("train", ""), ("test", "test")):
            images, masks = (sorted(glob.glob(f"{data}/coatings/{part}/{kind}/*.png")) for kind in ("images", "masks"))
            rows += [(i, m, split) for i, m in zip(images, masks)]
    if not rows:
        raise SystemExit(f"{data} holds no {name}: name the folder that holds {name}/ with --data")
    return rows


def truth(mask, name):
    """The mask's classes from 1 on: 0 would mean unlabelled."""
    with rasterio.open(mask) as source:
        values = source.read(1)
    return (np.where(values >= 128, 2, 1) if name == "roads" else values + 1).astype(np.uint8)


def write_mask(file, labels):
    profile = {"driver": "PNG", "width": labels.shape[1], "height": labels.shape[0], "count": 1, "dtype": "uint8"}
    with rasterio.open(file, "w", **profile) as sink:
        sink.write(labels, 1)


def discs(shape, points, radius):
    """Where a brush of that radius was, drawn through `points` (y, x)."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    painted = np.zeros(shape, bool)
    for y, x in points:
        top, left = max(0, int(y - radius) - 1), max(0, int(x - radius) - 1)
        part = np.s_[top : int(y + radius) + 2, left : int(x + radius) + 2]
        painted[part] |= (rows[part] - y) ** 2 + (columns[part] - x) ** 2 <= radius**2
    return painted


def stroke(depth, numbers, least=40, most=140):
    """Along the middle of a part of a class; `depth`: distance to its border, 0 outside. Points and radius.

    A hand keeps away from the border, goes straight on where it can and wobbles by a pixel.
    """
    deep = np.argwhere(depth >= max(2.0, np.percentile(depth[depth > 0], 60)))
    y, x = deep[numbers.randrange(len(deep))].astype(float)
    radius = min(12.0, max(1.5, 0.6 * depth[int(y), int(x)]))
    length, step, points = numbers.uniform(least, most), 3.0, []
    way = None
    for _ in range(int(length / step)):
        points.append((y + numbers.uniform(-1, 1), x + numbers.uniform(-1, 1)))
        turns = [way + t for t in (-0.5, -0.25, 0, 0.25, 0.5)] if way is not None else [
            k * math.pi / 8 for k in range(16)]
        ahead = []
        for turn in turns:
            v, u = y + 3 * step * math.sin(turn), x + 3 * step * math.cos(turn)
            inside = 0 <= v < depth.shape[0] and 0 <= u < depth.shape[1]
            ahead.append((depth[int(v), int(u)] if inside else -1, turn))
        room, way = max(ahead)
        if room < radius:
            break
        y, x = y + step * math.sin(way), x + step * math.cos(way)
    return points, radius


def polygon(depth, numbers, most=45):
    """Corners (y, x) around a place well inside a class, each as far out as the class goes, less a pixel or two."""
    deep = np.argwhere(depth >= max(3.0, np.percentile(depth[depth > 0], 70)))
    y, x = deep[numbers.randrange(len(deep))]
    corners, count, first = [], numbers.randrange(5, 9), numbers.uniform(0, math.pi)
    for k in range(count):
        way = first + 2 * math.pi * k / count
        reach = 0.0
        while reach < most:
            v, u = int(y + (reach + 1) * math.sin(way)), int(x + (reach + 1) * math.cos(way))
            if not (0 <= v < depth.shape[0] and 0 <= u < depth.shape[1]) or depth[v, u] <= 0:
                break
            reach += 1
        reach = max(1.0, reach - numbers.uniform(1, 2))
        corners.append((y + reach * math.sin(way), x + reach * math.cos(way)))
    return corners


def hand_drawn(labels, count, seed):
    """Labels of `count` strokes and polygons (three to two), the classes in turn; 0 elsewhere. A later one wins."""
    from skimage.draw import polygon2mask
    from scipy.ndimage import distance_transform_edt

    numbers = random.Random(seed)
    drawn = np.zeros_like(labels)
    depths = {}
    for value in np.unique(labels):
        depth = distance_transform_edt(np.pad(labels == value, 1))[1:-1, 1:-1]
        if depth.max() >= 3:
            depths[value] = depth
    for n in range(count):
        value, depth = list(depths.items())[n % len(depths)]
        for _ in range(20):
            if (n // len(depths)) % 5 in (1, 3):
                painted = polygon2mask(labels.shape, polygon(depth, numbers))
            else:
                painted = discs(labels.shape, *stroke(depth, numbers))
            # Whoever sees a shape spill over takes it back.
            if painted.sum() >= 60 and (labels[painted] == value).mean() >= 0.97:
                drawn[painted] = value
                break
    return drawn


def make_project(engine, project, data, name, marks=0, images=0, seed=1):
    """A project of the set below a new folder: every pixel labelled, or `marks` strokes and polygons on each of
    `images` training images, evenly chosen; test images always whole. Share of the training pixels labelled."""
    folder = project.parent
    rows = pairs(data, name)
    training = [row for row in rows if row[2] == ""]
    chosen = training
    if images:
        chosen = [training[len(training) * k // images] for k in range(min(images, len(training)))]
    lines, labelled, pixels = ["image,mask,split"], 0, 0
    for number, (image, mask, split) in enumerate(chosen + [row for row in rows if row[2]]):
        labels = truth(mask, name)
        if marks and split == "":
            labels = hand_drawn(labels, marks, 1000 * seed + number)
        if split == "":
            labelled, pixels = labelled + np.count_nonzero(labels), pixels + labels.size
        target = folder / f"mask{number}.png"
        write_mask(target, labels)
        lines.append(f"{os.path.abspath(image)},{target},{split}")
    table = folder / "list.csv"
    table.write_text("\n".join(lines) + "\n")
    classes = [part for n, c in enumerate(CLASSES[name]) for part in ("--class", f"{c}@{n + 1}")]
    subprocess.run([engine, "new", project, "--list", table, *classes], check=True, stdout=subprocess.DEVNULL)
    return labelled / pixels
