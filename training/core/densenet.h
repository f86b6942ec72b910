// DenseNet-121 as torchvision has it (Huang, Liu, van der Maaten, Weinberger 2016), without its
// classifier. Features are what segmentation_models.pytorch takes: the normalised and rectified
// maps before each transition's convolution, and the last normalisation's without a ReLU. Pooling
// cannot be dilated: EncoderShape::outputStride must be 32.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeDenseNet121(const EncoderShape& shape);

} // namespace limn::training
