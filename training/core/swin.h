// Swin-T (Liu, Lin, Cao, Hu, Wei, Zhang, Lin, Guo 2021): attention inside windows of 7 x 7 patches,
// shifted by 3 in every second block. Names are those of timm's swin_tiny_patch4_window7_224 as
// segmentation_models.pytorch has it below "model."; torchvision's are read, too. Images of any
// size: the shifted map is filled up to whole windows, as timm does; an axis that one window covers
// is not shifted, but the window stays 7 wide, where timm would make a narrower one with another
// table. No feature at stride 2.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeSwinTiny(const EncoderShape& shape);

} // namespace limn::training
