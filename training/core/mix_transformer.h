// The Mix Transformer of SegFormer (Xie, Wang, Yu, Anandkumar, Alvarez, Luo 2021), size B0, with
// the names and numbers of segmentation_models.pytorch's mit_b0: overlapping patches, attention
// over keys that a strided convolution has thinned out, a depthwise convolution in place of
// positions. No feature at stride 2.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeMitB0(const EncoderShape& shape);

} // namespace limn::training
