#include "training/core/memory_format.h"

namespace limn::training
{

void useChannelsLast(torch::nn::Module& module)
{
    const torch::NoGradGuard noGradient;
    for (torch::Tensor& parameter : module.parameters()) {
        if (parameter.dim() == 4 && !parameter.is_contiguous(at::MemoryFormat::ChannelsLast))
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
    }
}

} // namespace limn::training
