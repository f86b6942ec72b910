// The block of MobileNets (Sandler, Howard, Zhu, Zhmoginov, Chen 2018): widened, filtered channel
// by channel, narrowed; narrow ends carry the shortcut.
#pragma once

#include "training/core/chain.h"
#include "training/core/drop_path.h"

namespace limn::training
{

class MobileResidual : public torch::nn::Module
{
public:
    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = convolutions_->forward(x);
        return dropPath_ ? dropPath_->forward(y).add_(x) : y;
    }

protected:
    /// `name`: the convolutions' in the state dict. `shortcut`: stride and channels stay.
    MobileResidual(const std::string& name, bool shortcut)
        : convolutions_(register_module(name, std::make_shared<Chain>()))
    {
        if (shortcut) {
            dropPath_ = register_module("drop_path", std::make_shared<DropPath>());
        }
    }
    Chain& convolutions() { return *convolutions_; }

private:
    std::shared_ptr<Chain> convolutions_;
    std::shared_ptr<DropPath> dropPath_; ///< where there is a shortcut
};

} // namespace limn::training
