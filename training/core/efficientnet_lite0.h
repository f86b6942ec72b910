// EfficientNet-Lite0 (Tan, Le 2019; the Lite variant of TensorFlow's TPU repository: no squeeze and
// excitation, ReLU6) with the names and numbers of timm's tf_efficientnet_lite0: TensorFlow's
// "same" padding, batch normalisation with eps 1e-3. Dilated as timm does: where a stage would
// exceed the output stride, its first block keeps the rate so far and the next ones double it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Everything below the classifier's head; timm's names (conv_stem, bn1, blocks.S.B...).
class EfficientNetLite0 : public torch::nn::Module
{
public:
    explicit EfficientNetLite0(const EncoderShape& shape);

    /// [N, bands, H, W] to what stages 0, 1, 2, 4, 6 put out (16, 24, 40, 112, 320 channels at
    /// strides 2, 4, 8, 16, 32), as many as the shape's depth.
    std::vector<torch::Tensor> features(const torch::Tensor& x);
    std::vector<std::shared_ptr<torch::nn::Module>> stages();

private:
    std::size_t depth_;
    torch::nn::Conv2d stem_;
    torch::nn::BatchNorm2d bn1_;
    torch::nn::Sequential blocks_;
};

/// The trunk below "model.", as segmentation_models.pytorch's tu- encoders have it.
std::shared_ptr<Encoder> makeEfficientNetLite0(const EncoderShape& shape);

/// The name in timm of a tensor of the pip package's file (lukemelas' names,
/// "_blocks.3._bn1.bias"); other names come back as they are.
std::string timmName(const std::string& name);

} // namespace limn::training
