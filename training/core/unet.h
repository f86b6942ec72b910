// U-Net (Ronneberger, Fischer, Brox 2015) over an encoder, as segmentation_models.pytorch builds
// it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeUnet(const NetworkSpec& spec,
                                              std::shared_ptr<Encoder> encoder);

} // namespace limn::training
