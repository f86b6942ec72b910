"""The reference of every network, each as a module from [N, bands, H, W] to logits.

    build("unet_resnet34", bands, classes)    with weights of its own; no downloads
    features(network, x)                      what Limn's Encoder::features() ends in

Needs torch 2.13.0, torchvision 0.28.0, timm 1.0.31 and segmentation_models_pytorch 0.6.0. Networks
that no package has come from checkouts in the folder that LIMN_REFERENCES names:

    brain-segmentation-pytorch   mateuszbuda, 3329695 (unet.py)           classic U-Net
    pytorch-semseg               meetps, 5597eb7 (models/segnet.py)     SegNet
    pytorch-fcn                  wkentaro, 0357442 (models/fcn8s.py)    FCN-8s
    TransUNet                    Beckschen, ee8acce (networks/)         TransUNet
"""

import functools
import os
import sys
import types
from unittest import mock

import segmentation_models_pytorch as smp
import timm
import torch
import torchvision
from segmentation_models_pytorch.encoders._base import EncoderMixin
from torchvision.models import inception, segmentation
from torchvision.models.segmentation.lraspp import _lraspp_mobilenetv3

DECODERS = {
    "unet": smp.Unet,
    "unetplusplus": smp.UnetPlusPlus,
    "fpn": smp.FPN,
    "deeplabv3plus": smp.DeepLabV3Plus,
    "deeplabv3": smp.DeepLabV3,
    "pspnet": smp.PSPNet,
    "segformer": smp.Segformer,
    "upernet": smp.UPerNet,
    "upernetwide": functools.partial(smp.UPerNet, decoder_channels=512),
}
ENCODERS = {  # others have the reference's name
    "efficientnet_lite0": "tu-tf_efficientnet_lite0",
    "efficientnet_b0": "tu-efficientnet_b0",
    "hrnet_w18": "tu-hrnet_w18",
    "convnext_tiny": "tu-convnext_tiny",
    "swin_t": "tu-swin_tiny_patch4_window7_224",
}


class TorchvisionEncoder(torch.nn.Module, EncoderMixin):
    """torchvision's layers cut as segmentation_models_pytorch cuts its MobileNetV2."""

    def __init__(self, out_channels, make, taps, stages, depth=5, output_stride=32):
        super().__init__()
        self.features = make(weights=None).features
        self._depth = depth
        self._in_channels = 3
        self._out_channels = out_channels
        self._output_stride = output_stride
        self._taps = taps
        self._stages = stages

    def get_stages(self):
        at16, at32 = self._stages
        return {16: [self.features[at16:at32]], 32: [self.features[at32:]]}

    def forward(self, x):
        found = [x]
        for number, layer in enumerate(self.features[: self._taps[self._depth - 1] + 1]):
            x = layer(x)
            if number in self._taps:
                found.append(x)
        return found


def own_encoder(make, out_channels, taps, stages):
    params = {"out_channels": out_channels, "make": make, "taps": taps, "stages": stages}
    return {"encoder": TorchvisionEncoder, "params": params, "pretrained_settings": {}}


smp.encoders.encoders["mobilenet_v3_small"] = own_encoder(
    torchvision.models.mobilenet_v3_small, [3, 16, 16, 24, 48, 576], [0, 1, 3, 8, 12], (4, 9))
smp.encoders.encoders["mobilenet_v3_large"] = own_encoder(
    torchvision.models.mobilenet_v3_large, [3, 16, 24, 40, 112, 960], [1, 3, 6, 12, 16], (7, 13))


def padded_pools(block):
    """An Inception block whose halving pooling is padded."""

    class Padded(block):
        def _forward(self, x):
            with mock.patch.object(inception.F, "max_pool2d",
                                   lambda x, kernel_size, stride: torch.max_pool2d(
                                       x, kernel_size, stride, 1)):
                return super()._forward(x)

    return Padded


class InceptionEncoder(inception.Inception3, EncoderMixin):
    """torchvision's, padded as segmentation_models_pytorch pads InceptionV4."""

    def __init__(self, out_channels, depth=5, output_stride=32):
        a, b, c, d, e = (inception.InceptionA, padded_pools(inception.InceptionB),
                         inception.InceptionC, padded_pools(inception.InceptionD),
                         inception.InceptionE)
        super().__init__(inception_blocks=[inception.BasicConv2d, a, b, c, d, e,
                                           inception.InceptionAux],
                         aux_logits=False, init_weights=False)
        self._depth = depth
        self._in_channels = 3
        self._out_channels = out_channels
        self._output_stride = output_stride
        for layer in self.modules():
            if isinstance(layer, torch.nn.Conv2d) and layer.kernel_size == (3, 3):
                layer.padding = (1, 1)
            if isinstance(layer, torch.nn.MaxPool2d):
                layer.padding = 1
        del self.fc

    def forward(self, x):
        stages = [
            ["Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3"],
            ["maxpool1", "Conv2d_3b_1x1", "Conv2d_4a_3x3"],
            ["maxpool2", "Mixed_5b", "Mixed_5c", "Mixed_5d"],
            ["Mixed_6a", "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"],
            ["Mixed_7a", "Mixed_7b", "Mixed_7c"],
        ]
        found = [x]
        for stage in stages[: self._depth]:
            for name in stage:
                x = getattr(self, name)(x)
            found.append(x)
        return found


smp.encoders.encoders["inception_v3"] = {
    "encoder": InceptionEncoder, "params": {"out_channels": [3, 64, 192, 288, 768, 2048]},
    "pretrained_settings": {}}


class VitEncoder(timm.models.vision_transformer.VisionTransformer, EncoderMixin):
    """timm's, of which four blocks' outputs are resampled to four strides."""

    def __init__(self, out_channels, depth=5, output_stride=32):
        super().__init__(num_classes=0, dynamic_img_size=True)
        self.norm = torch.nn.Identity()
        self._depth = depth
        self._in_channels = 3
        self._out_channels = out_channels
        self._output_stride = output_stride

    def forward(self, x):
        maps = self.forward_intermediates(x, indices=[2, 5, 8, 11], norm=False,
                                          intermediates_only=True)
        scale = torch.nn.functional.interpolate
        maps = [
            scale(maps[0], scale_factor=4, mode="bilinear"),
            scale(maps[1], scale_factor=2, mode="bilinear"),
            maps[2],
            torch.nn.functional.avg_pool2d(maps[3], 2),
        ]
        empty = x.new_empty([x.shape[0], 0, x.shape[2] // 2, x.shape[3] // 2])
        return [x, empty, *maps][: self._depth + 1]


smp.encoders.encoders["vit_b_16"] = {
    "encoder": VitEncoder, "params": {"out_channels": [3, 0, 768, 768, 768, 768]},
    "pretrained_settings": {}}


class HrNetSegmentation(torch.nn.Module):
    """HRNet/HRNet-Semantic-Segmentation's head over timm's trunk, aligning corners everywhere."""

    def __init__(self, classes):
        super().__init__()
        trunk = timm.create_model("hrnet_w18", pretrained=False, head=None)
        for name in ["conv1", "bn1", "act1", "conv2", "bn2", "act2", "layer1", "transition1",
                     "stage2", "transition2", "stage3", "transition3", "stage4"]:
            self.add_module(name, getattr(trunk, name))
        for layer in self.modules():
            if isinstance(layer, torch.nn.Upsample):
                layer.mode, layer.align_corners = "bilinear", True
        self.last_layer = torch.nn.Sequential(
            torch.nn.Conv2d(270, 270, 1), torch.nn.BatchNorm2d(270), torch.nn.ReLU(),
            torch.nn.Conv2d(270, classes, 1))
        self.stages = [lambda x: timm.models.hrnet.HighResolutionNet.stages(self, x)]

    def forward(self, x):
        maps = self.found(x)[2:]
        together = torch.cat([maps[0], *[aligned(m, maps[0]) for m in maps[1:]]], 1)
        return aligned(self.last_layer(together), x)

    def found(self, x):
        stem = self.act1(self.bn1(self.conv1(x)))
        return [x, stem, *self.stages[0](self.act2(self.bn2(self.conv2(stem))))]


def aligned(x, like):
    return torch.nn.functional.interpolate(x, like.shape[2:], mode="bilinear", align_corners=True)


def shift_by_size(block, args):
    """timm's rule for the size it was made for, at any size: one window is not shifted."""
    if any(block.target_shift_size):
        block.shift_size = tuple(0 if n <= 7 else 3 for n in args[0].shape[1:3])


def swin(network):
    for module in network.modules():
        if isinstance(module, timm.models.swin_transformer.SwinTransformerBlock):
            module.register_forward_pre_hook(shift_by_size)
    return network


class Out(torch.nn.Module):
    """A network of torchvision's that gives its logits alone."""

    def __init__(self, network, layers):
        super().__init__()
        for name, child in network.named_children():
            self.add_module(name, child)
        self.run = [network.forward]
        self.layers = layers

    def forward(self, x):
        return self.run[0](x)["out"]


def read_bands(network, bands):
    """Puts a first convolution for other bands in the place of one for three."""
    if bands == 3:
        return network
    for module in network.modules():
        for name, layer in module.named_children():
            if isinstance(layer, torch.nn.Conv2d) and layer.in_channels == 3:
                setattr(module, name, type(layer)(
                    bands, layer.out_channels, layer.kernel_size, layer.stride, layer.padding,
                    bias=layer.bias is not None))
                return network
    raise ValueError("no convolution of three bands")


RESNET_LAYERS = ["backbone.relu"] + [f"backbone.layer{i}" for i in range(1, 5)]
MOBILE_LAYERS = [f"backbone.{i}" for i in (0, 2, 4, 7, 16)]


def published(classes):
    none = {"weights": None, "weights_backbone": None, "num_classes": classes}
    return {
        "fcn_resnet50": lambda: Out(segmentation.fcn_resnet50(**none), RESNET_LAYERS),
        "deeplabv3torchvision_resnet50":
            lambda: Out(segmentation.deeplabv3_resnet50(**none), RESNET_LAYERS),
        "deeplabv3torchvision_mobilenet_v3_large":
            lambda: Out(segmentation.deeplabv3_mobilenet_v3_large(**none), MOBILE_LAYERS),
        "lraspp_mobilenet_v3_large":
            lambda: Out(segmentation.lraspp_mobilenet_v3_large(**none), MOBILE_LAYERS),
        "lraspp_mobilenet_v3_small":
            lambda: Out(_lraspp_mobilenetv3(
                torchvision.models.mobilenet_v3_small(weights=None, dilated=True), classes),
                [f"backbone.{i}" for i in (0, 1, 2, 4, 12)]),
        "hrnet_hrnet_w18": lambda: HrNetSegmentation(classes),
        "unetclassic_own": lambda: classic_unet(classes, 64),
        "unetnarrow_own": lambda: classic_unet(classes, 32),
        "segnet_own": lambda: segnet(classes),
        "fcn8s_own": lambda: fcn8s(classes),
        "transunet_own": lambda: transunet(classes),
    }


def checkout(folder):
    sys.path.insert(0, os.path.join(os.environ["LIMN_REFERENCES"], folder))


def classic_unet(classes, width):
    checkout("brain-segmentation-pytorch")
    from unet import UNet

    class Logits(UNet):  # the reference ends in a sigmoid
        layers = ["encoder1", "encoder2", "encoder3", "encoder4", "bottleneck"]

        def forward(self, x):
            found = []
            with self.conv.register_forward_hook(lambda _m, _i, out: found.append(out)):
                super().forward(x)
            return found[0]

    return Logits(3, classes, width)


def segnet(classes):
    checkout("pytorch-semseg")
    from ptsemseg.models.segnet import segnet as SegNet
    network = SegNet(classes)
    network.layers = [f"down{i}" for i in range(1, 6)]
    # The authors' own network has nothing behind its last convolution.
    network.up1.conv2.cbr_unit = network.up1.conv2.cbr_unit[:1]
    return network


def fcn8s(classes):
    checkout("pytorch-fcn")
    from torchfcn.models.fcn8s import FCN8s
    network = FCN8s(classes)
    network.layers = ["pool3", "pool4", "drop7"]
    return network


class Settings(dict):
    """Stands in for ml_collections.ConfigDict, of which the configurations use no more."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


def transunet(classes):
    checkout("TransUNet")
    sys.modules.setdefault("ml_collections", types.SimpleNamespace(ConfigDict=Settings))
    from networks import vit_seg_modeling as modeling

    class AnySize(modeling.VisionTransformer):
        """Resamples the places' vectors as the reference does when it loads them."""

        def forward(self, x):
            embeddings = self.transformer.embeddings
            learnt = embeddings._parameters.pop("position_embeddings")
            grid = learnt.reshape(1, 14, 14, -1).permute(0, 3, 1, 2)
            size = (x.shape[2] // 16, x.shape[3] // 16)
            fitted = torch.nn.functional.interpolate(grid, size, mode="bilinear",
                                                     align_corners=True)
            embeddings.position_embeddings = fitted.flatten(2).transpose(1, 2)
            before = torch.get_default_dtype()
            torch.set_default_dtype(x.dtype)  # of the zeros that maps are filled up with
            try:
                return super().forward(x)
            finally:
                torch.set_default_dtype(before)
                del embeddings.position_embeddings
                embeddings.position_embeddings = learnt

        def found(self, x):
            caught = []
            with self.decoder.register_forward_pre_hook(lambda _m, args: caught.append(args)):
                self(x)
            hidden, skips = caught[0]
            size = (x.shape[0], -1, x.shape[2] // 16, x.shape[3] // 16)
            return [x, *skips[::-1], hidden.transpose(1, 2).reshape(size)]

    config = modeling.configs.get_r50_b16_config()
    config.n_classes = classes
    config.patches.grid = (14, 14)
    return AnySize(config, img_size=224)


def build(name, bands, classes):
    architecture, _, encoder = name.partition("_")
    if name in published(classes):
        return read_bands(published(classes)[name](), bands)
    any_size = {"always_partition": True, "strict_img_size": False}
    network = DECODERS[architecture](
        ENCODERS.get(encoder, encoder), encoder_weights=None, in_channels=bands, classes=classes,
        **(any_size if encoder == "swin_t" else {}))
    return swin(network) if encoder == "swin_t" else network


def features(network, x):
    if hasattr(network, "encoder"):
        return network.encoder(x)
    if hasattr(network, "found"):
        return network.found(x)
    found = []
    handles = [
        network.get_submodule(layer).register_forward_hook(
            lambda _m, _i, out: found.append((out[0] if isinstance(out, tuple) else out).clone()))
        for layer in network.layers
    ]
    network(x)
    for handle in handles:
        handle.remove()
    return found
