// UPerNet (Xiao, Liu, Zhou, Jiang, Sun 2018) as segmentation_models.pytorch has it: the deepest
// feature's means over four grids, a feature pyramid above, all put together at a quarter of the
// image's size.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// `width`: channels of the decoder's maps; 256 by default there, 512 where weights are published.
std::shared_ptr<SegmentationNetwork> makeUPerNet(const NetworkSpec& spec,
                                                 std::shared_ptr<Encoder> encoder, int64_t width);

} // namespace limn::training
