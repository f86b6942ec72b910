"""Small weight files as Python writes them, for tests/training/weight_files.cpp.

    python make_weight_files.py ../training/weights/

Needs torch 2.13.0 and safetensors 0.8. One and the same state dict, with every type of number, views
into a shared storage, permuted strides, a Parameter, a scalar and an empty tensor, as
    zip.pth, legacy.pth     inside a training script's checkpoint, names with DataParallel's prefix
    plain.safetensors       as safetensors' own writer has it
    torchscript.pt          a TorchScript archive, to be refused
    namespace.pth           a checkpoint that mentions argparse.Namespace, to be refused
and expected.json with each tensor's name, type, shape and values.
"""

import argparse
import json
import sys
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import save_file


def tensors():
    shared = torch.arange(20, dtype=torch.float32) / 8
    return OrderedDict(
        [
            ("conv.weight", (torch.arange(24.0).reshape(2, 3, 4) - 7).permute(2, 0, 1)),
            ("conv.bias", torch.nn.Parameter(torch.tensor([0.5, -1.25]))),
            ("head", shared[:8].reshape(2, 4)),
            ("tail", shared[4:20:2]),
            ("half", torch.tensor([1.5, -2.25], dtype=torch.float16)),
            ("bfloat", torch.tensor([[3.0], [-0.125]], dtype=torch.bfloat16)),
            ("double", torch.tensor([1e-30, 2.0], dtype=torch.float64)),
            ("byte", torch.tensor([0, 255], dtype=torch.uint8)),
            ("char", torch.tensor([-128, 127], dtype=torch.int8)),
            ("short", torch.tensor([-32768, 5], dtype=torch.int16)),
            ("int", torch.tensor([-7, 2**31 - 1], dtype=torch.int32)),
            ("bool", torch.tensor([True, False, True])),
            ("empty", torch.zeros(0, 3)),
            ("bn.num_batches_tracked", torch.tensor(123456789012)),
        ]
    )


class Doubling(torch.nn.Module):
    def forward(self, x):
        return 2 * x


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    state = tensors()
    optimiser = torch.optim.AdamW([torch.nn.Parameter(torch.ones(3))], lr=1e-3)
    checkpoint = {
        "epoch": 3,
        "best": 0.75,
        "done": False,
        "note": None,
        "sizes": [1, 70000, -5, 2**40, torch.Size([2, 3])],
        "optimizer": optimiser.state_dict(),
        "state_dict": OrderedDict(("module." + name, value) for name, value in state.items()),
    }
    torch.save(checkpoint, folder / "zip.pth")
    torch.save(checkpoint, folder / "legacy.pth", _use_new_zipfile_serialization=False)
    plain = {name: value.detach().clone().contiguous() for name, value in state.items()}
    save_file(plain, folder / "plain.safetensors", metadata={"made by": "make_weight_files.py é"})
    torch.jit.save(torch.jit.script(Doubling()), folder / "torchscript.pt")
    torch.save({"args": argparse.Namespace(lr=1), "model": plain}, folder / "namespace.pth")
    expected = [
        {
            "name": name,
            "type": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "values": value.detach().double().flatten().tolist(),
        }
        for name, value in state.items()
    ]
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
