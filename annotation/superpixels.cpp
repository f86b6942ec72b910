#include "annotation/superpixels.h"

#include "annotation/slic.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace limn::annotation
{
namespace
{

constexpr double smallestSpacing = 4;
/// What two cores divide in about 200 ms.
constexpr double samplesAtOnce = 1.1e6;

int floorToStep(double position, int origin, int step)
{
    return static_cast<int>(std::floor((std::floor(position) - origin) / step));
}

/// The picture's samples in CIELAB with 8 bits a channel.
LabPicture labColours(const std::vector<std::uint8_t>& rgba, int columns, int rows)
{
    const cv::Mat picture(rows, columns, CV_8UC4, const_cast<std::uint8_t*>(rgba.data()));
    cv::Mat rgb;
    cv::cvtColor(picture, rgb, cv::COLOR_RGBA2RGB);
    cv::Mat mixed;
    cv::cvtColor(rgb, mixed, cv::COLOR_RGB2Lab);
    LabPicture lab{columns, rows, {}, {}, {}};
    std::vector<cv::Mat> planes;
    for (std::vector<std::uint8_t>* plane : {&lab.lightness, &lab.a, &lab.b}) {
        plane->resize(rgba.size() / 4);
        planes.emplace_back(rows, columns, CV_8UC1, plane->data());
    }
    cv::split(mixed, planes);
    return lab;
}

} // namespace

int superpixelStep(const raster::PixelRect& window, double scale)
{
    const int finest = std::max(1, static_cast<int>(std::floor(1 / scale)));
    const double pixels = static_cast<double>(window.width) * window.height;
    return std::max(finest, static_cast<int>(std::ceil(std::sqrt(pixels / samplesAtOnce))));
}

int Superpixels::at(int x, int y) const
{
    if (!window.contains(x, y))
        return -1;
    const int column = (x - window.x) / step;
    const int row = (y - window.y) / step;
    return labels[static_cast<std::size_t>(row) * columns + column];
}

bool Superpixels::choose(const Point& from, const Point& to,
                         std::vector<std::uint8_t>& chosen) const
{
    const double across = std::abs(to.x - from.x) / step;
    const double down = std::abs(to.y - from.y) / step;
    // Twice as dense as the samples, so that none on the way is jumped over.
    const double reach = std::max(across, down);
    if (!std::isfinite(reach))
        return false;
    const int points = 1 + 2 * static_cast<int>(std::ceil(std::min(reach, 1e6)));
    bool any = false;
    for (int i = 0; i <= points; ++i) {
        const double t = static_cast<double>(i) / points;
        const int column = floorToStep(from.x + t * (to.x - from.x), window.x, step);
        const int row = floorToStep(from.y + t * (to.y - from.y), window.y, step);
        if (column < 0 || row < 0 || column >= columns || row >= rows)
            continue;
        const int label = labels[static_cast<std::size_t>(row) * columns + column];
        if (label < 0 || chosen[static_cast<std::size_t>(label)] != 0)
            continue;
        chosen[static_cast<std::size_t>(label)] = 1;
        any = true;
    }
    return any;
}

Area Superpixels::area(std::span<const std::uint8_t> chosen) const
{
    int left = columns;
    int top = rows;
    int right = 0;
    int bottom = 0;
    std::size_t i = 0;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column, ++i) {
            if (labels[i] < 0 || chosen[static_cast<std::size_t>(labels[i])] == 0)
                continue;
            left = std::min(left, column);
            right = std::max(right, column + 1);
            top = std::min(top, row);
            bottom = std::max(bottom, row + 1);
        }
    if (left >= right)
        return {};
    std::vector<std::uint8_t> inside;
    inside.reserve(static_cast<std::size_t>(right - left) * (bottom - top));
    for (int row = top; row < bottom; ++row)
        for (int column = left; column < right; ++column) {
            const int label = labels[static_cast<std::size_t>(row) * columns + column];
            inside.push_back(label >= 0 ? chosen[static_cast<std::size_t>(label)] : 0);
        }
    const raster::PixelRect part = raster::PixelRect{window.x + left * step, window.y + top * step,
                                                     (right - left) * step, (bottom - top) * step}
                                       .intersected(window);
    return Area::squares(part, step, std::move(inside));
}

Superpixels computeSuperpixels(const raster::PixelRect& window, int step,
                               const SuperpixelOptions& options,
                               const ReducedPictureSource& picture, Progress& progress)
{
    Superpixels result;
    result.window = window;
    result.step = std::max(1, step);
    if (window.isEmpty())
        return result;
    result.columns = (window.width + result.step - 1) / result.step;
    result.rows = (window.height + result.step - 1) / result.step;
    const std::int64_t samples = static_cast<std::int64_t>(result.columns) * result.rows;
    if (samples > maxSuperpixelSamples)
        throw std::invalid_argument("The view is too large for superpixels: make it smaller.");
    progress.report(0);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(samples) * 4);
    // The last samples may reach beyond the window, so that all are of one size.
    picture({window.x, window.y, result.columns * result.step, result.rows * result.step},
            {result.columns, result.rows}, rgba);
    progress.report(0.2);

    const double room = std::min(result.columns, result.rows) / 2.0;
    if (room < smallestSpacing) {
        // Too narrow for SLIC's grid of seeds: every sample stands for itself.
        result.count = static_cast<int>(samples);
        result.labels.resize(static_cast<std::size_t>(samples));
        for (std::size_t i = 0; i < result.labels.size(); ++i)
            result.labels[i] = rgba[4 * i + 3] != 0 ? static_cast<std::int32_t>(i) : -1;
        return result;
    }
    const double spacing = std::clamp(options.spacing, smallestSpacing, room);
    const LabPicture lab = labColours(rgba, result.columns, result.rows);
    progress.report(0.3);
    Clusters clusters =
        clusterColours(lab, spacing, std::clamp(options.compactness, 1.0, 100.0), progress);
    progress.report(0.95);
    result.count = clusters.count;
    result.labels = std::move(clusters.labels);
    for (std::size_t i = 0; i < result.labels.size(); ++i)
        if (rgba[4 * i + 3] == 0)
            result.labels[i] = -1;
    return result;
}

} // namespace limn::annotation
