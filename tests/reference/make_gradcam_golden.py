"""Golden Grad-CAM and HiResCAM maps of a U-Net over ResNet-34, from pytorch-grad-cam 1.5.7.

    python make_gradcam_golden.py            writes golden/gradcam.safetensors beside this script

The network's weights come from the formula that the C++ tests use too, so none are stored. Two
images at once; the score is the sum of one class's logits over a rectangle. Kept per layer:
activation and gradient (the arithmetic can be checked without a network) and the final maps. Needs torch, segmentation_models_pytorch, grad-cam and safetensors.
"""
import pathlib

import numpy as np
import segmentation_models_pytorch as smp
import torch
from pytorch_grad_cam import GradCAM, HiResCAM
from pytorch_grad_cam.utils.model_targets import SemanticSegmentationTarget
from safetensors.torch import save_file

from formula_weights import fill, wave

HEIGHT, WIDTH = 64, 96  # not square, so that swapped axes show
CLASS = 2
TOP, BOTTOM, LEFT, RIGHT = 16, 48, 24, 80

network = smp.Unet("resnet34", encoder_weights=None, in_channels=3, classes=3)
fill(network)
network.eval()
images = wave((2, 3, HEIGHT, WIDTH))
mask = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
mask[TOP:BOTTOM, LEFT:RIGHT] = 1
targets = [SemanticSegmentationTarget(CLASS, mask)] * len(images)

golden = {}
for name, layer, methods in (
    ("encoder.layer3", network.encoder.layer3, {"gradcam": GradCAM}),
    ("encoder.layer4", network.encoder.layer4, {"gradcam": GradCAM, "hirescam": HiResCAM}),
):
    for method, kind in methods.items():
        with kind(model=network, target_layers=[layer]) as cam:
            golden[f"{name}.{method}"] = torch.from_numpy(cam(images, targets=targets).copy())
            golden[f"{name}.activation"] = cam.activations_and_grads.activations[0]
            golden[f"{name}.gradient"] = cam.activations_and_grads.gradients[0]
golden = {name: value.detach().float().contiguous().clone() for name, value in golden.items()}
for name, value in golden.items():
    print(f"{name:28} {list(value.shape)} {value.min():.4g} to {value.max():.4g}")
target = pathlib.Path(__file__).parent / "golden" / "gradcam.safetensors"
save_file(golden, target)
print(target.stat().st_size, "bytes")
