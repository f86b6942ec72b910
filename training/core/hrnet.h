// HRNet-W18 (Wang, Sun, Cheng and others 2019): four branches at strides 4 to 32 that run beside
// each other and exchange their maps again and again. As an encoder with the names and numbers of
// timm's hrnet_w18 without its classifier: a branch ends in a bottleneck of 128 to 1,024 channels,
// and smaller maps are enlarged by their nearest values. Published for segmentation
// (HRNet/HRNet-Semantic-Segmentation), the branches are the features and are enlarged linearly,
// corners aligned; a head over all of them at stride 4 gives the logits.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeHrNet(const EncoderShape& shape);
/// Of the published style.
std::shared_ptr<SegmentationNetwork> makeHrNetSegmentation(const NetworkSpec& spec,
                                                           std::shared_ptr<Encoder> encoder);

} // namespace limn::training
