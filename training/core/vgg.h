// VGG with batch normalisation as torchvision has it (Simonyan, Zisserman 2014), without its
// classifier. Features are taken before each pooling and after the last, as
// segmentation_models.pytorch does; the first, at stride 1, has 64 channels and is not the image.
// Pooling cannot be dilated: EncoderShape::outputStride must be 32.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// `layers` is 11 or 16.
std::shared_ptr<Encoder> makeVggBatchNorm(int layers, const EncoderShape& shape);

} // namespace limn::training
