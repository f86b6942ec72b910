// ConvNeXt-T (Liu, Mao, Wu, Feichtenhofer, Darrell, Xie 2022) with the names and numbers of timm's
// convnext_tiny as segmentation_models.pytorch has it below "model."; reads torchvision's names
// too. No feature at stride 2.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeConvNeXtTiny(const EncoderShape& shape);

} // namespace limn::training
