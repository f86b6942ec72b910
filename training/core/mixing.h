// Samples of a batch mixed into each other. Needs LibTorch alone.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

/// Labels of what was blended into a batch's images, and how much of them it is. Undefined: nothing
/// was.
struct MixedLabels
{
    torch::Tensor labels; ///< [N, H, W] int64
    double share = 0;     ///< 0..1 of the loss
};

/// Blends each sample with another one of the batch by one share from the Beta(strength, strength)
/// distribution (mixup, Zhang et al. 2018). `images` [N, B, H, W] are changed in place; the labels
/// stay and the others come back. Nothing is done for a batch of one.
MixedLabels blendSamples(torch::Tensor& images, const torch::Tensor& labels, double strength,
                         at::Generator& generator);

/// Pastes a rectangle of another sample, image and labels, into each (CutMix, Yun et al. 2019). The
/// rectangle's area is uniform in 0..1 of the patch.
void pasteSamples(torch::Tensor& images, torch::Tensor& labels, at::Generator& generator);

} // namespace limn::training
