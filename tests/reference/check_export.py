"""Reads what Limn has written for PyTorch, for the tests of tests/training.

    python check_export.py equal NETWORK.pt NETWORK.safetensors
    python check_export.py logits NETWORK.pt CASE.safetensors DECODER ENCODER

`equal`: torch.load(weights_only=True) gives a plain state dict with the very tensors of the safetensors
file, which is read here by its published layout and not by Limn. Needs torch alone.
`logits`: the checkpoint goes into segmentation_models.pytorch's network with strict=True and turns CASE's
tensor "input" into its tensor "logits", to a relative 1e-4.

Exit code 0 when it holds, 77 when a package is missing, else 1 with what differs.
"""

import collections
import json
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


def check_logits(checkpoint, case, decoder, encoder):
    try:
        from network_references import build
    except ModuleNotFoundError as error:
        print(error)
        sys.exit(MISSING_PACKAGE)
    tensors = read_safetensors(case)
    x, expected = tensors["input"], tensors["logits"]
    network = build(f"{decoder}_{encoder}", x.shape[1], expected.shape[1])
    network.load_state_dict(read_checkpoint(checkpoint), strict=True)
    network.eval()
    with torch.inference_mode():
        logits = network(x)
    error = ((logits - expected).abs().max() / expected.abs().max()).item()
    print(f"largest difference {error:.1e} of the largest logit")
    if not error < TOLERANCE:
        sys.exit(1)


CHECKS = {"equal": check_equal, "logits": check_logits}
CHECKS[sys.argv[1]](*sys.argv[2:])
