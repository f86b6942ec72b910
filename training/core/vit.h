// ViT-B/16 (Dosovitskiy and others 2020) with the names and numbers of timm's vit_base_patch16_224,
// without what follows its blocks; reads torchvision's names too. A plain transformer has one size
// of map: what blocks 3, 6, 9 and 12 put out at stride 16 is enlarged or averaged to strides 4, 8,
// 16 and 32, without parameters. Images of any size: the places' vectors are resampled (bicubic,
// antialiased) to the image's grid, as timm does. No feature at stride 2.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeVitB16(const EncoderShape& shape);

} // namespace limn::training
