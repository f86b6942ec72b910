// EfficientNets (Tan, Le 2019) with the names and numbers of timm. Lite0, from TensorFlow's TPU
// repository, is timm's tf_efficientnet_lite0: no squeeze and excitation, ReLU6, TensorFlow's
// "same" padding, batch normalisation with eps 1e-3. B0 is timm's efficientnet_b0: squeeze and
// excitation, SiLU, symmetric padding, eps 1e-5. Dilated as timm does: where a stage would exceed
// the output stride, its first block keeps the rate so far and the next ones double it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

enum class EfficientNetKind { Lite0, B0 };

/// Everything below the classifier's head; timm's names (conv_stem, bn1, blocks.S.B...).
class EfficientNet : public torch::nn::Module
{
public:
    EfficientNet(EfficientNetKind kind, const EncoderShape& shape);

    /// [N, bands, H, W] to what stages 0, 1, 2, 4, 6 put out (16, 24, 40, 112, 320 channels at
    /// strides 2, 4, 8, 16, 32), as many as the shape's depth.
    std::vector<torch::Tensor> features(const torch::Tensor& x);
    std::vector<std::shared_ptr<torch::nn::Module>> stages();

private:
    EfficientNetKind kind_;
    std::size_t depth_;
    torch::nn::Conv2d stem_;
    torch::nn::BatchNorm2d bn1_;
    torch::nn::Sequential blocks_;
};

/// The trunk below "model.", as segmentation_models.pytorch's tu- encoders have it.
std::shared_ptr<Encoder> makeEfficientNet(EfficientNetKind kind, const EncoderShape& shape);

/// How many blocks a stage has, of both kinds.
inline constexpr std::array<int, 7> efficientNetRepeats{1, 2, 2, 3, 3, 4, 1};

/// The name in timm of a tensor of another reference's file: of Lite0, the pip package's
/// ("_blocks.3._bn1.bias"); of B0, torchvision's ("features.2.0.block.1.1.bias"). Other names come
/// back as they are.
std::string timmName(EfficientNetKind kind, const std::string& name);

} // namespace limn::training
