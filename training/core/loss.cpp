#include "training/core/loss.h"

#include "training/core/labelled_pixels.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{
namespace
{

/// What counts in a mean over pixels: 1 for a labelled pixel, or its class's weight.
torch::Tensor pixelShares(const LabelledPixels& pixels, const torch::Tensor& weights)
{
    torch::Tensor share = pixels.labelled.to(torch::kFloat);
    if (weights.defined()) {
        share = share *
                weights.to(share.options()).index_select(0, pixels.index.flatten()).view_as(share);
    }
    return share;
}

/// `share` without the pixels whose loss is not among the hardest.
torch::Tensor ofHardest(const LabelledPixels& pixels, const torch::Tensor& share,
                        const torch::Tensor& loss, double hardestShare)
{
    const auto labelled = pixels.labelled.sum().item<int64_t>();
    const auto kept = static_cast<int64_t>(std::ceil(hardestShare * static_cast<double>(labelled)));
    if (hardestShare >= 1 || kept >= labelled)
        return share;
    const torch::Tensor weighed =
        (loss.detach() * share).masked_fill(pixels.labelled.logical_not(), -1).flatten();
    const torch::Tensor least = std::get<0>(weighed.topk(std::max<int64_t>(1, kept))).min();
    return share * (weighed >= least).view_as(share).to(share.scalar_type());
}

/// Nothing labelled: the numerator is 0 and still has its place in the graph.
torch::Tensor meanOver(const torch::Tensor& sum, const torch::Tensor& share)
{
    const torch::Tensor whole = share.sum();
    return sum / torch::where(whole > 0, whole, 1.0);
}

} // namespace

LabelledPixels::LabelledPixels(const torch::Tensor& logits, const torch::Tensor& target)
{
    const torch::Tensor classes = target.to(torch::kLong);
    labelled = classes != ignored;
    index = classes.masked_fill(labelled.logical_not(), 0);
    logSoftmax = torch::log_softmax(logits.to(torch::kFloat), 1);
    ofTarget = logSoftmax.gather(1, index.unsqueeze(1)).squeeze(1);
}

torch::Tensor crossEntropyTerm(const LabelledPixels& pixels, const LossSettings& settings,
                               const torch::Tensor& classWeights)
{
    torch::Tensor share = pixelShares(pixels, classWeights);
    if (settings.hardestShare < 1)
        share = ofHardest(pixels, share, -pixels.ofTarget, settings.hardestShare);
    const torch::Tensor whole = share.sum();
    const torch::Tensor divisor = torch::where(whole > 0, whole, 1.0);
    const torch::Tensor likelihood = -(pixels.ofTarget * share).sum() / divisor;
    if (settings.labelSmoothing == 0)
        return likelihood;
    // As torch: the evenly spread part is weighed by each class's own weight, and both parts are
    // divided by the same sum.
    torch::Tensor spread = -pixels.logSoftmax;
    if (classWeights.defined())
        spread = spread * classWeights.to(spread.options()).view({1, -1, 1, 1});
    const torch::Tensor kept = (share > 0).to(torch::kFloat);
    const auto classes = static_cast<double>(pixels.logSoftmax.size(1));
    const torch::Tensor even = (spread.sum(1) * kept).sum() / divisor / classes;
    return likelihood * (1 - settings.labelSmoothing) + even * settings.labelSmoothing;
}

torch::Tensor focalTerm(const LabelledPixels& pixels, const LossSettings& settings,
                        const torch::Tensor& classWeights)
{
    // 1 - p is kept off 0, where a power below 1 has no slope.
    const torch::Tensor miss = (1 - pixels.ofTarget.exp()).clamp_min(1e-7);
    const torch::Tensor loss = -miss.pow(settings.focalGamma) * pixels.ofTarget;
    torch::Tensor share = pixelShares(pixels, classWeights);
    if (settings.hardestShare < 1)
        share = ofHardest(pixels, share, loss, settings.hardestShare);
    return meanOver((loss * share).sum(), share);
}

torch::Tensor squaredErrorTerm(const LabelledPixels& pixels, const LossSettings&)
{
    const torch::Tensor softmax = pixels.logSoftmax.exp();
    // Sum over classes of (p_c - 1[c = t])^2 = sum p_c^2 - 2 p_t + 1.
    const torch::Tensor squares = softmax.square().sum(1) - 2 * pixels.ofTarget.exp() + 1;
    const torch::Tensor share = pixels.labelled.to(torch::kFloat);
    return meanOver((squares * share).sum(), share) / static_cast<double>(softmax.size(1));
}

torch::Tensor lossOf(const torch::Tensor& logits, const torch::Tensor& target,
                     const LossSettings& settings, const torch::Tensor& classWeights,
                     const torch::Tensor& images)
{
    const LabelledPixels pixels(logits, target);
    torch::Tensor sum;
    const auto add = [&sum](double weight, auto term) {
        if (weight == 0)
            return;
        const torch::Tensor value = weight == 1 ? term() : term() * weight;
        sum = sum.defined() ? sum + value : value;
    };
    add(settings.crossEntropy, [&] { return crossEntropyTerm(pixels, settings, classWeights); });
    add(settings.dice, [&] { return diceTerm(pixels); });
    add(settings.focal, [&] { return focalTerm(pixels, settings, classWeights); });
    add(settings.tversky, [&] { return tverskyTerm(pixels, settings); });
    add(settings.lovasz, [&] { return lovaszTerm(pixels); });
    add(settings.boundary, [&] { return boundaryTerm(pixels); });
    add(settings.squaredError, [&] { return squaredErrorTerm(pixels, settings); });
    if (images.defined())
        add(settings.affinity, [&] { return affinityTerm(pixels, images); });
    if (!sum.defined())
        throw std::invalid_argument("a loss needs at least one term");
    return sum;
}

torch::Tensor crossEntropyLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights)
{
    return crossEntropyTerm(LabelledPixels(logits, target), {}, weights);
}

torch::Tensor diceLoss(const torch::Tensor& logits, const torch::Tensor& target)
{
    return diceTerm(LabelledPixels(logits, target));
}

torch::Tensor segmentationLoss(const torch::Tensor& logits, const torch::Tensor& target,
                               const torch::Tensor& weights)
{
    return lossOf(logits, target, {}, weights);
}

} // namespace limn::training
