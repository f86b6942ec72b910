#include "training/core/mixing.h"

#include <cmath>

namespace limn::training
{
namespace
{

/// Every sample's partner: the batch turned by 1..N-1 places, so that none is its own.
torch::Tensor partners(int64_t samples, double uniform, const torch::Device& device)
{
    const auto by = 1 + static_cast<int64_t>(uniform * static_cast<double>(samples - 1));
    return torch::arange(samples, torch::kLong).roll(by).to(device);
}

/// Gamma(shape, 1) by Marsaglia and Tsang 2000, from the generator alone.
double drawGamma(double shape, at::Generator& generator)
{
    const auto one = [&](bool normal) {
        const auto options = torch::TensorOptions().dtype(torch::kDouble);
        return (normal ? at::randn({1}, generator, options) : at::rand({1}, generator, options))
            .item<double>();
    };
    if (shape < 1)
        return drawGamma(shape + 1, generator) * std::pow(one(false), 1 / shape);
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = one(true);
        const double v = std::pow(1 + c * x, 3);
        if (v > 0 && std::log(one(false)) < 0.5 * x * x + d - d * v + d * std::log(v))
            return d * v;
    }
}

} // namespace

MixedLabels blendSamples(torch::Tensor& images, const torch::Tensor& labels, double strength,
                         at::Generator& generator)
{
    const int64_t samples = images.size(0);
    if (samples < 2)
        return {};
    const torch::NoGradGuard noGradient;
    const double first = drawGamma(strength, generator);
    const double second = drawGamma(strength, generator);
    // The smaller share: the sample itself stays the more visible one.
    const double share = first + second > 0 ? std::min(first, second) / (first + second) : 0;
    const double turn =
        at::rand({1}, generator, torch::TensorOptions().dtype(torch::kDouble)).item<double>();
    const torch::Tensor other = partners(samples, turn, images.device());
    images = images.lerp(images.index_select(0, other), share);
    return {labels.index_select(0, other), share};
}

void pasteSamples(torch::Tensor& images, torch::Tensor& labels, at::Generator& generator)
{
    const int64_t samples = images.size(0);
    if (samples < 2)
        return;
    const torch::NoGradGuard noGradient;
    const int64_t height = images.size(2);
    const int64_t width = images.size(3);
    const torch::Tensor uniform =
        at::rand({samples * 3 + 1}, generator, torch::TensorOptions().dtype(torch::kDouble));
    const double* u = uniform.const_data_ptr<double>();
    const torch::Tensor other = partners(samples, u[samples * 3], images.device());
    const torch::Tensor otherImages = images.index_select(0, other);
    const torch::Tensor otherLabels = labels.index_select(0, other);
    for (int64_t i = 0; i < samples; ++i, u += 3) {
        const double side = std::sqrt(u[0]);
        const auto rows = static_cast<int64_t>(side * static_cast<double>(height));
        const auto columns = static_cast<int64_t>(side * static_cast<double>(width));
        const auto top = static_cast<int64_t>(u[1] * static_cast<double>(height - rows + 1));
        const auto left = static_cast<int64_t>(u[2] * static_cast<double>(width - columns + 1));
        if (rows == 0 || columns == 0)
            continue;
        const auto window = [&](const torch::Tensor& x) {
            return x[i].narrow(-2, top, rows).narrow(-1, left, columns);
        };
        window(images).copy_(window(otherImages));
        window(labels).copy_(window(otherLabels));
    }
}

} // namespace limn::training
