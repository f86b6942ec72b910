// SegFormer's head (Xie, Wang, Yu, Anandkumar, Alvarez, Luo 2021) as segmentation_models.pytorch
// has it: every feature through a linear layer, at the size of a quarter of the image, then one 1 x
// 1 convolution over all.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeSegFormer(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder);

} // namespace limn::training
