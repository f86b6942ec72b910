// Atrous spatial pyramid pooling (Chen, Papandreou, Schroff, Adam 2017), as
// segmentation_models.pytorch has it: one map seen at once by a 1 x 1 convolution, three 3 x 3
// convolutions of growing rates and its own mean.
#pragma once

#include "training/core/chain.h"

#include <memory>
#include <vector>

namespace limn::training
{

/// Channels that the pyramid puts out, and those of the decoders over it.
inline constexpr int64_t atrousChannels = 256;

enum class AtrousKind { Dense, Separable };

/// A depthwise 3 x 3 convolution "0" and a pointwise one "1", both without bias.
std::shared_ptr<Chain> separableConvolution(int64_t in, int64_t out, int64_t dilation);

class AtrousPooling : public torch::nn::Module
{
public:
    AtrousPooling(int64_t in, AtrousKind kind);
    /// [N, in, h, w] to [N, atrousChannels, h, w]. Half of it is dropped in training.
    torch::Tensor forward(const torch::Tensor& x);

private:
    class MeanBranch;
    std::vector<std::shared_ptr<Chain>> branches_;
    std::shared_ptr<MeanBranch> mean_;
    std::shared_ptr<Chain> project_;
};

} // namespace limn::training
