// DeepLabV3 (Chen, Papandreou, Schroff, Adam 2017) and DeepLabV3+ (Chen, Zhu, Papandreou, Schroff,
// Adam 2018) as segmentation_models.pytorch builds them: the first over features at stride 8 with
// dense atrous convolutions, the second at stride 16 with separable ones and the feature at stride
// 4 beside them.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeDeepLabV3(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder);
std::shared_ptr<SegmentationNetwork> makeDeepLabV3Plus(const NetworkSpec& spec,
                                                       std::shared_ptr<Encoder> encoder);

} // namespace limn::training
