// The rows of architectures().

#include "training/core/classic_unet.h"
#include "training/core/deeplab.h"
#include "training/core/fcn8s.h"
#include "training/core/fpn.h"
#include "training/core/hrnet.h"
#include "training/core/pspnet.h"
#include "training/core/registry.h"
#include "training/core/segformer.h"
#include "training/core/segnet.h"
#include "training/core/torchvision_networks.h"
#include "training/core/transunet.h"
#include "training/core/unet.h"
#include "training/core/unet_plus_plus.h"
#include "training/core/upernet.h"

namespace limn::training
{

namespace
{

const char* const unetPaper = "Ronneberger, Fischer and Brox 2015, U-Net: Convolutional Networks "
                              "for Biomedical Image Segmentation, arXiv:1505.04597";
const char* const deepLabV3Paper = "Chen, Papandreou, Schroff and Adam 2017, Rethinking Atrous "
                                   "Convolution for Semantic Image Segmentation, arXiv:1706.05587";
const char* const fcnPaper = "Long, Shelhamer and Darrell 2014, Fully Convolutional Networks for "
                             "Semantic Segmentation, arXiv:1411.4038";
const char* const uperNetPaper = "Xiao, Liu, Zhou, Jiang and Sun 2018, Unified Perceptual Parsing "
                                 "for Scene Understanding, arXiv:1807.10221";

auto uperNetOf(int64_t width)
{
    return [width](const NetworkSpec& spec, std::shared_ptr<Encoder> encoder) {
        return makeUPerNet(spec, std::move(encoder), width);
    };
}

auto classicUnetOf(int64_t width)
{
    return [width](const NetworkSpec& spec, std::shared_ptr<Encoder> encoder) {
        return makeClassicUnet(spec, std::move(encoder), width);
    };
}

} // namespace

const std::vector<ArchitectureRow>& architectures()
{
    static const std::vector<ArchitectureRow> rows{
        {
            .name = "unet",
            .title = "U-Net",
            .family = "encoder and decoder",
            .advice = "Sharp outlines and thin structures; the first choice.",
            .reference = "segmentation_models.pytorch 0.6.0 Unet",
            .paper = unetPaper,
            .parameters = 3'151'842,
            .cost = {.multiplyAdds = 31'293'702'144, .trainingBytes = 1'610'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .make = makeUnet,
        },
        {
            .name = "unetplusplus",
            .title = "U-Net++",
            .family = "encoder and decoder",
            .advice = "As U-Net with blocks between: thin structures of many sizes, at about "
                      "twice the time.",
            .reference = "segmentation_models.pytorch 0.6.0 UnetPlusPlus",
            .paper = "Zhou, Rahman Siddiquee, Tajbakhsh and Liang 2018, UNet++: A Nested U-Net "
                     "Architecture for Medical Image Segmentation, arXiv:1807.10165",
            .parameters = 4'794'082,
            .cost = {.multiplyAdds = 73'572'286'464, .trainingBytes = 3'480'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .needsStride2 = true,
            .make = makeUnetPlusPlus,
        },
        {
            .name = "fpn",
            .title = "FPN",
            .family = "feature pyramid",
            .advice = "Smoother areas of very different sizes; works at a quarter of the image's "
                      "resolution.",
            .reference = "segmentation_models.pytorch 0.6.0 FPN",
            .paper = "Kirillov, Girshick, He and Dollar 2019, Panoptic Feature Pyramid Networks, "
                     "arXiv:1901.02446",
            .parameters = 1'870'850,
            .cost = {.multiplyAdds = 27'422'359'552, .trainingBytes = 960'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 4,
            .make = makeFpn,
        },
        {
            .name = "deeplabv3plus",
            .title = "DeepLabV3+",
            .family = "dilated convolutions",
            .advice = "Large areas that only their surroundings tell apart, with fair outlines.",
            .reference = "segmentation_models.pytorch 0.6.0 DeepLabV3Plus",
            .paper = "Chen, Zhu, Papandreou, Schroff and Adam 2018, Encoder-Decoder with Atrous "
                     "Separable Convolution for Semantic Image Segmentation, arXiv:1802.02611",
            .parameters = 1'153'042,
            .cost = {.multiplyAdds = 31'539'724'288, .trainingBytes = 1'290'000'000},
            .encoderDepth = 5,
            .encoderStride = 16,
            .outlineStride = 4,
            .make = makeDeepLabV3Plus,
        },
        {
            .name = "deeplabv3",
            .title = "DeepLabV3",
            .family = "dilated convolutions",
            .advice = "Context as DeepLabV3+ without the detail: large soft areas, slow.",
            .reference = "segmentation_models.pytorch 0.6.0 DeepLabV3",
            .paper = deepLabV3Paper,
            .parameters = 4'722'690,
            .cost = {.multiplyAdds = 109'200'932'864, .trainingBytes = 1'930'000'000},
            .encoderDepth = 5,
            .encoderStride = 8,
            .outlineStride = 8,
            .make = makeDeepLabV3,
        },
        {
            .name = "pspnet",
            .title = "PSPNet",
            .family = "pyramid pooling",
            .advice = "The quickest: land cover in broad areas, with rough outlines.",
            .reference = "segmentation_models.pytorch 0.6.0 PSPNet",
            .paper = "Zhao, Shi, Qi, Wang and Jia 2016, Pyramid Scene Parsing Network, "
                     "arXiv:1612.01105",
            .parameters = 157'922,
            .cost = {.multiplyAdds = 9'378'668'544, .trainingBytes = 660'000'000},
            .encoderDepth = 3,
            .encoderStride = 8,
            .outlineStride = 8,
            .make = makePspNet,
        },
        {
            .name = "segformer",
            .title = "SegFormer",
            .family = "transformer",
            .advice = "Every stride at once through one light head: wide context, even areas; with "
                      "MiT-B0 the published network.",
            .reference = "segmentation_models.pytorch 0.6.0 Segformer",
            .paper = "Xie, Wang, Yu, Anandkumar, Alvarez and Luo 2021, SegFormer: Simple and "
                     "Efficient Design for Semantic Segmentation with Transformers, "
                     "arXiv:2105.15203",
            .parameters = 592'130,
            .cost = {.multiplyAdds = 26'092'765'184, .trainingBytes = 1'540'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 4,
            .make = makeSegFormer,
        },
        {
            .name = "upernet",
            .title = "UPerNet",
            .family = "feature pyramid",
            .advice = "Pyramid and grid means together: many classes of very different sizes; "
                      "large, wants a graphics card.",
            .reference = "segmentation_models.pytorch 0.6.0 UPerNet",
            .paper = uperNetPaper,
            .parameters = 8'315'266,
            .cost = {.multiplyAdds = 71'867'564'032, .trainingBytes = 1'900'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 4,
            .make = uperNetOf(256),
        },
        {
            .name = "upernetwide",
            .title = "UPerNet (512)",
            .family = "feature pyramid",
            .advice = "UPerNet twice as wide, as its weights of 150 classes of ADE20K are "
                      "published; a large graphics card.",
            .reference = "segmentation_models.pytorch 0.6.0 UPerNet(decoder_channels=512)",
            .paper = uperNetPaper,
            .parameters = 31'424'322,
            .cost = {.multiplyAdds = 235'623'278'464, .trainingBytes = 5'450'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 4,
            .encoders = {"swin_t", "convnext_tiny"},
            .make = uperNetOf(512),
        },
        {
            .name = "hrnet",
            .title = "HRNet",
            .family = "HRNet",
            .advice = "HRNet-W18 as published: a large map throughout for narrow things that lie "
                      "close together.",
            .reference = "HRNet/HRNet-Semantic-Segmentation's head over timm 1.0.31 hrnet_w18, "
                         "whose maps are enlarged linearly as there",
            .paper = "Wang, Sun, Cheng and others 2019, Deep High-Resolution Representation "
                     "Learning for Visual Recognition, arXiv:1908.07919",
            .parameters = 74'252,
            .cost = {.multiplyAdds = 18'349'928'448, .trainingBytes = 2'520'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 4,
            .encoderStyle = EncoderStyle::Published,
            .encoders = {"hrnet_w18"},
            .make = makeHrNetSegmentation,
        },
        {
            .name = "lraspp",
            .title = "LR-ASPP",
            .family = "dilated convolutions",
            .advice = "The lightest of the published networks: a live preview on a laptop, with "
                      "outlines of eight pixels.",
            .reference = "torchvision 0.28.0 lraspp_mobilenet_v3_large",
            .paper = "Howard, Sandler, Chu, Chen, Chen and others 2019, Searching for MobileNetV3, "
                     "arXiv:1905.02244",
            .parameters = 246'356,
            .cost = {.multiplyAdds = 1'961'590'656, .trainingBytes = 1'230'000'000},
            .encoderDepth = 5,
            .encoderStride = 16,
            .outlineStride = 8,
            .encoderStyle = EncoderStyle::Published,
            .encoders = {"mobilenet_v3_large", "mobilenet_v3_small"},
            .make = makeLrAspp,
        },
        {
            .name = "fcn",
            .title = "FCN (torchvision)",
            .family = "dilated convolutions",
            .advice = "A plain head over dilated features: the baseline of many papers; heavy, and "
                      "smooth at outlines.",
            .reference = "torchvision 0.28.0 fcn_resnet50",
            .paper = fcnPaper,
            .parameters = 9'439'234,
            .cost = {.multiplyAdds = 138'328'145'920, .trainingBytes = 4'810'000'000},
            .encoderDepth = 5,
            .encoderStride = 8,
            .outlineStride = 8,
            .encoderStyle = EncoderStyle::Published,
            .encoders = {"resnet50", "resnet101"},
            .make = makeFcn,
        },
        {
            .name = "deeplabv3torchvision",
            .title = "DeepLabV3 (torchvision)",
            .family = "dilated convolutions",
            .advice = "DeepLabV3 as torchvision publishes it, for its COCO weights and comparison "
                      "with them.",
            .reference = "torchvision 0.28.0 deeplabv3_resnet50, deeplabv3_mobilenet_v3_large",
            .paper = deepLabV3Paper,
            .parameters = 16'125'954,
            .cost = {.multiplyAdds = 163'559'505'920, .trainingBytes = 5'600'000'000},
            .encoderDepth = 5,
            .encoderStride = 8,
            .outlineStride = 8,
            .encoderStyle = EncoderStyle::Published,
            .encoders = {"resnet50", "resnet101", "mobilenet_v3_large"},
            .make = makeTorchvisionDeepLabV3,
        },
        {
            .name = "transunet",
            .title = "TransUNet",
            .family = "transformer",
            .advice = "A U-Net whose deepest map every part of the image sees: organs and fields "
                      "in context; many labels, a graphics card.",
            .reference = "Beckschen/TransUNet ee8acce R50-ViT-B_16",
            .paper = "Chen, Lu, Yu, Luo, Adeli, Wang, Lu, Yuille and Zhou 2021, TransUNet: "
                     "Transformers Make Strong Encoders for Medical Image Segmentation, "
                     "arXiv:2102.04306",
            .parameters = 105'276'066,
            .cost = {.multiplyAdds = 168'133'115'904, .trainingBytes = 7'030'000'000},
            .encoderDepth = 4,
            .encoderStride = 16,
            .encoders = {ownEncoder},
            .make = makeTransUnet,
        },
        {
            .name = "unetclassic",
            .title = "U-Net (2015)",
            .family = "encoder and decoder",
            .advice = "The first U-Net, trained from nothing: images unlike photographs, small "
                      "things, a graphics card.",
            .reference = "mateuszbuda/brain-segmentation-pytorch 3329695 UNet(init_features=64), "
                         "before its sigmoid",
            .paper = unetPaper,
            .parameters = 31'037'698,
            .cost = {.multiplyAdds = 192'686'325'760, .trainingBytes = 5'750'000'000},
            .encoderDepth = 4,
            .encoderStride = 16,
            .encoders = {ownEncoder},
            .make = classicUnetOf(64),
        },
        {
            .name = "unetnarrow",
            .title = "Half-width U-Net (2015)",
            .family = "encoder and decoder",
            .advice = "The first U-Net at half its width: a quarter of the work, and weights "
                      "learnt from magnetic resonance images.",
            .reference = "mateuszbuda/brain-segmentation-pytorch 3329695 UNet(init_features=32), "
                         "before its sigmoid",
            .paper = unetPaper,
            .parameters = 7'763'074,
            .cost = {.multiplyAdds = 48'293'216'256, .trainingBytes = 2'890'000'000},
            .encoderDepth = 4,
            .encoderStride = 16,
            .encoders = {ownEncoder},
            .make = classicUnetOf(32),
        },
        {
            .name = "segnet",
            .title = "SegNet",
            .family = "encoder and decoder",
            .advice = "Puts outlines back where poolings found them, without skips; for "
                      "comparison with older work.",
            .reference = "meetps/pytorch-semseg 5597eb7 segnet, without the normalisation and ReLU "
                         "behind its logits, which the authors' network does not have",
            .paper = "Badrinarayanan, Kendall and Cipolla 2015, SegNet: A Deep Convolutional "
                     "Encoder-Decoder Architecture for Image Segmentation, arXiv:1511.00561",
            .parameters = 29'444'162,
            .cost = {.multiplyAdds = 160'205'635'584, .trainingBytes = 4'960'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .encoders = {ownEncoder},
            .make = makeSegNet,
        },
        {
            .name = "fcn8s",
            .title = "FCN-8s",
            .family = "published networks",
            .advice = "Where it began, with 134 million parameters: for comparison only.",
            .reference = "wkentaro/pytorch-fcn 0357442 FCN8s",
            .paper = fcnPaper,
            .parameters = 134'271'430,
            .cost = {.multiplyAdds = 189'662'172'480, .trainingBytes = 14'090'000'000},
            .encoderDepth = 5,
            .encoderStride = 32,
            .outlineStride = 8,
            .encoders = {ownEncoder},
            .make = makeFcn8s,
        },
    };
    return rows;
}

} // namespace limn::training
