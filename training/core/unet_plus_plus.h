// U-Net++ (Zhou, Rahman Siddiquee, Tajbakhsh, Liang 2018) over an encoder, as
// segmentation_models.pytorch builds it: between encoder and decoder lie further blocks, each of
// which sees everything that was made at its size before.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeUnetPlusPlus(const NetworkSpec& spec,
                                                      std::shared_ptr<Encoder> encoder);

} // namespace limn::training
