"""The Python peer of compare_pipeline.py: training as its users write it, from image files to updated weights.

    python training_loop.py FOLDER --seconds 60 [--tuned] [--threads 2]

U-Net over EfficientNet-Lite0 of segmentation_models.pytorch, random weights, bfloat16, batches of 4 patches of 256,
cut from FOLDER/roads/images, flipped, turned, half of them zoomed, brightness and contrast changed, by a DataLoader
with one worker; cross-entropy and Dice, gradient clipping, AdamW, a running average of the weights. --tuned: channels
last and the fused AdamW; the caller keeps the heap by its environment. Prints one JSON object: median images/s of the
steps after the tenth, their number, and the share of their time that waited for the next batch.
"""
import argparse
import glob
import json
import statistics
import time

import cv2
import numpy as np
import segmentation_models_pytorch as smp
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, IterableDataset

SIDE, BATCH, WARM_UP = 256, 4, 10


class Patches(IterableDataset):
    def __init__(self, folder):
        self.images, self.masks = (sorted(glob.glob(f"{folder}/roads/{part}/*.png"))[:80]
                                   for part in ("images", "masks"))

    def __iter__(self):
        cv2.setNumThreads(0)
        random = np.random.default_rng(1)
        while True:
            for n in random.permutation(len(self.images)):
                image = cv2.imread(self.images[n], cv2.IMREAD_COLOR_RGB)
                mask = (cv2.imread(self.masks[n], cv2.IMREAD_GRAYSCALE) >= 128).astype(np.uint8)
                yield self.patch(image, mask, random)

    def patch(self, image, mask, random):
        zoom = np.exp(random.uniform(-1, 1) * np.log(1.25)) if random.random() < 0.5 else 1
        side = min(int(round(SIDE / zoom)), *mask.shape)
        y, x = (int(random.integers(0, length - side + 1)) for length in mask.shape)
        image, mask = image[y : y + side, x : x + side], mask[y : y + side, x : x + side]
        if side != SIDE:
            image = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
            mask = cv2.resize(mask, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
        turns = int(random.integers(4))
        image, mask = np.rot90(image, turns), np.rot90(mask, turns)
        if random.random() < 0.5:
            image, mask = image[:, ::-1], mask[:, ::-1]
        samples = image.astype(np.float32) / 127.5 - 1
        mean = samples.mean((0, 1))
        samples = (samples - mean) * random.uniform(0.8, 1.2) + mean + random.uniform(-0.1, 0.1)
        return (torch.from_numpy(np.ascontiguousarray(samples.transpose(2, 0, 1))).float(),
                torch.from_numpy(mask.astype(np.int64)))


def segmentation_loss(logits, labels):
    logarithms = F.log_softmax(logits.float(), 1)
    hot = F.one_hot(labels, logits.shape[1]).permute(0, 3, 1, 2).float()
    softmax = logarithms.exp()
    both, either = (softmax * hot).sum((0, 2, 3)), softmax.sum((0, 2, 3)) + hot.sum((0, 2, 3))
    return F.nll_loss(logarithms, labels) + (1 - (2 * both + 1) / (either + 1)).mean()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--tuned", action="store_true")
    arguments.add_argument("--threads", type=int, default=2)
    asked = arguments.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    network = smp.Unet("tu-tf_efficientnet_lite0", encoder_weights=None, in_channels=3, classes=2).train()
    if asked.tuned:
        network = network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-4,
                                  **({"fused": True} if asked.tuned else {}))
    average = [p.detach().clone() for p in network.parameters()]
    batches = iter(DataLoader(Patches(asked.folder), BATCH, num_workers=1, prefetch_factor=4))
    times, waits, begun = [], [], time.perf_counter()
    while time.perf_counter() - begun < asked.seconds or len(times) <= WARM_UP:
        start = time.perf_counter()
        images, labels = next(batches)
        waits.append(time.perf_counter() - start)
        if asked.tuned:
            images = images.contiguous(memory_format=torch.channels_last)
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(images)
        loss = segmentation_loss(logits, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, list(network.parameters()), 0.02)
        loss.item()
        times.append(time.perf_counter() - start)
    times, waits = times[WARM_UP:], waits[WARM_UP:]
    print(json.dumps({"images/s": BATCH / statistics.median(times), "steps": len(times),
                      "waiting": sum(waits) / sum(times)}))


if __name__ == "__main__":
    main()
