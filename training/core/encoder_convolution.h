// The convolution that most encoders are made of.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

struct ConvolutionPlan
{
    int64_t in;
    int64_t out;
    int64_t kernel = 1;
    int64_t stride = 1;
    int64_t dilation = 1;
    int64_t groups = 1;
};

/// Without bias, padded so that at a stride of 1 the size stays, started for a ReLU behind it (He,
/// Zhang, Ren, Sun 2015, by what goes out).
inline torch::nn::Conv2d encoderConvolution(const ConvolutionPlan& plan)
{
    torch::nn::Conv2d layer(torch::nn::Conv2dOptions(plan.in, plan.out, plan.kernel)
                                .stride(plan.stride)
                                .padding(plan.kernel / 2 * plan.dilation)
                                .dilation(plan.dilation)
                                .groups(plan.groups)
                                .bias(false));
    torch::nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
    return layer;
}

} // namespace limn::training
