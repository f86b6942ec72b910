#include "annotation/shape.h"

#include "annotation/project.h"
#include "annotation/shape_raster.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace limn::annotation
{
namespace
{

// Far enough for any image, near enough that widths fit an int.
constexpr double farthest = 1e9;

/// Calls `visit(x)` for every edge of the shape that the horizontal line at `y` crosses. Edges are
/// taken from top to bottom, so that two shapes that share one see exactly the same crossing.
template <typename Visit>
void forEachEdge(const Shape& shape, Visit visit)
{
    for (const Ring& ring : shape.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            Point a = ring[i];
            Point b = ring[(i + 1) % ring.size()];
            if (a.y == b.y)
                continue;
            if (a.y > b.y)
                std::swap(a, b);
            visit(a, b);
        }
    }
}

double crossing(const Point& upper, const Point& lower, double y)
{
    return upper.x + (y - upper.y) * ((lower.x - upper.x) / (lower.y - upper.y));
}

double signedArea(const Ring& ring)
{
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return twice / 2;
}

/// The first sample whose centre is not left of `position`; sample i has its centre at
/// origin + i * step + 0.5.
int firstSample(double position, int origin, int step, int count)
{
    const double index = std::ceil((position - 0.5 - origin) / step);
    return static_cast<int>(std::clamp(index, 0.0, static_cast<double>(count)));
}

} // namespace

raster::PixelRect bounds(const Shape& shape)
{
    double left = std::numeric_limits<double>::infinity();
    double top = left;
    double right = -left;
    double bottom = -left;
    for (const Ring& ring : shape.rings) {
        for (const Point& point : ring) {
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
    }
    if (!(left <= right && top <= bottom))
        return {};
    const auto whole = [](double value) {
        return static_cast<int>(std::clamp(value, -farthest, farthest));
    };
    const int x = whole(std::floor(left));
    const int y = whole(std::floor(top));
    return {x, y, whole(std::ceil(right)) - x, whole(std::ceil(bottom)) - y};
}

bool contains(const Shape& shape, const Point& point)
{
    bool inside = false;
    forEachEdge(shape, [&](const Point& upper, const Point& lower) {
        if (upper.y <= point.y && point.y < lower.y && point.x < crossing(upper, lower, point.y))
            inside = !inside;
    });
    return inside;
}

double area(const Shape& shape)
{
    double total = 0;
    for (std::size_t i = 0; i < shape.rings.size(); ++i) {
        const double ring = std::abs(signedArea(shape.rings[i]));
        total += i == 0 ? ring : -ring;
    }
    return std::max(0.0, total);
}

void requireDrawable(const Shape& shape)
{
    if (shape.classValue < 1 || shape.classValue > maxClassValue)
        throw ProjectError("A polygon needs a class: choose one and draw it again.");
    if (shape.rings.empty())
        throw ProjectError("A polygon needs an outline: draw at least three vertices.");
    for (const Ring& ring : shape.rings) {
        if (ring.size() < 3)
            throw ProjectError("A polygon needs at least three vertices: draw it again.");
        for (const Point& point : ring) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y))
                throw ProjectError(
                    "A polygon has a vertex whose coordinates are no numbers: draw it again.");
        }
    }
}

void rasterizeSampled(const Shape& shape, int value, const raster::PixelRect& window, int step,
                      std::span<std::uint8_t> labels)
{
    if (window.isEmpty() || bounds(shape).intersected(window).isEmpty())
        return;
    const int columns = (window.width + step - 1) / step;
    const int rows = (window.height + step - 1) / step;
    struct Crossing
    {
        int row;
        double x;
    };
    std::vector<Crossing> crossings;
    forEachEdge(shape, [&](const Point& upper, const Point& lower) {
        const int first = firstSample(upper.y, window.y, step, rows);
        const int end = firstSample(lower.y, window.y, step, rows);
        for (int row = first; row < end; ++row) {
            const double y = window.y + static_cast<double>(row) * step + 0.5;
            crossings.push_back({row, crossing(upper, lower, y)});
        }
    });
    std::ranges::sort(crossings, [](const Crossing& a, const Crossing& b) {
        return a.row != b.row ? a.row < b.row : a.x < b.x;
    });
    // Every line crosses a closed ring an even number of times, so crossings come in pairs.
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const int first = firstSample(crossings[i].x, window.x, step, columns);
        const int end = firstSample(crossings[i + 1].x, window.x, step, columns);
        const auto line = labels.subspan(static_cast<std::size_t>(crossings[i].row) * columns);
        if (first < end)
            std::fill(line.begin() + first, line.begin() + end, static_cast<std::uint8_t>(value));
    }
}

void rasterize(const Shape& shape, int value, const raster::PixelRect& window,
               std::span<std::uint8_t> labels)
{
    rasterizeSampled(shape, value, window, 1, labels);
}

} // namespace limn::annotation
