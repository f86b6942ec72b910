// The U-Net of Ronneberger, Fischer and Brox 2015 with the names and numbers of
// mateuszbuda/brain-segmentation-pytorch's UNet: batch normalisation and "same" padding, which the
// paper does without, so that the map has the image's size; logits, where the reference ends in a
// sigmoid.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Brings its own encoder: `encoder` is empty. `width`: channels at the image's size, 64 in the
/// paper, 32 in the reference's published weights; 16 times as many at the deepest.
std::shared_ptr<SegmentationNetwork>
makeClassicUnet(const NetworkSpec& spec, std::shared_ptr<Encoder> encoder, int64_t width);

} // namespace limn::training
