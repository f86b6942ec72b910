"""How good a training of limn-engine is after so many minutes, no setting changed.

    python compare_accuracy.py --engine BUILD/bin/limn-engine --data FOLDER --set roads|coatings
        [--minutes 12] [--marks 2,4,8]     one schedule, paused and judged on its way
        [--seeds 1,2,3]                    one run each, and how far they lie apart
        [--starts imagenet,none]           pretrained and random weights, and the difference
        [--labels full,drawn] [--images 20] [--drawn 10]
                                           every pixel, and ten strokes and polygons on each of 20 images; the ratio
        [--set-key KEY=VALUE]...           other settings

FOLDER/roads and FOLDER/coatings are described in measured_data.py. At each mark the run is paused, so that its clock
stands still, and two sets of weights are copied: those that the program would keep (the best at a validation so far)
and the newest. Both are judged on the pixels of all test images pooled, as the program predicts them (small images in
several positions) and in one position. A JSON line for each, then the rows of a markdown table with the IoU of the last
class, the better of kept and newest. LIMN_WEIGHTS_DIR names the folder of pretrained files. Needs numpy, rasterio and
for --labels drawn scipy and scikit-image.
"""
import argparse
import itertools
import json
import pathlib
import shutil
import statistics
import subprocess
import tempfile

from measured_data import CLASSES, make_project
from served_engine import Engine


def value_of(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def copy_weights(run, minutes):
    """Runs beside `run` that hold its kept and its newest weights, as far as they are there; their names."""
    names = {}
    for weights, file in (("kept", "best.safetensors"), ("newest", "last.safetensors")):
        if (run / file).exists():
            names[weights] = f"{minutes:g}-minutes-{weights}"
            target = run.parent / names[weights]
            target.mkdir()
            shutil.copy(run / file, target / "best.safetensors")
    return names


def judge(engine, project, runs, minutes, case):
    """IoU of the last class as predicted and in one position: the better of the kept and the newest weights."""
    best = {}
    for (weights, run), views in itertools.product(runs.items(), ("", "1")):
        found = project.parent / "metrics.json"
        subprocess.run([engine, "evaluate", project, "--run", run, "--split", "test", "--json", found,
                        *(["--views", views] if views else [])], check=True, stdout=subprocess.DEVNULL)
        metrics = json.loads(found.read_text())
        row = {**case, "minutes": minutes, "weights": weights,
               "positions": int(views) if views else "as predicted",
               **{c["class"]: round(c["iou"], 4) for c in metrics["classes"]},
               "meanIou": round(metrics["meanIou"], 4)}
        print(json.dumps(row), flush=True)
        best[views] = max(best.get(views, 0), metrics["classes"][-1]["iou"])
    return best[""], best["1"]


def train(asked, project, case):
    """One run; the names of the runs that hold its weights, by minutes."""
    marks = [float(m) for m in asked.marks.split(",") if m and float(m) < asked.minutes]
    settings = dict(pair.split("=", 1) for pair in asked.set_key)
    settings = {key: value_of(value) for key, value in settings.items()}
    with Engine(asked.engine, project) as engine:
        if case["start"] != "imagenet":  # which is what the program takes by itself
            settings["weights"] = case["start"]
        run = engine.call("train/start", minutes=asked.minutes, seed=case["seed"], **settings)["run"]
        folder = project / "runs" / run
        judged = {}
        goes_on = True
        for mark in marks:
            goes_on = goes_on and engine.train_until(60 * mark)
            if goes_on:
                engine.call("train/pause")
                judged[mark] = copy_weights(folder, mark)
                engine.call("train/continue")
        if goes_on:
            engine.train_until(float("inf"))
    judged[asked.minutes] = copy_weights(folder, asked.minutes)
    record = json.loads((folder / "run.json").read_text())["summary"]
    print(json.dumps({**case, "steps": record["steps"], "seconds": round(record["seconds"]),
                      "best validation mean IoU": round(record["bestMeanIou"] or 0, 4),
                      "waiting for data": round(record["waitingShare"], 4)}), flush=True)
    return judged


def line(cells):
    return "| " + " | ".join(cells) + " |"


def told(pair):
    return f"{pair[0]:.3f} ({pair[1]:.3f})"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--set", choices=CLASSES, required=True)
    arguments.add_argument("--minutes", type=float, default=12)
    arguments.add_argument("--marks", default="2,4,8")
    arguments.add_argument("--seeds", default="1")
    arguments.add_argument("--starts", default="imagenet")
    arguments.add_argument("--labels", default="full")
    arguments.add_argument("--images", type=int, default=20)
    arguments.add_argument("--drawn", type=int, default=10)
    arguments.add_argument("--set-key", action="append", default=[])
    arguments.add_argument("--keep", help="copy the last trained project here")
    asked = arguments.parse_args()
    results = {}  # by labels, start and seed: {minutes: (as predicted, in one position)}
    for labels, start, seed in itertools.product(asked.labels.split(","), asked.starts.split(","),
                                                 [int(s) for s in asked.seeds.split(",")]):
        case = {"labels": labels, "start": start, "seed": seed}
        with tempfile.TemporaryDirectory() as scratch:
            project = pathlib.Path(scratch) / "project.limn"
            drawn = (asked.drawn, asked.images, seed) if labels == "drawn" else (0, 0, seed)
            share = make_project(asked.engine, project, asked.data, asked.set, *drawn)
            print(json.dumps({**case, "training pixels labelled": round(share, 4)}), flush=True)
            judged = train(asked, project, case)
            results[labels, start, seed] = {minutes: judge(asked.engine, project, runs, minutes, case)
                                            for minutes, runs in judged.items()}
            if asked.keep:
                shutil.copytree(project, asked.keep, dirs_exist_ok=True)

    last = CLASSES[asked.set][-1]
    marks = sorted({minutes for row in results.values() for minutes in row})
    print(f"\n{last} IoU as predicted (in one position), one schedule of {asked.minutes:g} minutes\n")
    print(line(["labels, start, seed"] + [f"{m:g} min" for m in marks]))
    print(line(["---"] * (1 + len(marks))))
    for case, row in results.items():
        print(line([", ".join(map(str, case))] + [told(row[m]) if m in row else "" for m in marks]))
    groups = {}
    for (labels, start, _), row in results.items():
        groups.setdefault((labels, start), []).append(row[max(row)])
    for case, ends in groups.items():
        if len(ends) > 1:
            for what, values in zip(("as predicted", "one position"), zip(*ends)):
                print(f"\n{', '.join(case)}, {what}: mean {statistics.mean(values):.3f} ({min(values):.3f} to "
                      f"{max(values):.3f}), standard deviation {statistics.stdev(values):.4f}, {len(values)} runs")
    ends = {case: statistics.mean(pair[0] for pair in rows) for case, rows in groups.items()}
    for labels, start in ends:
        if labels == "drawn" and ("full", start) in ends:
            print(f"\n{start}: drawn / full {ends[labels, start] / ends['full', start]:.3f}")
        if start == "none" and (labels, "imagenet") in ends:
            points = 100 * (ends[labels, "imagenet"] - ends[labels, start])
            print(f"\n{labels}: pretrained better by {points:.1f} points")


main()
