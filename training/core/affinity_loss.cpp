// What pixels without a label learn: to be of one class with neighbours that look alike.
#include "training/core/labelled_pixels.h"

#include <cmath>

namespace limn::training
{
namespace
{

/// In pixels of half the resolution, where a window of the same cost sees twice as far.
constexpr int64_t reach = 5;
constexpr double nearness = 6;
/// Of colours, in standard deviations of the patch.
constexpr double likeness = 0.5;

torch::Tensor halved(const torch::Tensor& maps)
{
    return at::avg_pool2d(maps, {2, 2}, {2, 2});
}

/// A part of `map` [.., H, W] and the part of the same size that lies `down` and `right` of it.
std::pair<torch::Tensor, torch::Tensor> shifted(const torch::Tensor& map, int64_t down,
                                                int64_t right)
{
    const int64_t rows = map.size(-2) - down;
    const int64_t columns = map.size(-1) - std::abs(right);
    const int64_t left = std::max<int64_t>(0, -right);
    return {map.narrow(-2, 0, rows).narrow(-1, left, columns),
            map.narrow(-2, down, rows).narrow(-1, left + right, columns)};
}

/// Sums over all pairs of neighbours i, j of which one or both are unlabelled; the pair's weight w
/// is its likeness times how much of the two is unlabelled.
struct Neighbours
{
    torch::Tensor pull;  ///< [N, C, h, w]: at i, the sum of w p_j
    torch::Tensor whole; ///< sum of w

    /// `classes` [N, C, h, w] probabilities, `unlabelled` [N, 1, h, w] shares, `colours`
    /// [N, B, h, w].
    Neighbours(const torch::Tensor& classes, const torch::Tensor& unlabelled,
               const torch::Tensor& colours)
        : pull(torch::zeros_like(classes)), whole(torch::zeros({}, classes.options()))
    {
        const int64_t tall = std::min(reach, classes.size(2) - 1);
        const int64_t wide = std::min(reach, classes.size(3) - 1);
        // Half of the window: each pair once.
        for (int64_t down = 0; down <= tall; ++down)
            for (int64_t right = down == 0 ? 1 : -wide; right <= wide; ++right)
                add(classes, unlabelled, colours, down, right);
    }

private:
    void add(const torch::Tensor& classes, const torch::Tensor& unlabelled,
             const torch::Tensor& colours, int64_t down, int64_t right)
    {
        const auto [here, there] = shifted(colours, down, right);
        const auto [mine, others] = shifted(unlabelled, down, right);
        const double away =
            static_cast<double>(down * down + right * right) / (2 * nearness * nearness);
        const torch::Tensor unlike = (here - there).square_().mean(1, true);
        const torch::Tensor weight =
            unlike.mul_(-1 / (2 * likeness * likeness)).sub_(away).exp_().mul_(mine + others);
        const auto [first, second] = shifted(classes, down, right);
        auto [atFirst, atSecond] = shifted(pull, down, right);
        atFirst.add_(second * weight);
        atSecond.add_(first * weight);
        whole.add_(weight.sum());
    }
};

} // namespace

torch::Tensor affinityTerm(const LabelledPixels& pixels, const torch::Tensor& images)
{
    const torch::Tensor softmax = pixels.logSoftmax.exp();
    if (softmax.size(2) < 2 || softmax.size(3) < 2)
        return softmax.sum() * 0;
    const torch::Tensor labelled = pixels.labelled.unsqueeze(1);
    const torch::Tensor truth =
        at::one_hot(pixels.index, softmax.size(1)).permute({0, 3, 1, 2}).to(torch::kFloat);
    const torch::Tensor classes = halved(torch::where(labelled, truth, softmax));

    torch::Tensor pull, whole;
    {
        const torch::NoGradGuard noGradient;
        const torch::Tensor spread =
            images.std({2, 3}, /*unbiased=*/false, /*keepdim=*/true).clamp_min(1e-6);
        const Neighbours neighbours(classes, halved(1 - labelled.to(torch::kFloat)),
                                    halved(images / spread));
        const torch::Tensor divisor = neighbours.whole.clamp_min(1e-6);
        pull = neighbours.pull / divisor;
        whole = neighbours.whole / divisor;
    }
    // The sum over pairs of w (1 - p_i . p_j) is quadratic in p: its value is whole - p . pull / 2,
    // its slope -pull. So no graph is kept of the many shifted products.
    const torch::Tensor agreement = (classes * pull).sum();
    return whole + agreement.detach() / 2 - agreement;
}

} // namespace limn::training
