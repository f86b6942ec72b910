// The two blocks of residual networks (He, Zhang, Ren, Sun 2015) with torchvision's names: conv1,
// bn1, conv2, bn2, in a bottleneck conv3, bn3, and "downsample" where the input must be reshaped.
#pragma once

#include "training/core/chain.h"
#include "training/core/drop_path.h"

namespace limn::training
{

struct ResidualStep
{
    int64_t stride = 1;
    int64_t dilation = 1;
};

inline constexpr int64_t bottleneckExpansion = 4; ///< of a bottleneck's width to what it puts out

/// What both kinds of blocks end in: the sum with the input, which is reshaped where it must be.
class ResidualBlock : public torch::nn::Module
{
public:
    ResidualBlock() : dropPath_(register_module("drop_path", std::make_shared<DropPath>())) {}

    torch::Tensor forward(const torch::Tensor& x);

protected:
    virtual torch::Tensor residual(const torch::Tensor& x) = 0;
    void reshapeInput(int64_t in, int64_t out, int64_t stride);

private:
    std::shared_ptr<DropPath> dropPath_;
    std::shared_ptr<Chain> downsample_;
};

/// Puts out `width` channels.
class BasicBlock : public ResidualBlock
{
public:
    BasicBlock(int64_t in, int64_t width, ResidualStep step);

protected:
    torch::Tensor residual(const torch::Tensor& x) override;

private:
    torch::nn::Conv2d conv1_;
    torch::nn::BatchNorm2d bn1_;
    torch::nn::Conv2d conv2_;
    torch::nn::BatchNorm2d bn2_;
};

/// Puts out bottleneckExpansion times `width` channels; its 3 x 3 convolution has the step.
class Bottleneck : public ResidualBlock
{
public:
    Bottleneck(int64_t in, int64_t width, ResidualStep step);

protected:
    torch::Tensor residual(const torch::Tensor& x) override;

private:
    torch::nn::Conv2d conv1_;
    torch::nn::BatchNorm2d bn1_;
    torch::nn::Conv2d conv2_;
    torch::nn::BatchNorm2d bn2_;
    torch::nn::Conv2d conv3_;
    torch::nn::BatchNorm2d bn3_;
};

} // namespace limn::training
