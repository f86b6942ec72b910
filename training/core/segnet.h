// SegNet (Badrinarayanan, Kendall, Cipolla 2015): VGG-16's convolutions down, and up again through
// unpooling that puts every value where the maximum was. Names are those of meetps/pytorch-semseg;
// the last convolution gives the logits, as in the authors' own network, where that port has a
// batch normalisation and a ReLU behind it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Brings its own encoder: `encoder` is empty.
std::shared_ptr<SegmentationNetwork> makeSegNet(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> encoder);

} // namespace limn::training
