// TransUNet (Chen, Lu, Yu and others 2021): a ResNet-50 of group normalisation and standardised
// weights down to stride 16, ViT-B/16's blocks over its map, and a U-Net's way back, with the names
// and numbers of Beckschen/TransUNet's R50-ViT-B_16 at 224 x 224. Images of other sizes and shapes
// have the places' vectors resampled linearly, as the reference does when it loads weights for
// another size.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// Brings its own encoder: `encoder` is empty.
std::shared_ptr<SegmentationNetwork> makeTransUnet(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder);

} // namespace limn::training
