"""Weights by a formula of a tensor's name and shape, the same here and in tests/training.

    hash   FNV-1a, 64 bit, of the full name
    u[i]   2 * (splitmix64(hash + i) >> 11) / 2**53 - 1, for the i-th element in row-major order
    weight, more than one dimension   u * sqrt(3 / fan_in)
    weight of a norm                  1 + 0.2 u
    bias, running_mean                0.2 u
    running_var                       1 + 0.3 u
    num_batches_tracked               hash mod 1000

All but the counter are rounded to float32, then widened where float64 is computed with.
"""

import math

import numpy as np
import torch


def name_hash(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def uniform(name, count):
    with np.errstate(over="ignore"):
        z = np.uint64(name_hash(name)) + np.arange(count, dtype=np.uint64)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2 * (z >> np.uint64(11)).astype(np.float64) / 2.0**53 - 1


def formula_tensor(name, like):
    if name.endswith("num_batches_tracked"):
        return torch.tensor(name_hash(name) % 1000, dtype=torch.int64)
    u = uniform(name, like.numel()).reshape(tuple(like.shape))
    if like.dim() > 1:
        values = u * math.sqrt(3.0 / (like.numel() // like.shape[0]))
    elif name.endswith("running_var"):
        values = 1 + 0.3 * u
    elif name.endswith("running_mean") or name.endswith("bias"):
        values = 0.2 * u
    else:
        values = 1 + 0.2 * u
    return torch.from_numpy(values.astype(np.float32))


def fill(module):
    """Fills a module in place and makes it compute in float64."""
    state = module.state_dict()
    module.load_state_dict({name: formula_tensor(name, value) for name, value in state.items()})
    return module.double()


def wave(shape):
    """[N, C, H, W]: sin(0.05 y + 0.03 x + c + 0.5 n), rounded to float32, as float64."""
    n, c, y, x = (np.arange(size, dtype=np.float64) for size in shape)
    angle = (
        0.05 * y[None, None, :, None]
        + 0.03 * x[None, None, None, :]
        + c[None, :, None, None]
        + 0.5 * n[:, None, None, None]
    )
    return torch.from_numpy(np.sin(angle).astype(np.float32)).double()
