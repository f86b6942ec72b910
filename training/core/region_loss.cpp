// The losses that look at whole regions instead of single pixels: Dice, Tversky, Lovasz softmax and
// the boundary loss.
#include "training/core/labelled_pixels.h"

namespace limn::training
{
namespace
{

constexpr double smoothing = 1;

/// Per class, over batch and labelled pixels; [C] float64, since hundreds of thousands of pixels
/// are summed one after the other.
struct RegionSums
{
    torch::Tensor intersection;
    torch::Tensor predicted;
    torch::Tensor reference;

    explicit RegionSums(const LabelledPixels& pixels)
    {
        const int64_t classes = pixels.logSoftmax.size(1);
        const torch::Tensor labelled = pixels.labelled.to(torch::kFloat);
        const torch::Tensor softmax = pixels.logSoftmax.exp() * labelled.unsqueeze(1);
        if (pixels.index.is_cuda()) {
            // A GPU's threads would wait for each other at so few sums.
            const torch::Tensor each = torch::arange(classes, pixels.index.options());
            const torch::Tensor target =
                (pixels.index.unsqueeze(1) == each.view({1, -1, 1, 1})).to(torch::kFloat);
            const std::vector<int64_t> all{0, 2, 3};
            intersection = (softmax * target).sum(all, false, torch::kDouble);
            reference = (target * labelled.unsqueeze(1)).sum(all, false, torch::kDouble);
            predicted = softmax.sum(all, false, torch::kDouble);
            return;
        }
        const torch::Tensor index = pixels.index.flatten();
        const auto perClass = torch::TensorOptions().dtype(torch::kDouble).device(index.device());
        const torch::Tensor hit = (pixels.ofTarget.exp() * labelled).flatten().to(torch::kDouble);
        intersection = torch::zeros({classes}, perClass).index_add(0, index, hit);
        reference = torch::zeros({classes}, perClass)
                        .index_add(0, index, labelled.flatten().to(torch::kDouble));
        predicted = softmax.sum({0, 2, 3}).to(torch::kDouble);
    }
};

torch::Tensor meanOverPresent(const torch::Tensor& loss, const torch::Tensor& reference)
{
    const torch::Tensor present = (reference > 0).to(loss.scalar_type());
    return ((loss * present).sum() / present.sum().clamp_min(1)).to(torch::kFloat);
}

/// Largest of the 2 radius + 1 pixels around each one, both ways; [N, C, H, W].
torch::Tensor widened(const torch::Tensor& x, int64_t radius)
{
    return at::max_pool2d(x, {2 * radius + 1, 2 * radius + 1}, {1, 1}, {radius, radius});
}

/// 1 where a map of 0..1 has the class and a neighbour has not.
torch::Tensor boundaryOf(const torch::Tensor& map)
{
    const torch::Tensor outside = 1 - map;
    return widened(outside, 1) - outside;
}

} // namespace

torch::Tensor diceTerm(const LabelledPixels& pixels)
{
    const RegionSums sums(pixels);
    const torch::Tensor loss =
        1 - (2 * sums.intersection + smoothing) / (sums.predicted + sums.reference + smoothing);
    return meanOverPresent(loss, sums.reference);
}

torch::Tensor tverskyTerm(const LabelledPixels& pixels, const LossSettings& settings)
{
    const RegionSums sums(pixels);
    const torch::Tensor wrong = sums.predicted - sums.intersection;
    const torch::Tensor missed = sums.reference - sums.intersection;
    const torch::Tensor loss =
        1 - (sums.intersection + smoothing) / (sums.intersection + settings.tverskyAlpha * wrong +
                                               settings.tverskyBeta * missed + smoothing);
    return meanOverPresent(loss, sums.reference);
}

torch::Tensor lovaszTerm(const LabelledPixels& pixels)
{
    const int64_t classes = pixels.logSoftmax.size(1);
    // Pixels without a label go to the end with an error of 0 and count as nothing.
    const torch::Tensor labelled = pixels.labelled.flatten();
    const torch::Tensor index = pixels.index.flatten();
    const torch::Tensor softmax = pixels.logSoftmax.exp().permute({1, 0, 2, 3}).flatten(1);
    torch::Tensor sum = softmax.sum() * 0;
    torch::Tensor present = torch::zeros({}, softmax.options());
    for (int64_t c = 0; c < classes; ++c) {
        const torch::Tensor truth = ((index == c) & labelled).to(torch::kFloat);
        const torch::Tensor error = (truth - softmax[c]).abs() * labelled.to(torch::kFloat);
        const auto [sorted, order] = error.sort(/*stable=*/true, 0, /*descending=*/true);
        const torch::Tensor hits = truth.index_select(0, order);
        const torch::Tensor others = (labelled.to(torch::kFloat) - truth).index_select(0, order);
        const torch::Tensor whole = hits.sum();
        const torch::Tensor jaccard =
            1 - (whole - hits.cumsum(0)) / (whole + others.cumsum(0)).clamp_min(1);
        const torch::Tensor slope = torch::cat({jaccard.slice(0, 0, 1), jaccard.diff()}).detach();
        const torch::Tensor there = (whole > 0).to(torch::kFloat);
        sum = sum + there * (sorted * slope).sum();
        present = present + there;
    }
    return sum / present.clamp_min(1);
}

torch::Tensor boundaryTerm(const LabelledPixels& pixels)
{
    constexpr int64_t tolerance = 2; // pixels
    constexpr double tiny = 1e-7;
    const torch::Tensor softmax = pixels.logSoftmax.exp();
    // A border towards unlabelled pixels is none, and near one it is not known where it lies.
    const torch::Tensor unknown = pixels.labelled.logical_not().to(torch::kFloat).unsqueeze(1);
    const torch::Tensor known = 1 - widened(unknown, tolerance + 1);
    const torch::Tensor truth =
        at::one_hot(pixels.index, softmax.size(1)).permute({0, 3, 1, 2}).to(torch::kFloat);
    const torch::Tensor borders = boundaryOf(truth) * known;
    const torch::Tensor predicted = boundaryOf(softmax) * known;
    const auto found = [](const torch::Tensor& part, const torch::Tensor& whole) {
        return (part * whole).sum({2, 3}) / (whole.sum({2, 3}) + tiny);
    };
    const torch::Tensor precision = found(widened(borders, tolerance), predicted);
    const torch::Tensor recall = found(widened(predicted, tolerance), borders);
    const torch::Tensor f1 = 2 * precision * recall / (precision + recall + tiny);
    return meanOverPresent(1 - f1, borders.sum({2, 3}));
}

} // namespace limn::training
