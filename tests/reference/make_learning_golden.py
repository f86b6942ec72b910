"""Golden losses and optimiser steps: what torch, segmentation_models.pytorch and MONAI answer.

    python make_learning_golden.py           writes golden/learning.json beside this script

Four classes, some pixels not labelled (255). Each loss comes with the sum of the squares of its
gradient. The boundary loss is written down here as its paper has it (Bokhovkin, Burnaev 2019), since
no library carries it; the focal loss is MONAI's. Needs torch, segmentation_models_pytorch, monai.
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from monai.losses import FocalLoss
from segmentation_models_pytorch.losses import DiceLoss, LovaszLoss, TverskyLoss

CLASSES, IGNORED = 4, 255
generator = torch.Generator().manual_seed(1126)
shape = (2, CLASSES, 16, 12)
logits = (torch.randn(shape, generator=generator) * 2).round(decimals=4)
blocks = torch.randint(0, CLASSES, (2, 4, 3), generator=generator)
target = blocks.repeat_interleave(4, 1).repeat_interleave(4, 2)
target[:, 13:, :2] = IGNORED
weights = [0.5, 1.0, 3.0, 0.1]
labelled = target != IGNORED


def flat(values):
    """[1, C, pixels] of the labelled pixels."""
    return values.permute(1, 0, 2, 3).flatten(1)[:, labelled.flatten()].unsqueeze(0)


def cross_entropy(values, **how):
    return F.cross_entropy(values, target, ignore_index=IGNORED, **how)


def hardest(values, share):
    each = F.cross_entropy(flat(values), target[labelled].unsqueeze(0), reduction="none").flatten()
    kept = int(-(-share * each.numel() // 1))
    return each.topk(kept).values.mean()


def focal(values):
    loss = FocalLoss(gamma=2, use_softmax=True, to_onehot_y=True, reduction="sum")
    return loss(flat(values), target[labelled].view(1, 1, -1))  # a mean over pixels, a sum over classes


def squared_error(values):
    truth = F.one_hot(target[labelled], CLASSES).T.unsqueeze(0).float()
    return F.mse_loss(flat(values).softmax(1), truth)


def boundary(values):
    def wide(x, radius):
        return F.max_pool2d(x, 2 * radius + 1, 1, radius)

    def border(x):
        return wide(1 - x, 1) - (1 - x)

    known = 1 - wide((~labelled).float().unsqueeze(1), 3)
    truth = F.one_hot(target.masked_fill(~labelled, 0), CLASSES).permute(0, 3, 1, 2).float()
    there, made = border(truth) * known, border(values.softmax(1)) * known
    precision = (wide(there, 2) * made).sum((2, 3)) / (made.sum((2, 3)) + 1e-7)
    recall = (wide(made, 2) * there).sum((2, 3)) / (there.sum((2, 3)) + 1e-7)
    f1 = 2 * precision * recall / (precision + recall + 1e-7)
    present = there.sum((2, 3)) > 0
    return (1 - f1)[present].mean()


losses = {
    "crossEntropy": cross_entropy,
    "weighted": lambda x: cross_entropy(x, weight=torch.tensor(weights)),
    "smoothed": lambda x: cross_entropy(x, label_smoothing=0.1),
    "weightedSmoothed": lambda x: cross_entropy(x, weight=torch.tensor(weights), label_smoothing=0.1),
    "hardest": lambda x: hardest(x, 0.25),
    # (I + 1/2) / (I + FP / 2 + FN / 2 + 1/2) is (2 I + 1) / (A + B + 1).
    "dice": lambda x: DiceLoss("multiclass", smooth=0.5, ignore_index=IGNORED)(x, target),
    "focal": focal,
    "tversky": lambda x: TverskyLoss("multiclass", smooth=1, ignore_index=IGNORED, alpha=0.3, beta=0.7)(x, target),
    "lovasz": lambda x: LovaszLoss("multiclass", ignore_index=IGNORED)(x, target),
    "boundary": boundary,
    "squaredError": squared_error,
}
values, slopes = {}, {}
for name, loss in losses.items():
    x = logits.clone().requires_grad_(True)
    result = loss(x)
    result.backward()
    values[name], slopes[name] = result.item(), x.grad.square().sum().item()

start = torch.randn((3, 2), generator=generator).round(decimals=4)
gradients = [torch.randn((3, 2), generator=generator).round(decimals=4) for _ in range(5)]
optimisers = {
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.1),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "sgd plain": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.1),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "rmsprop plain": lambda p: torch.optim.RMSprop(p, lr=0.05, weight_decay=0.1),
}
ends = {}
for name, make in optimisers.items():
    parameter = torch.nn.Parameter(start.clone())
    optimiser = make([parameter])
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimiser.step()
    ends[name] = parameter.detach().flatten().tolist()

golden = {
    "shape": list(shape),
    "logits": logits.flatten().tolist(),
    "target": target.flatten().tolist(),
    "weights": weights,
    "losses": values,
    "slopes": slopes,
    "start": start.flatten().tolist(),
    "gradients": [g.flatten().tolist() for g in gradients],
    "optimisers": ends,
}
folder = pathlib.Path(__file__).parent / "golden"
(folder / "learning.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(values, ends)
