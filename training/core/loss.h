// Losses over labelled pixels only. Targets hold the class index 0..C-1, or `ignored`.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

inline constexpr int64_t ignored = 255;

/// logits [N, C, H, W], target [N, H, W] int64 (or uint8). Mean over the pixels that are not
/// ignored; 0 (with gradient) when there are none. `weights` [C] or undefined.
torch::Tensor crossEntropyLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights = {});

/// 1 - Dice of the softmax, sums over batch and labelled pixels per class, averaged over the
/// classes present in the target (smp's DiceLoss averages over all; absent classes then only
/// dilute it). Milletari et al. 2016; smoothing 1.
torch::Tensor diceLoss(const torch::Tensor& logits, const torch::Tensor& target);

/// crossEntropyLoss + diceLoss.
torch::Tensor segmentationLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights = {});

} // namespace limn::training
