"""The Python peer of limn-bench's training cases: the same networks from
segmentation_models.pytorch, tuned as Limn is (channels last, fused AdamW, heap kept by the caller's
environment).

    python throughput.py [--only REGEX] [--seconds 3] [--threads 2]

Prints one JSON object: {"train/unet_resnet34/fp32": images/s, "forward/...": MPx/s, ...}.
compare_training.py sets the environment and runs this in turn with limn-bench.
"""
import argparse
import json
import re
import time

import segmentation_models_pytorch as smp
import torch
import torch.nn.functional as F

ENCODERS = {"resnet34": "resnet34", "efficientnet_lite0": "tu-tf_efficientnet_lite0"}
BANDS, CLASSES = 3, 3
AVERAGING, CLIP = 0.98, 5.0


def unet(encoder):
    torch.manual_seed(0)
    network = smp.Unet(
        ENCODERS[encoder], encoder_weights=None, in_channels=BANDS, classes=CLASSES
    )
    return network.to(memory_format=torch.channels_last)


def rate(work, amount, seconds, warm_up=2):
    """`amount` per second of calling `work` for about `seconds`."""
    for _ in range(warm_up):
        work()
    calls, start = 0, time.perf_counter()
    while True:
        work()
        calls += 1
        spent = time.perf_counter() - start
        if spent >= seconds:
            return amount * calls / spent


def segmentation_loss(logits, labels):
    """Cross-entropy plus Dice, the softmax taken once."""
    logarithms = F.log_softmax(logits.float(), 1)
    hot = F.one_hot(labels, CLASSES).permute(0, 3, 1, 2).float()
    softmax = logarithms.exp()
    both = (softmax * hot).sum((0, 2, 3))
    either = softmax.sum((0, 2, 3)) + hot.sum((0, 2, 3))
    dice = (1 - (2 * both + 1) / (either + 1)).mean()
    return F.nll_loss(logarithms, labels) + dice


def train(encoder, bf16, seconds, plain):
    """`plain`: cross-entropy and AdamW only; else all that Limn's step does."""
    network = unet(encoder).train()
    average = [p.detach().clone() for p in network.parameters()]
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-4, fused=True)
    images = torch.randn(8, BANDS, 256, 256).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, CLASSES, (8, 256, 256))

    def step():
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = network(images)
        if plain:
            loss = F.cross_entropy(logits.float(), labels)
        else:
            loss = segmentation_loss(logits, labels)
        loss.backward()
        if not plain:
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP, foreach=True)
        optimiser.step()
        if not plain:
            with torch.no_grad():
                torch._foreach_lerp_(average, list(network.parameters()), 1 - AVERAGING)
        return loss.item()

    return rate(step, 8, seconds)


def forward(encoder, bf16, seconds):
    network = unet(encoder).eval()
    images = torch.randn(4, BANDS, 512, 512).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        return rate(lambda: network(images), 4 * 512 * 512 / 1e6, seconds, 1)


def predict(encoder, bf16, seconds, tile=512, margin=64, batch=4):
    """An image in memory by overlapped tiles to classes and confidence."""
    network = unet(encoder).eval()
    inner = tile - 2 * margin
    height, width = 2 * inner, 3 * inner
    image = torch.randn(BANDS, height, width)
    filled = F.pad(image[None], (margin,) * 4, mode="reflect")[0]
    origins = [(y, x) for y in range(0, height, inner) for x in range(0, width, inner)]

    def whole():
        classes = torch.empty(height, width, dtype=torch.uint8)
        confidence = torch.empty(height, width, dtype=torch.uint8)
        for first in range(0, len(origins), batch):
            some = origins[first : first + batch]
            tiles = torch.stack([filled[:, y : y + tile, x : x + tile] for y, x in some])
            logits = network(tiles.contiguous(memory_format=torch.channels_last)).float()
            keep = slice(margin, margin + inner)
            best, index = logits[:, :, keep, keep].softmax(1).max(1)
            for (y, x), b, i in zip(some, best, index):
                classes[y : y + inner, x : x + inner] = i
                confidence[y : y + inner, x : x + inner] = (b * 255).round()
        return classes, confidence

    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        return rate(whole, height * width / 1e6, seconds, 1)


def gradcam(encoder, seconds):
    """Calls per second of pytorch-grad-cam."""
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import SemanticSegmentationTarget

    network = unet(encoder).eval()
    image = torch.randn(1, BANDS, 512, 512)
    encoder_module = network.encoder
    layer = encoder_module.layer4 if encoder == "resnet34" else encoder_module.model.blocks[-1]

    def explain():
        with torch.no_grad():
            mask = (network(image)[0].argmax(0) == 1).float()
        mask = mask if mask.any() else torch.ones_like(mask)
        with GradCAM(model=network, target_layers=[layer]) as cam:
            return cam(image, targets=[SemanticSegmentationTarget(1, mask.numpy())])

    return rate(explain, 1, seconds, 1)


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--only", default="", help="regular expression over the cases' names")
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    asked = arguments.parse_args()
    torch.set_num_threads(asked.threads)
    cases = {}
    for encoder in ENCODERS:
        for precision in ("fp32", "bf16"):
            bf16 = precision == "bf16"
            name = f"unet_{encoder}/{precision}"
            for kind, case in (
                ("train", lambda e, b, s: train(e, b, s, plain=False)),
                ("train_plain", lambda e, b, s: train(e, b, s, plain=True)),
                ("forward", forward),
                ("predict", predict),
            ):
                cases[f"{kind}/{name}"] = lambda c=case, e=encoder, b=bf16: c(e, b, asked.seconds)
        cases[f"gradcam/unet_{encoder}/fp32"] = lambda e=encoder: gradcam(e, asked.seconds)
    print(json.dumps({n: case() for n, case in cases.items() if re.search(asked.only, n)}))


if __name__ == "__main__":
    main()
