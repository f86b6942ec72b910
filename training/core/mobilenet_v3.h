// MobileNetV3 (Howard, Sandler, Chu and others 2019), small and large, with torchvision's names and
// numbers, without its classifier: batch normalisation with eps 1e-3 and momentum 0.01, squeeze and
// excitation with hard sigmoids. Dilated as segmentation_models.pytorch does MobileNetV2: every
// convolution of a stage gets the stage's rate. In torchvision's segmentation networks the layers
// are the encoder's own ("0.0.weight"), and a feature is what halves the map: the shortest way from
// the image to its size.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

enum class MobileNetV3Size { Small, Large };

std::shared_ptr<Encoder> makeMobileNetV3(MobileNetV3Size size, const EncoderShape& shape);

} // namespace limn::training
