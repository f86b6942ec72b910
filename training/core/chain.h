// Layers one after another that fit inside further layers.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

/// Named "0", "1", ... as nn::Sequential's children are. Unlike nn::Sequential, whose forward() is
/// a template, a chain can be a link of another one.
class Chain : public torch::nn::SequentialImpl
{
public:
    using torch::nn::SequentialImpl::SequentialImpl;
    torch::Tensor forward(const torch::Tensor& x) { return torch::nn::SequentialImpl::forward(x); }
};

} // namespace limn::training
