"""Every network's forward pass and training pass beside its reference in Python, taking turns.

    [LIMN_REFERENCES=FOLDER] VENV/bin/python compare_networks.py --bench build/bin/limn-bench
        [--only REGEX] [--threads 2] [--seconds 2]

VENV needs what tests/reference/network_references.py names. The forward pass is over four images of
512 x 512, the training pass (forward, cross-entropy, backward) over eight patches of 256 x 256; both
in float32, channels last, heap kept, the same number of threads. Prints a table and the geometric
mean of Limn / Python in images a second; LIMN_REFERENCES is needed for the networks that no package
has, which are left out without it.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import time
from pathlib import Path

BATCHES = {"forward": (4, 512), "train": (8, 256)}


def environment(threads):
    return os.environ | {
        "OMP_NUM_THREADS": str(threads),
        "MALLOC_MMAP_THRESHOLD_": "4294967296",
        "MALLOC_TRIM_THRESHOLD_": "4294967296",
    }


def limn(bench, case, arguments):
    answer = json.loads(subprocess.run(
        [bench, f"--benchmark_filter=^networks/{case}/", "--benchmark_format=json",
         f"--benchmark_min_time={arguments.seconds}"],
        env=environment(arguments.threads), check=True, capture_output=True).stdout)
    return answer["benchmarks"][0]["images/s"]


def python(case, arguments):
    return float(subprocess.run(
        [sys.executable, __file__, "--peer", case, "--seconds", str(arguments.seconds)],
        env=environment(arguments.threads), check=True, capture_output=True).stdout)


def peer(case, seconds):
    """Prints images a second."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
    import torch
    from network_references import build

    what, name = case.split("/")
    batch, side = BATCHES[what]
    network = build(name, 3, 3).to(memory_format=torch.channels_last).train(what == "train")
    images = torch.randn(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, 3, (batch, side, side))

    def work():
        if what == "forward":
            with torch.inference_mode():
                network(images)
            return
        network.zero_grad()
        torch.nn.functional.cross_entropy(network(images), labels).backward()

    work()
    calls, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        work()
        calls += 1
    print(batch * calls / spent)


def cases(arguments):
    listed = subprocess.run([arguments.bench, "--benchmark_list_tests"], check=True,
                            capture_output=True, text=True).stdout
    names = re.findall(r"^networks/((?:forward|train)/\w+)/", listed, re.MULTILINE)
    here = "LIMN_REFERENCES" in os.environ
    return [n for n in names if re.search(arguments.only, n) and (here or not n.endswith("_own"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default="build/bin/limn-bench")
    parser.add_argument("--only", default="")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        peer(arguments.peer, arguments.seconds)
        return
    print("| case | Python, images/s | Limn, images/s | Limn / Python |\n|---|---|---|---|")
    ratios = []
    for case in cases(arguments):
        theirs, ours = python(case, arguments), limn(arguments.bench, case, arguments)
        ratios.append(ours / theirs)
        print(f"| {case} | {theirs:.3g} | {ours:.3g} | {ours / theirs:.2f} |", flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"\ngeometric mean over {len(ratios)} cases: {mean:.2f}")


if __name__ == "__main__":
    main()
