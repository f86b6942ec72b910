"""How good a training of limn-engine is after so many minutes, no setting changed.

    python compare_accuracy.py --engine BUILD/bin/limn-engine --data FOLDER --set roads|coatings
                               [--minutes 12] [--marks 2,4,8] [--set-key KEY=VALUE ...]

FOLDER/roads holds images/*.png and masks/*.png (128 and more is road; the first 80 train, the others test),
FOLDER/coatings train and test with images and masks (0 background, 1 oxide, 2 crack). The run's folder is
copied at the marks; afterwards every copy and the end are judged by `limn-engine evaluate --split test`, pixels
of all test images pooled. Prints a JSON line for each. LIMN_WEIGHTS_DIR names the folder of pretrained files.
"""
import argparse
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import numpy as np
import rasterio

CLASSES = {"roads": ["background", "road"], "coatings": ["background", "oxide", "crack"]}


def pairs(data, name):
    """Rows of image, mask and split."""
    if name == "roads":
        images, masks = (sorted(glob.glob(f"{data}/roads/{part}/*.png")) for part in ("images", "masks"))
        return [(i, m, "" if n < 80 else "test") for n, (i, m) in enumerate(zip(images, masks))]
    rows = []
    for part, split in (("train", ""), ("test", "test")):
        images, masks = (sorted(glob.glob(f"{data}/coatings/{part}/{kind}/*.png")) for kind in ("images", "masks"))
        rows += [(i, m, split) for i, m in zip(images, masks)]
    return rows


def make_list(rows, name, folder):
    """A CSV for `limn-engine new`; a mask's 0 would mean unlabelled, so classes count from 1."""
    lines = ["image,mask,split"]
    for number, (image, mask, split) in enumerate(rows):
        with rasterio.open(mask) as source:
            values = source.read(1)
            profile = {"driver": "PNG", "width": source.width, "height": source.height, "count": 1, "dtype": "uint8"}
        values = np.where(values >= 128, 2, 1) if name == "roads" else values + 1
        target = folder / f"mask{number}.png"
        with rasterio.open(target, "w", **profile) as sink:
            sink.write(values.astype(np.uint8), 1)
        lines.append(f"{os.path.abspath(image)},{target},{split}")
    (folder / "list.csv").write_text("\n".join(lines) + "\n")
    return folder / "list.csv"


def judge(engine, project, minutes):
    found = project.parent / "metrics.json"
    subprocess.run([engine, "evaluate", project, "--split", "test", "--json", found], check=True,
                   stdout=subprocess.DEVNULL)
    metrics = json.loads(found.read_text())
    row = {"minutes": minutes, **{c["class"]: round(c["iou"], 4) for c in metrics["classes"]}}
    print(json.dumps(row), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--set", choices=CLASSES, required=True)
    arguments.add_argument("--minutes", type=float, default=12)
    arguments.add_argument("--marks", default="2,4,8")
    arguments.add_argument("--set-key", action="append", default=[])
    arguments.add_argument("--keep", help="copy the trained project here")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        project = folder / "project.limn"
        table = make_list(pairs(asked.data, asked.set), asked.set, folder)
        classes = [part for n, c in enumerate(CLASSES[asked.set]) for part in ("--class", f"{c}@{n + 1}")]
        subprocess.run([asked.engine, "new", project, "--list", table, *classes], check=True, stdout=subprocess.DEVNULL)
        settings = [part for key in asked.set_key for part in ("--set", key)]
        begun = time.monotonic()
        training = subprocess.Popen([asked.engine, "train", project, "--minutes", str(asked.minutes), *settings],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        copies = []
        for mark in [float(m) for m in asked.marks.split(",") if float(m) < asked.minutes]:
            time.sleep(max(0, begun + 60 * mark - time.monotonic()))
            copies.append((mark, folder / f"at-{mark}" / "project.limn"))
            shutil.copytree(project, copies[-1][1])
        told = training.communicate()[0].strip().splitlines()
        if training.returncode != 0:
            raise SystemExit("training failed")
        print(next((line for line in told if line.startswith("Training ")), ""), flush=True)
        for minutes, copy in copies + [(asked.minutes, project)]:
            judge(asked.engine, copy, minutes)
        if asked.keep:
            shutil.copytree(project, asked.keep)


main()
