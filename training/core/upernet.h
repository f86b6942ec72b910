// UPerNet (Xiao, Liu, Zhou, Jiang, Sun 2018) as segmentation_models.pytorch has it: the deepest
// feature's means over four grids, a feature pyramid above, all put together at a quarter of the
// image's size.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeUPerNet(const NetworkSpec& spec,
                                                 std::shared_ptr<Encoder> encoder);

} // namespace limn::training
