// MobileNetV2 as torchvision has it (Sandler, Howard, Zhu, Zhmoginov, Chen 2018), without its
// classifier but with the 1280 channels before it as deepest feature, as
// segmentation_models.pytorch takes it. Dilated as there: every convolution of a stage gets the
// stage's rate.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeMobileNetV2(const EncoderShape& shape);

} // namespace limn::training
