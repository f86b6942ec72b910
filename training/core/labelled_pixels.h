// What the losses are made of, so that a sum of several takes the softmax once. For the files of
// the losses alone.
#pragma once

#include "training/core/loss.h"

namespace limn::training
{

// Everything after the softmax is [N, H, W]: no one-hot tensor of the logits' size is made.
struct LabelledPixels
{
    torch::Tensor labelled;   ///< [N, H, W] bool
    torch::Tensor index;      ///< [N, H, W] int64, 0 where not labelled
    torch::Tensor logSoftmax; ///< [N, C, H, W] float32
    torch::Tensor ofTarget;   ///< [N, H, W] log softmax of the target's class

    LabelledPixels(const torch::Tensor& logits, const torch::Tensor& target);
};

/// The terms of a sum; each a scalar with gradient, 0 where nothing is labelled.
torch::Tensor crossEntropyTerm(const LabelledPixels& pixels, const LossSettings& settings,
                               const torch::Tensor& classWeights);
torch::Tensor focalTerm(const LabelledPixels& pixels, const LossSettings& settings,
                        const torch::Tensor& classWeights);
torch::Tensor squaredErrorTerm(const LabelledPixels& pixels, const LossSettings& settings);
torch::Tensor diceTerm(const LabelledPixels& pixels);
torch::Tensor tverskyTerm(const LabelledPixels& pixels, const LossSettings& settings);
torch::Tensor lovaszTerm(const LabelledPixels& pixels);
torch::Tensor boundaryTerm(const LabelledPixels& pixels);
/// `images` [N, B, H, W] float32; 0 where every pixel is labelled.
torch::Tensor affinityTerm(const LabelledPixels& pixels, const torch::Tensor& images);

} // namespace limn::training
