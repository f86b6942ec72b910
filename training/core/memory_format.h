// The order of a network's weights in memory.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

/// Convolution weights channels last, in place: with images channels last too, convolutions on CPUs
/// and on GPUs' tensor cores run without reordering their inputs.
void useChannelsLast(torch::nn::Module& module);

} // namespace limn::training
