// torchvision's segmentation networks: FCN (Long, Shelhamer, Darrell 2014) and DeepLabV3 (Chen,
// Papandreou, Schroff, Adam 2017) over features at stride 8, LR-ASPP (Howard and others 2019) over
// MobileNetV3. Encoders are "backbone", decoders "classifier", without the auxiliary classifier
// that the references can be trained with. Maps are enlarged to the image's size in one step.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<SegmentationNetwork> makeFcn(const NetworkSpec& spec,
                                             std::shared_ptr<Encoder> encoder);
std::shared_ptr<SegmentationNetwork> makeTorchvisionDeepLabV3(const NetworkSpec& spec,
                                                              std::shared_ptr<Encoder> encoder);
std::shared_ptr<SegmentationNetwork> makeLrAspp(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> encoder);

} // namespace limn::training
