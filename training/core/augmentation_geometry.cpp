// Rotation, translation, crop, perspective and elastic displacement together with the zoom: one
// grid, so that images are interpolated once and labels keep their pixels.
#include "training/core/augmentation_parts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limn::training
{
namespace
{

constexpr int64_t controlSpacing = 32; // pixels between the points of an elastic displacement

/// Where each output pixel comes from, as a homography of grid coordinates, row by row.
std::array<float, 9> homography(const WindowDraw& window, const double* u,
                                const AugmentationSettings& settings, double aspect)
{
    const auto either = [](double uniform, double most) { return (2 * uniform - 1) * most; };
    const double kept = 1 - settings.crop * u[0];
    const double size = kept / window.zoom;
    const double turn = either(u[1], settings.rotation) * std::numbers::pi / 180;
    // Twice the share: the patch is two grid units wide.
    const double x =
        window.shiftX + either(u[2], 2 * settings.translation) + either(u[3], 1 - kept);
    const double y =
        window.shiftY + either(u[4], 2 * settings.translation) + either(u[5], 1 - kept);
    // Half for each axis: the sum of both stays below 1 at every corner.
    const double g = either(u[6], settings.perspective / 2);
    const double h = either(u[7], settings.perspective / 2);
    const double cosine = std::cos(turn) * size;
    const double sine = std::sin(turn) * size;
    const std::array<double, 9> rows{cosine, -sine / aspect, x, sine * aspect, cosine, y, g, h, 1};
    std::array<float, 9> result{};
    std::transform(rows.begin(), rows.end(), result.begin(),
                   [](double value) { return static_cast<float>(value); });
    return result;
}

/// [M, H, W, 2] in grid units: noise at few points, smoothly in between.
torch::Tensor elasticField(int64_t samples, int64_t height, int64_t width, double deviation,
                           at::Generator& generator)
{
    const int64_t rows = std::max<int64_t>(4, height / controlSpacing);
    const int64_t columns = std::max<int64_t>(4, width / controlSpacing);
    const torch::Tensor points =
        at::randn({samples, 2, rows, columns}, generator, torch::TensorOptions()) * deviation;
    const torch::Tensor field = at::upsample_bicubic2d(points, {height, width}, false);
    const torch::Tensor unit =
        torch::tensor({2.0F / static_cast<float>(width), 2.0F / static_cast<float>(height)});
    return field.permute({0, 2, 3, 1}) * unit;
}

} // namespace

bool wantsResampling(const AugmentationSettings& settings)
{
    return settings.rotation > 0 || settings.translation > 0 || settings.crop > 0 ||
           settings.perspective > 0 || settings.elastic > 0;
}

void resample(torch::Tensor& images, torch::Tensor& labels, const std::vector<std::int64_t>& chosen,
              const std::vector<WindowDraw>& windows, const AugmentationSettings& settings,
              at::Generator& generator)
{
    constexpr int64_t numbers = 8;
    const auto count = static_cast<int64_t>(chosen.size());
    const int64_t height = images.size(2);
    const int64_t width = images.size(3);
    const torch::Tensor uniform =
        at::rand({count, numbers}, generator, torch::TensorOptions().dtype(torch::kDouble));
    const double aspect = static_cast<double>(width) / static_cast<double>(height);
    std::vector<float> rows;
    for (int64_t i = 0; i < count; ++i) {
        const auto each =
            homography(windows[static_cast<std::size_t>(i)],
                       uniform.const_data_ptr<double>() + i * numbers, settings, aspect);
        rows.insert(rows.end(), each.begin(), each.end());
    }
    const auto axis = [](int64_t length) {
        return (torch::arange(length, torch::kFloat) * 2 + 1) / static_cast<double>(length) - 1;
    };
    const torch::Tensor x = axis(width).expand({height, width});
    const torch::Tensor y = axis(height).unsqueeze(1).expand({height, width});
    const torch::Tensor places = torch::stack({x, y, torch::ones_like(x)}, -1).view({-1, 3});
    const torch::Tensor matrix = torch::tensor(rows).view({count, 3, 3});
    const torch::Tensor moved = places.matmul(matrix.transpose(1, 2));
    torch::Tensor grid =
        (moved.slice(2, 0, 2) / moved.slice(2, 2, 3)).view({count, height, width, 2});
    if (settings.elastic > 0)
        grid = grid + elasticField(count, height, width, settings.elastic, generator);
    sampleAt(images, labels, torch::tensor(chosen).to(images.device(), withoutWaiting),
             grid.to(images.device(), withoutWaiting));
}

} // namespace limn::training
