// Inception-v3 (Szegedy, Vanhoucke, Ioffe, Shlens, Wojna 2015) with torchvision's names and
// numbers, without classifiers. Convolutions and poolings that torchvision leaves unpadded are
// padded here, as segmentation_models.pytorch does for the later Inceptions, so that every size
// halves.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeInceptionV3(const EncoderShape& shape);

} // namespace limn::training
