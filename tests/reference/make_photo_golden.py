"""Golden logits of timm's tf_efficientnet_lite0 with the pip package's weights.

    python make_photo_golden.py efficientnet-lite0-57934424.pth ../training/photo/ golden/

Needs torch 2.13.0, timm 1.0.31, numpy and Pillow. Photographs that do not exist yet are made of
scikit-image's copies (see ../training/photo/README.md). The weights' names are mapped by their order,
which both implementations share, and not by the table that the C++ code has. Float64.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm
import torch
from PIL import Image

PHOTOGRAPHS = {"chelsea": (224, 224), "coffee": (270, 180)}  # width, height


def cut(source, target, size):
    """The middle of a photograph, of the shape of `size`."""
    image = Image.open(source).convert("RGB")
    scale = min(image.width / size[0], image.height / size[1])
    width, height = round(size[0] * scale), round(size[1] * scale)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    part = image.crop((left, top, left + width, top + height))
    part.resize(size, Image.Resampling.BICUBIC).save(target, optimize=True)


def photograph(folder, name):
    file = folder / f"{name}.png"
    if not file.exists():
        import skimage

        cut(Path(skimage.__file__).parent / "data" / file.name, file, PHOTOGRAPHS[name])
    pixels = torch.from_numpy(np.array(Image.open(file).convert("RGB"))).permute(2, 0, 1)
    return pixels.double()[None] / 127.5 - 1


def classifier(weights):
    state = torch.load(weights, weights_only=True)
    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    own = model.state_dict()
    assert [tuple(v.shape) for v in state.values()] == [tuple(v.shape) for v in own.values()]
    model.load_state_dict(dict(zip(own, state.values())))
    return model.double().eval()


def sine(height, width):
    c, y, x = np.ogrid[0:3, 0:height, 0:width]
    values = np.sin(0.05 * y + 0.03 * x + c).astype(np.float32)
    return torch.from_numpy(values).double()[None]


def features_of(model, x):
    y = model.bn1(model.conv_stem(x))
    result = []
    for stage, block in enumerate(model.blocks):
        y = block(y)
        if stage in (0, 1, 2, 4, 6):
            result.append(y)
    return result


def main(weights, photographs, folder):
    model = classifier(weights)
    inputs = {
        **{name: photograph(photographs, name) for name in PHOTOGRAPHS},
        "zeros": torch.zeros(1, 3, 224, 224, dtype=torch.float64),
        "sine 224x224": sine(224, 224),
        "sine 225x230": sine(225, 230),
    }
    golden = {}
    with torch.no_grad():
        for name, x in inputs.items():
            logits = model(x)[0]
            golden[name] = {
                "height": x.shape[2],
                "width": x.shape[3],
                "top": logits.topk(5).indices.tolist(),
                "logits": [round(v, 7) for v in logits.tolist()],
                "features": [
                    {"mean": f.mean().item(), "std": f.std().item()}
                    for f in features_of(model, x)
                ],
            }
            print(name, golden[name]["top"], golden[name]["logits"][:5])
    (folder / "efficientnet_lite0_imagenet.json").write_text(
        json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
