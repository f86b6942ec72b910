// Feature pyramid network for segmentation (Kirillov, Girshick, He, Dollar 2019), as
// segmentation_models.pytorch builds it.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeFpn(const NetworkSpec& spec,
                                             std::shared_ptr<Encoder> encoder);

} // namespace limn::training
