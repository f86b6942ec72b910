"""Golden scores beyond the confusion matrix's: torchmetrics, MONAI, scipy and OpenCV.

    python make_scores_golden.py             writes golden/scores.json beside this script

Areas under curves with 1001 thresholds and calibration in 15 bins over made probabilities; borders
of a map of three classes whose shapes keep off the edge (the references count the edge as a border,
Limn does not), within 3 pixels. Needs torch, torchmetrics, monai, scipy and opencv-python-headless.
"""
import json
import pathlib

import cv2
import numpy as np
import torch
from monai.metrics import compute_hausdorff_distance
from scipy.ndimage import binary_erosion, distance_transform_edt
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_auroc,
    multiclass_average_precision,
    multiclass_calibration_error,
    multiclass_cohen_kappa,
    multiclass_confusion_matrix,
)

CLASSES, IGNORED, TOLERANCE = 3, 255, 3
generator = torch.Generator().manual_seed(95)
pixels = 400
reference = torch.randint(0, CLASSES, (pixels,), generator=generator)
scores = torch.randn((pixels, CLASSES), generator=generator)
scores[torch.arange(pixels), reference] += 1.2
scores = scores.softmax(1).double().round(decimals=5).float()
reference[torch.rand(pixels, generator=generator) < 0.1] = IGNORED
how = {"num_classes": CLASSES, "ignore_index": IGNORED}
kept = reference != IGNORED
confusion = multiclass_confusion_matrix(scores.argmax(1), reference, **how).double()
iou = confusion.diag() / (confusion.sum(0) + confusion.sum(1) - confusion.diag())

side = 72
y, x = np.mgrid[:side, :side]
truth = np.zeros((side, side), np.uint8)
made = np.zeros_like(truth)
truth[(y - 24) ** 2 + (x - 26) ** 2 < 15**2] = 1
truth[44:62, 20:60] = 2
made[(y - 25) ** 2 + (x - 29) ** 2 < 14**2] = 1
made[45:60, 22:61] = 2
made[50, 10:15] = 2


def border(mask):
    return mask & ~binary_erosion(mask)


def strip(mask):
    return mask.astype(np.uint8) - cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=TOLERANCE)


def f1(a, b):
    precision = (distance_transform_edt(~border(b))[border(a)] <= TOLERANCE).mean()
    recall = (distance_transform_edt(~border(a))[border(b)] <= TOLERANCE).mean()
    return 2 * precision * recall / (precision + recall)


borders = {"f1": [], "iou": [], "hausdorff": []}
for c in (1, 2):
    a, b = made == c, truth == c
    borders["f1"].append(float(f1(a, b)))
    borders["iou"].append(float((strip(a) & strip(b)).sum() / (strip(a) | strip(b)).sum()))
    distance = compute_hausdorff_distance(
        torch.tensor(a)[None, None].float(), torch.tensor(b)[None, None].float(), include_background=True, percentile=95
    )
    borders["hausdorff"].append(distance.item())

golden = {
    "classes": CLASSES,
    "scores": scores.flatten().tolist(),
    "reference": reference.tolist(),
    "rocAuc": multiclass_auroc(scores, reference, average=None, thresholds=1001, **how).tolist(),
    "prAuc": multiclass_average_precision(scores, reference, average=None, thresholds=1001, **how).tolist(),
    "calibrationError": multiclass_calibration_error(scores, reference, n_bins=15, **how).item(),
    "cohenKappa": multiclass_cohen_kappa(scores, reference, **how).item(),
    "meanAccuracy": multiclass_accuracy(scores, reference, average="macro", **how).item(),
    "frequencyWeightedIou": (confusion.sum(1) / confusion.sum() * iou).sum().item(),
    "side": side,
    "truth": truth.flatten().tolist(),
    "made": made.flatten().tolist(),
    "borders": borders,
}
folder = pathlib.Path(__file__).parent / "golden"
(folder / "scores.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print({k: v for k, v in golden.items() if k not in ("scores", "reference", "truth", "made")})
