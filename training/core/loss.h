// Losses over labelled pixels only. Targets hold the class index 0..C-1, or `ignored`. Logits are
// [N, C, H, W], targets [N, H, W] int64 or uint8. Any thread.
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

inline constexpr int64_t ignored = 255;

/// A weighted sum of losses. Every term but affinity is 0 (with gradient) where nothing is
/// labelled.
struct LossSettings
{
    /// Mean negative log likelihood of the labelled pixels.
    double crossEntropy = 1;
    /// 1 - Dice of the softmax (Milletari et al. 2016), sums over batch and labelled pixels per
    /// class, averaged over the classes present; smoothing 1.
    double dice = 1;
    /// Lin et al. 2017: mean of -(1 - p)^gamma log p of the target's class.
    double focal = 0;
    /// 1 - (TP + 1) / (TP + alpha FP + beta FN + 1), else as Dice (Salehi et al. 2017).
    double tversky = 0;
    /// Lovasz softmax over the classes present, the whole batch at once (Berman et al. 2018).
    double lovasz = 0;
    /// 1 - F1 of the class boundaries within 2 pixels (Bokhovkin, Burnaev 2019), averaged over
    /// samples and classes whose boundary is there.
    double boundary = 0;
    /// Mean square of softmax minus one-hot target, over labelled pixels and classes.
    double squaredError = 0;

    /// For labels that leave much of a patch open, as strokes do: how far pixels without a label
    /// are from the class of those neighbours that look like them, so that a class ends where the
    /// image does. Mean of 1 - p_i . p_j over pairs within 10 pixels, weighed by
    /// exp(-d^2 / (2 12^2) - mean squared difference of the bands / (2 0.5^2)), bands in the
    /// patch's standard deviations; a labelled pixel's p is its label (gated CRF loss, Obukhov et
    /// al. 2019, at half the resolution and normalised by the weights). Left out where no images
    /// are given.
    double affinity = 0;

    double labelSmoothing = 0; ///< 0..1, of cross-entropy: this share is spread over all classes
    double focalGamma = 2;
    double tverskyAlpha = 0.3; ///< price of a pixel predicted wrongly
    double tverskyBeta = 0.7;  ///< price of a pixel missed
    /// Share of the labelled pixels, those with the largest loss, that cross-entropy and focal
    /// loss learn from (online hard example mining, Shrivastava et al. 2016); 1: all.
    double hardestShare = 1;
};

/// `classWeights` [C] weigh pixels of cross-entropy and focal loss by their target; undefined: all
/// the same. `images` [N, B, H, W] float32 are what the logits were computed from.
torch::Tensor lossOf(const torch::Tensor& logits, const torch::Tensor& target,
                     const LossSettings& settings, const torch::Tensor& classWeights = {},
                     const torch::Tensor& images = {});

/// Cross-entropy alone. `weights` [C] or undefined.
torch::Tensor crossEntropyLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights = {});

/// Dice alone. smp's DiceLoss averages over all classes; absent classes then only dilute it.
torch::Tensor diceLoss(const torch::Tensor& logits, const torch::Tensor& target);

/// crossEntropyLoss + diceLoss.
torch::Tensor segmentationLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights = {});

} // namespace limn::training
