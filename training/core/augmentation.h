// Random changes to a batch on its own device, image and labels together.
#pragma once

#include "training/core/libtorch.h"

#include <cstdint>

namespace limn::training
{

struct AugmentationSettings
{
    bool flips = true;
    bool rightAngles = true;
    double scale = 0.25;     ///< zoom between 1 / (1 + scale) and 1 + scale; 0 is off
    double brightness = 0.1; ///< shift, in units of the normalised image's spread
    double contrast = 0.2;   ///< gain between 1 - contrast and 1 + contrast
};

/// images [N, B, H, W] float32 normalised, labels [N, H, W] int64; H == W where rightAngles is on.
/// One bilinear resampling for images and one nearest for labels with the same grid; what comes
/// from outside the patch is `ignored`. Randomness comes from `generator` alone (CPU), so that a
/// seed gives the same batch again.
void augment(torch::Tensor& images, torch::Tensor& labels, const AugmentationSettings& settings,
             at::Generator& generator);

} // namespace limn::training
