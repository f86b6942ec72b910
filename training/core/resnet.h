// ResNets as torchvision has them (He, Zhang, Ren, Sun 2015; the 3x3 convolution of a bottleneck
// has the stride, "v1.5"), without their classifier. Dilated as segmentation_models.pytorch does,
// where every convolution of a stage gets the stage's rate, or as torchvision does, where a stage's
// first block keeps the rate before it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// `layers` is 18, 34, 50 or 101.
std::shared_ptr<Encoder> makeResNet(int layers, const EncoderShape& shape);

} // namespace limn::training
