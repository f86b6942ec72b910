"""Reads what Limn has written for PyTorch, for the tests of tests/training.

    python check_export.py equal NETWORK.pt NETWORK.safetensors
    [LIMN_REFERENCES=FOLDER] python check_export.py networks

`equal`: torch.load(weights_only=True) gives a plain state dict with the very tensors of the safetensors
file, which is read here by its published layout and not by Limn. Needs torch alone.
`networks`: says "ready", then answers each line NETWORK.pt, CASE.safetensors, NAME of standard input,
with tabs between, by one line. The checkpoint goes into the reference of NAME ("unet_resnet18"; built by
network_references.py) with strict=True and has to turn CASE's tensor "input" into its tensor "logits", to
a relative 1e-4: "good" and the difference, "missing" and what the reference needs, or what is wrong.

Exit code 0 when it holds, 77 when a package is missing, else 1 with what differs.
"""

import collections
import json
import os
import struct
import sys
import warnings

MISSING_PACKAGE = 77
TOLERANCE = 1e-4

warnings.filterwarnings("ignore")
try:
    import torch
except ImportError as error:
    print(error)
    sys.exit(MISSING_PACKAGE)

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        kind = TYPES[entry["dtype"]]
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=kind) if end > begin else torch.empty(0, dtype=kind)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def read_checkpoint(path):
    state = torch.load(path, weights_only=True)
    if type(state) is not collections.OrderedDict:
        sys.exit(f"torch.load gave a {type(state).__name__}")
    return state


def check_equal(checkpoint, safetensors):
    state, expected = read_checkpoint(checkpoint), read_safetensors(safetensors)
    if set(state) != set(expected):
        sys.exit(f"other names: {sorted(set(state) ^ set(expected))}")
    for name, tensor in expected.items():
        other = state[name]
        if other.dtype != tensor.dtype or other.shape != tensor.shape or not torch.equal(other, tensor):
            sys.exit(f"{name} differs")
    print(f"{len(state)} tensors are equal")


def answer(build, checkpoint, case, name):
    if name.endswith("_own") and "LIMN_REFERENCES" not in os.environ:
        return "missing: LIMN_REFERENCES names no folder of checkouts"
    tensors = read_safetensors(case)
    x, expected = tensors["input"], tensors["logits"]
    network = build(name, x.shape[1], expected.shape[1])
    network.load_state_dict(read_checkpoint(checkpoint), strict=True)
    network.eval()
    with torch.inference_mode():
        logits = network(x)
    if logits.shape != expected.shape:
        return f"logits of shape {list(logits.shape)}"
    error = ((logits - expected).abs().max() / expected.abs().max()).item()
    word = "good" if error < TOLERANCE else "bad"
    return f"{word}: largest difference {error:.1e} of the largest logit"


def check_networks():
    torch.set_num_threads(1)
    try:
        from network_references import build
    except ModuleNotFoundError as error:
        print(error)
        sys.exit(MISSING_PACKAGE)
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            said = answer(build, *line.rstrip("\n").split("\t"))
        except Exception as error:
            said = f"bad: {error}"
        print(" ".join(said.split()), flush=True)


CHECKS = {"equal": check_equal, "networks": check_networks}
CHECKS[sys.argv[1]](*sys.argv[2:])
