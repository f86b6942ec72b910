// The U-Net of Ronneberger, Fischer and Brox 2015, from 64 to 1,024 channels, with the names and
// numbers of mateuszbuda/brain-segmentation-pytorch's UNet(init_features=64): batch normalisation
// and "same" padding, which the paper does without, so that the map has the image's size; logits,
// where the reference ends in a sigmoid.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Brings its own encoder: `encoder` is empty.
std::shared_ptr<SegmentationNetwork> makeClassicUnet(const NetworkSpec& spec,
                                                     std::shared_ptr<Encoder> encoder);

} // namespace limn::training
