// FCN-8s (Long, Shelhamer, Darrell 2014): VGG-16 with its classifier as convolutions, and scores of
// three strides added up on the way back, with the names and numbers of wkentaro/pytorch-fcn. The
// image is padded by 100 pixels on each side, as the authors do. Started as VGG is, where the
// reference starts from zeros that weights then replace.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Brings its own encoder: `encoder` is empty.
std::shared_ptr<SegmentationNetwork> makeFcn8s(const NetworkSpec& spec,
                                               std::shared_ptr<Encoder> encoder);

} // namespace limn::training
