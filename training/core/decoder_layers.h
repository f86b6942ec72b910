// What decoders share: how their layers start and how their maps are enlarged.
#pragma once

#include "training/core/chain.h"

namespace limn::training
{

/// A decoder's convolution with "same" padding, started as segmentation_models.pytorch does: He's
/// uniform for those followed by a ReLU, no bias.
inline torch::nn::Conv2d decoderConvolution(int64_t in, int64_t out, int64_t kernel, bool bias)
{
    torch::nn::Conv2d layer(
        torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2).bias(bias));
    torch::nn::init::kaiming_uniform_(layer->weight, 0.0, torch::kFanIn, torch::kReLU);
    if (bias) {
        torch::nn::init::zeros_(layer->bias);
    }
    return layer;
}

/// Convolution "0" and batch normalisation "1", then a ReLU.
class ConvolutionNormRelu : public Chain
{
public:
    ConvolutionNormRelu(int64_t in, int64_t out, int64_t kernel)
        : Chain(decoderConvolution(in, out, kernel, false), torch::nn::BatchNorm2d(out),
                torch::nn::ReLU(torch::nn::ReLUOptions(true)))
    {}
};

/// The convolution to logits: Glorot's uniform.
inline torch::nn::Sequential segmentationHead(int64_t in, int64_t classes, int64_t kernel)
{
    torch::nn::Conv2d layer(torch::nn::Conv2dOptions(in, classes, kernel).padding(kernel / 2));
    torch::nn::init::xavier_uniform_(layer->weight);
    torch::nn::init::zeros_(layer->bias);
    return torch::nn::Sequential(layer);
}

/// Batch normalisation of [N, C, 1, 1]. One value a channel has no variance: a batch of a single
/// image, which the references refuse to train on, is normalised by what was kept.
inline torch::Tensor normalisedMeans(torch::nn::BatchNorm2d& norm, const torch::Tensor& means)
{
    if (!norm->is_training() || means.size(0) > 1) {
        return norm(means);
    }
    return torch::batch_norm(means, norm->weight, norm->bias, norm->running_mean, norm->running_var,
                             false, 0.0, norm->options.eps(), true);
}

inline torch::Tensor nearestTwice(const torch::Tensor& x)
{
    return torch::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2});
}

/// Corners stay where they are.
inline torch::Tensor bilinear(const torch::Tensor& x, int64_t times)
{
    return torch::upsample_bilinear2d(x, {x.size(2) * times, x.size(3) * times}, true);
}

/// To the height and width of another map; pixels, not corners, stay where they are.
inline torch::Tensor bilinearLike(const torch::Tensor& x, const torch::Tensor& like)
{
    return torch::upsample_bilinear2d(x, {like.size(2), like.size(3)}, false);
}

} // namespace limn::training
