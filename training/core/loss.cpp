#include "training/core/loss.h"

namespace limn::training
{
namespace
{

// What both losses are made of, so that their sum takes the softmax once. Everything after the
// softmax is [N, H, W]: no one-hot tensor of the logits' size is made.
struct LabelledPixels
{
    torch::Tensor labelled;   ///< [N, H, W] bool
    torch::Tensor index;      ///< [N, H, W] int64, 0 where not labelled
    torch::Tensor logSoftmax; ///< [N, C, H, W] float32
    torch::Tensor ofTarget;   ///< [N, H, W] log softmax of the target's class
};

LabelledPixels labelledPixels(const torch::Tensor& logits, const torch::Tensor& target)
{
    LabelledPixels pixels;
    const torch::Tensor classes = target.to(torch::kLong);
    pixels.labelled = classes != ignored;
    pixels.index = classes.masked_fill(pixels.labelled.logical_not(), 0);
    pixels.logSoftmax = torch::log_softmax(logits.to(torch::kFloat), 1);
    pixels.ofTarget = pixels.logSoftmax.gather(1, pixels.index.unsqueeze(1)).squeeze(1);
    return pixels;
}

torch::Tensor crossEntropy(const LabelledPixels& pixels, const torch::Tensor& weights)
{
    torch::Tensor share = pixels.labelled.to(torch::kFloat);
    if (weights.defined()) {
        share = share *
                weights.to(share.options()).index_select(0, pixels.index.flatten()).view_as(share);
    }
    // Nothing labelled: the numerator is 0 and still has its place in the graph.
    const torch::Tensor whole = share.sum();
    return -(pixels.ofTarget * share).sum() / torch::where(whole > 0, whole, 1.0);
}

torch::Tensor dice(const LabelledPixels& pixels)
{
    const int64_t classes = pixels.logSoftmax.size(1);
    const torch::Tensor labelled = pixels.labelled.to(torch::kFloat);
    const torch::Tensor index = pixels.index.flatten();

    // Sums over hundreds of thousands of pixels, one after the other: in double.
    const auto perClass = torch::TensorOptions().dtype(torch::kDouble).device(index.device());
    const torch::Tensor hit = (pixels.ofTarget.exp() * labelled).flatten().to(torch::kDouble);
    const torch::Tensor intersection = torch::zeros({classes}, perClass).index_add(0, index, hit);
    const torch::Tensor reference = torch::zeros({classes}, perClass)
                                        .index_add(0, index, labelled.flatten().to(torch::kDouble));
    const torch::Tensor predicted =
        (pixels.logSoftmax.exp() * labelled.unsqueeze(1)).sum({0, 2, 3}).to(torch::kDouble);

    constexpr double smoothing = 1;
    const torch::Tensor loss =
        1 - (2 * intersection + smoothing) / (predicted + reference + smoothing);
    const torch::Tensor present = (reference > 0).to(torch::kDouble);
    return ((loss * present).sum() / present.sum().clamp_min(1)).to(torch::kFloat);
}

} // namespace

torch::Tensor crossEntropyLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights)
{
    return crossEntropy(labelledPixels(logits, target), weights);
}

torch::Tensor diceLoss(const torch::Tensor& logits, const torch::Tensor& target)
{
    return dice(labelledPixels(logits, target));
}

torch::Tensor segmentationLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights)
{
    const LabelledPixels pixels = labelledPixels(logits, target);
    return crossEntropy(pixels, weights) + dice(pixels);
}

} // namespace limn::training
