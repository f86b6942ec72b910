// Pyramid scene parsing network (Zhao, Shi, Qi, Wang, Jia 2016) as segmentation_models.pytorch
// builds it: over the encoder's feature at stride 8, whose deeper layers are kept in the state dict
// but do not run; the paper's own dilates a whole ResNet-50 to that stride.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// The encoder's depth is 3.
std::shared_ptr<SegmentationNetwork> makePspNet(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> encoder);

} // namespace limn::training
