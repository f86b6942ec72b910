"""Training from image files to updated weights, loading and augmentation included, beside the same in Python.

    python compare_pipeline.py --engine BUILD/bin/limn-engine --data FOLDER [--python VENV/bin/python]
                               [--repeats 3] [--seconds 60] [--threads N]

Limn (`limn-engine train`, its own recipe with random weights), the loop of peers/training_loop.py as its users
write it, and the same tuned (channels last, fused AdamW, the heap kept) take turns; nothing else should run. The same
network, patches, batches, precision, loss and kinds of augmentation; FOLDER/roads is described in measured_data.py.
A figure is the median over the repeats of the median step after the tenth. Prints a markdown table: images/s, the
share of the steps' time that waited for data, and Limn / Python.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from measured_data import make_project
from readings import told

KEEP_HEAP = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_TOP_PAD_": "67108864"}
PEER = pathlib.Path(__file__).parent / "peers" / "training_loop.py"
BATCH, WARM_UP = 4, 10
SETTINGS = ("batchSize=4", "patchSize=256", "precision=bf16", "weights=none", "device=cpu")


def run_peer(asked, tuned):
    command = [asked.python, "-W", "ignore", PEER, asked.data, "--seconds", str(asked.seconds), "--threads",
               str(asked.threads), *(["--tuned"] if tuned else [])]
    environment = {**os.environ, "OMP_NUM_THREADS": str(asked.threads), **(KEEP_HEAP if tuned else {})}
    return json.loads(subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout)


def run_limn(asked):
    with tempfile.TemporaryDirectory() as scratch:
        project = pathlib.Path(scratch) / "project.limn"
        make_project(asked.engine, project, asked.data, "roads")
        settings = [part for one in SETTINGS for part in ("--set", one)]
        subprocess.run([asked.engine, "train", project, "--minutes", str(asked.seconds / 60), *settings], check=True,
                       env={**os.environ, "OMP_NUM_THREADS": str(asked.threads)}, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        run = next((project / "runs").iterdir())
        rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        record = json.loads((run / "run.json").read_text())
    # From one step's end to the next one's, unless something else came between.
    times = [b["elapsed"] - a["elapsed"] for a, b in zip(rows, rows[1:]) if a["kind"] == b["kind"] == "train"]
    times = times[WARM_UP:]
    if not times:
        raise SystemExit("no step came after the tenth: give --seconds more")
    return {"images/s": BATCH / statistics.median(times), "steps": len(times),
            "waiting": record["summary"]["waitingShare"]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--python", default=sys.executable)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--threads", type=int, default=os.cpu_count())
    asked = arguments.parse_args()
    turns = {"Python": lambda: run_peer(asked, False), "Python, tuned": lambda: run_peer(asked, True),
             "Limn": lambda: run_limn(asked)}
    readings = {name: [] for name in turns}
    for turn in range(asked.repeats):
        for name, run in turns.items():
            readings[name].append(run())
            print(f"turn {turn + 1} of {asked.repeats}, {name}: {json.dumps(readings[name][-1])}", file=sys.stderr,
                  flush=True)
    ours = statistics.median(r["images/s"] for r in readings["Limn"])
    print("| | images/s | waiting for data, % of a step | Limn / it |\n|---|---|---|---|")
    for name, rows in readings.items():
        rates = [r["images/s"] for r in rows]
        print(f"| {name} | {told(rates)} | {told([100 * r['waiting'] for r in rows], 2)} "
              f"| {ours / statistics.median(rates):.2f} |")


if __name__ == "__main__":
    main()
