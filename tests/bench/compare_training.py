"""Limn beside the same networks in Python, on one machine in one run.

    python compare_training.py --bench BUILD/bin/limn-bench --python VENV/bin/python
                               [--repeats 3] [--seconds 3] [--only REGEX] [--threads N]

Peer and limn-bench take turns, nothing else should run. Prints a markdown table of medians, with
the smallest and largest reading behind them, and of the ratio Limn / Python of the medians. Both
keep the heap (limn-bench by itself). Python's "train_plain" is the customary step, cross-entropy
and AdamW alone; it stands beside Limn's full step.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from readings import told

KEEP_HEAP = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "67108864",
}
UNITS = {"train": "images/s", "train_plain": "images/s", "forward": "MPx/s", "predict": "MPx/s",
         "gradcam": "maps/s"}
PEER = pathlib.Path(__file__).parent / "peers" / "throughput.py"


def run_peer(asked):
    command = [asked.python, "-W", "ignore", str(PEER), "--seconds", str(asked.seconds),
               "--threads", str(asked.threads), "--only", asked.only]
    environment = {**os.environ, **KEEP_HEAP, "OMP_NUM_THREADS": str(asked.threads)}
    return json.loads(subprocess.run(command, check=True, env=environment,
                                     stdout=subprocess.PIPE).stdout)


def run_bench(asked):
    command = [asked.bench, "--benchmark_format=json", f"--benchmark_min_time={asked.seconds}",
               "--benchmark_filter=^(train|forward|predict|gradcam)/"]
    if asked.only:
        command[-1] = f"--benchmark_filter={asked.only}"
    environment = {**os.environ, "OMP_NUM_THREADS": str(asked.threads)}
    answer = json.loads(subprocess.run(command, check=True, env=environment,
                                       stdout=subprocess.PIPE).stdout)
    readings = {}
    for case in answer["benchmarks"]:
        name = case["name"].removesuffix("/real_time")
        unit = UNITS.get(name.split("/")[0])
        if unit:
            readings[name] = case.get(unit, 1000 / case["real_time"])
    return readings


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bench", required=True)
    arguments.add_argument("--python", default=sys.executable)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--threads", type=int, default=os.cpu_count())
    asked = arguments.parse_args()

    python, limn = {}, {}
    for turn in range(asked.repeats):
        for side, run in ((python, run_peer), (limn, run_bench)):
            for name, value in run(asked).items():
                side.setdefault(name, []).append(value)
        print(f"turn {turn + 1} of {asked.repeats} done", file=sys.stderr, flush=True)

    print("| case | unit | Python | Limn | Limn / Python |\n|---|---|---|---|---|")
    for name in python:
        ours = limn.get(name.replace("train_plain", "train"))
        if ours:
            ratio = statistics.median(ours) / statistics.median(python[name])
            print(f"| {name} | {UNITS[name.split('/')[0]]} | {told(python[name])} | {told(ours)} "
                  f"| {ratio:.2f} |")


if __name__ == "__main__":
    main()
