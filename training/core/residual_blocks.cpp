#include "training/core/residual_blocks.h"

#include "training/core/encoder_convolution.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

nn::Conv2d residualConvolution(int64_t in, int64_t out, int64_t kernel, ResidualStep step)
{
    return encoderConvolution(
        {.in = in, .out = out, .kernel = kernel, .stride = step.stride, .dilation = step.dilation});
}

} // namespace

torch::Tensor ResidualBlock::forward(const torch::Tensor& x)
{
    auto y = dropPath_->forward(residual(x));
    y.add_(downsample_ ? downsample_->forward(x) : x);
    return y.relu_();
}

void ResidualBlock::reshapeInput(int64_t in, int64_t out, int64_t stride)
{
    if (stride != 1 || in != out) {
        downsample_ = register_module(
            "downsample",
            std::make_shared<Chain>(residualConvolution(in, out, 1, {.stride = stride}),
                                    nn::BatchNorm2d(out)));
    }
}

BasicBlock::BasicBlock(int64_t in, int64_t width, ResidualStep step)
    : conv1_(register_module("conv1", residualConvolution(in, width, 3, step))),
      bn1_(register_module("bn1", nn::BatchNorm2d(width))),
      conv2_(register_module("conv2",
                             residualConvolution(width, width, 3, {.dilation = step.dilation}))),
      bn2_(register_module("bn2", nn::BatchNorm2d(width)))
{
    reshapeInput(in, width, step.stride);
}

torch::Tensor BasicBlock::residual(const torch::Tensor& x)
{
    return bn2_(conv2_(bn1_(conv1_(x)).relu_()));
}

Bottleneck::Bottleneck(int64_t in, int64_t width, ResidualStep step)
    : conv1_(register_module("conv1", residualConvolution(in, width, 1, {}))),
      bn1_(register_module("bn1", nn::BatchNorm2d(width))),
      conv2_(register_module("conv2", residualConvolution(width, width, 3, step))),
      bn2_(register_module("bn2", nn::BatchNorm2d(width))),
      conv3_(
          register_module("conv3", residualConvolution(width, width * bottleneckExpansion, 1, {}))),
      bn3_(register_module("bn3", nn::BatchNorm2d(width * bottleneckExpansion)))
{
    reshapeInput(in, width * bottleneckExpansion, step.stride);
}

torch::Tensor Bottleneck::residual(const torch::Tensor& x)
{
    auto y = bn1_(conv1_(x)).relu_();
    y = bn2_(conv2_(y)).relu_();
    return bn3_(conv3_(y));
}

} // namespace limn::training
