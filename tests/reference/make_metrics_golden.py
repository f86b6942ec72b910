"""Golden metrics: what torchmetrics answers for a small map of labels and predictions.

    python make_metrics_golden.py            writes golden/metrics.json beside this script

Five classes: 0 to 2 occur in both maps, 3 is only predicted, 4 is nowhere; some pixels are not
labelled (255). Needs torch and torchmetrics.
"""
import json
import pathlib

import torch
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_confusion_matrix,
    multiclass_f1_score,
    multiclass_jaccard_index,
    multiclass_precision,
    multiclass_recall,
)

CLASSES, ONLY_PREDICTED, NOWHERE, IGNORED = 5, 3, 4, 255

generator = torch.Generator().manual_seed(1126)
shape = (24, 32)
reference = torch.randint(0, ONLY_PREDICTED, shape, generator=generator)
predicted = torch.where(
    torch.rand(shape, generator=generator) < 0.6,
    reference,
    torch.randint(0, NOWHERE, shape, generator=generator),
)
reference[torch.rand(shape, generator=generator) < 0.1] = IGNORED

how = {"num_classes": CLASSES, "ignore_index": IGNORED}
golden = {
    "classes": CLASSES,
    "nowhere": NOWHERE,
    "reference": reference.flatten().tolist(),
    "predicted": predicted.flatten().tolist(),
    "confusion": multiclass_confusion_matrix(predicted, reference, **how).tolist(),
    "iou": multiclass_jaccard_index(predicted, reference, average=None, **how).tolist(),
    "dice": multiclass_f1_score(predicted, reference, average=None, **how).tolist(),
    "precision": multiclass_precision(predicted, reference, average=None, **how).tolist(),
    "recall": multiclass_recall(predicted, reference, average=None, **how).tolist(),
    "mean_iou": multiclass_jaccard_index(predicted, reference, average="macro", **how).item(),
    "pixel_accuracy": multiclass_accuracy(predicted, reference, average="micro", **how).item(),
}
target = pathlib.Path(__file__).parent / "golden" / "metrics.json"
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print({name: golden[name] for name in ("confusion", "iou", "mean_iou", "pixel_accuracy")})
