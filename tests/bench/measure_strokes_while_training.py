"""How soon a stroke is on the screen while limn-engine trains on all cores.

    QT_QPA_PLATFORM=offscreen python measure_strokes_while_training.py --engine BUILD/bin/limn-engine
        --bench BUILD/bin/limn-bench --data FOLDER [--repeats 3] [--only REGEX]

limn-bench's strokes (the real canvas, tools, labels and writer, on an image of 10 gigapixels) without and with an
engine beside them that was started as the desktop starts it and trains on FOLDER/roads (see measured_data.py), in turn.
Prints the rows of a markdown table: p95 in ms of 300 events each, median over the repeats, smallest and largest.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from measured_data import make_project
from readings import told
from served_engine import Engine


def strokes(asked):
    command = [asked.bench, f"--benchmark_filter={asked.only}", "--benchmark_format=json"]
    answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    return {re.sub("/iterations.*", "", case["name"]): case["p95_ms"] for case in answer["benchmarks"]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--bench", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--only", default="^desktop/stroke")
    asked = arguments.parse_args()
    alone, beside, steps = {}, {}, []
    with tempfile.TemporaryDirectory() as scratch:
        project = pathlib.Path(scratch) / "project.limn"
        make_project(asked.engine, project, asked.data, "roads")
        for turn in range(asked.repeats):
            for name, value in strokes(asked).items():
                alone.setdefault(name, []).append(value)
            with Engine(asked.engine, project) as engine:
                engine.call("train/start", minutes=60)
                first = engine.wait(lambda method, row: method == "train/progress" and row["step"] >= 10, 600)
                for name, value in strokes(asked).items():
                    beside.setdefault(name, []).append(value)
                engine.call("train/pause")
                last = engine.wait(lambda method, row: method == "train/progress" and row["phase"] == "paused", 60)
                steps.append((last["step"] - first["step"]) / (last["elapsed"] - first["elapsed"]))
                engine.call("train/stop")
            print(f"turn {turn + 1} of {asked.repeats} done", file=sys.stderr, flush=True)
    print(f"training made {told(steps)} steps a second meanwhile\n")
    print("| stroke | p95 alone, ms | p95 while training, ms | wanted |\n|---|---|---|---|")
    for name in alone:
        print(f"| {name} | {told(alone[name])} | {told(beside[name])} | 33 |")


if __name__ == "__main__":
    main()
