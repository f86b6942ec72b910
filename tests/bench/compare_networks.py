"""Every network's forward pass and training pass beside its reference in Python, taking turns.

    [LIMN_REFERENCES=FOLDER] VENV/bin/python compare_networks.py --bench build/bin/limn-bench
        [--only REGEX] [--precision fp32|bf16] [--threads 2] [--seconds 2] [--turns 3]

VENV needs what tests/reference/network_references.py names. The forward pass is over four images of
512 x 512, the training pass (forward, cross-entropy, backward) over eight patches of 256 x 256; both
channels last, heap kept, the same number of threads, bf16 by autocast. Where the two differ by more
than a twentieth, either way, they take further turns, --turns in all, and the best of each counts:
what else a machine does only ever slows them. Prints a table and the geometric mean of
Limn / Python in images a second; LIMN_REFERENCES is needed for the networks that no package has,
which are left out without it.
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
        "MALLOC_MMAP_MAX_": "0",
        "MALLOC_TRIM_THRESHOLD_": "100000000000",
        "MALLOC_TOP_PAD_": "67108864",
    }


def limn(bench, case, arguments):
    answer = json.loads(subprocess.run(
        [bench, f"--benchmark_filter=^networks/{case}/", "--benchmark_format=json",
         "--benchmark_min_warmup_time=0.1", f"--benchmark_min_time={arguments.seconds}"],
        env=environment(arguments.threads), check=True, capture_output=True).stdout)
    return answer["benchmarks"][0]["images/s"]


class Peer:
    """Python in a process of its own: asked for a case, it answers with images a second."""

    def __init__(self, arguments):
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--peer", "--seconds", str(arguments.seconds)],
            env=environment(arguments.threads), text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)

    def measure(self, case):
        print(case, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def answer(seconds):
    """The peer's side: a case a line from standard input."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
    import torch
    from network_references import build

    for case in sys.stdin:
        what, precision, name = case.strip().split("/")
        batch, side = BATCHES[what]
        network = build(name, 3, 3).to(memory_format=torch.channels_last).train(what == "train")
        for weights in network.parameters():  # FCN-8s starts at zero: work on nothing but zeros
            if weights.dim() == 4 and not weights.any():
                torch.nn.init.kaiming_normal_(weights)
        images = torch.randn(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
        labels = torch.randint(0, 3, (batch, side, side))

        def work():
            low = torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16")
            if what == "forward":
                with torch.inference_mode(), low:
                    network(images)
                return
            network.zero_grad()
            with low:
                logits = network(images)
            torch.nn.functional.cross_entropy(logits.float(), labels).backward()

        work()
        work()  # the heap still grows in the second
        calls, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds:
            work()
            calls += 1
        print(batch * calls / spent, flush=True)


def cases(arguments):
    listed = subprocess.run([arguments.bench, "--benchmark_list_tests"], check=True,
                            capture_output=True, text=True).stdout
    names = re.findall(rf"^networks/((?:forward|train)/{arguments.precision}/\w+)/", listed,
                       re.MULTILINE)
    here = "LIMN_REFERENCES" in os.environ
    return [n for n in names if re.search(arguments.only, n) and (here or not n.endswith("_own"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default="build/bin/limn-bench")
    parser.add_argument("--only", default="")
    parser.add_argument("--precision", default="fp32", choices=["fp32", "bf16"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        answer(arguments.seconds)
        return
    print("| case | Python, images/s | Limn, images/s | Limn / Python |\n|---|---|---|---|")
    ratios = []
    peer = Peer(arguments)
    for case in cases(arguments):
        theirs = ours = 0
        for turn in range(arguments.turns):
            theirs = max(theirs, peer.measure(case))
            ours = max(ours, limn(arguments.bench, case, arguments))
            if not turn and abs(ours / theirs - 1) <= 0.05:
                break
        ratios.append(ours / theirs)
        print(f"| {case} | {theirs:.3g} | {ours:.3g} | {ours / theirs:.2f} |", flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"\ngeometric mean over {len(ratios)} cases: {mean:.2f}")


if __name__ == "__main__":
    main()
