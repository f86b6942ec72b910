// Stochastic depth (Huang, Sun, Liu, Sedra, Weinberger 2016): in training, a share of the images
// goes without what a block adds to them, and the others get more of it. As timm's DropPath.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

class DropPath : public torch::nn::Module
{
public:
    /// `rate` 0..1, exclusive of 1
    explicit DropPath(double rate = 0) : rate_(rate) {}

    void setRate(double rate) { rate_ = rate; }
    double rate() const { return rate_; }

    /// [N, ...] to the same; `x` itself where nothing is dropped.
    torch::Tensor forward(const torch::Tensor& x)
    {
        if (!is_training() || rate_ == 0) {
            return x;
        }
        std::vector<int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
        shape.front() = x.size(0);
        return x * torch::empty(shape, x.options()).bernoulli_(1 - rate_).div_(1 - rate_);
    }

private:
    double rate_;
};

} // namespace limn::training
