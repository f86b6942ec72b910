// ResNet-34 as torchvision has it (He, Zhang, Ren, Sun 2015), without its classifier.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeResNet34(int bands);

} // namespace limn::training
