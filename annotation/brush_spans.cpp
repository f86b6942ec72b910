#include "annotation/brush_spans.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace limn::annotation
{
namespace
{

struct Interval
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool isEmpty() const { return !(low <= high); }
};

/// Where the row at `y` cuts the capsule: the ends' discs and the corners' rectangle between them.
Interval capsuleRow(const Point& a, const Point& b, double radius, double y)
{
    Interval row;
    for (const Point& end : {a, b}) {
        const double half = radius * radius - (y - end.y) * (y - end.y);
        if (half >= 0) {
            row.include(end.x - std::sqrt(half));
            row.include(end.x + std::sqrt(half));
        }
    }
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (length == 0)
        return row;
    const double nx = -(b.y - a.y) / length * radius;
    const double ny = (b.x - a.x) / length * radius;
    const Point corners[4] = {
        {a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}};
    for (int i = 0; i < 4; ++i) {
        const Point& p = corners[i];
        const Point& q = corners[(i + 1) % 4];
        if (std::min(p.y, q.y) <= y && y <= std::max(p.y, q.y) && p.y != q.y)
            row.include(p.x + (y - p.y) / (q.y - p.y) * (q.x - p.x));
    }
    return row;
}

bool insideCapsule(const Point& a, const Point& b, double radius, double x, double y)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double squared = dx * dx + dy * dy;
    double along = 0;
    if (squared > 0)
        along = std::clamp(((x - a.x) * dx + (y - a.y) * dy) / squared, 0.0, 1.0);
    const double px = x - (a.x + along * dx);
    const double py = y - (a.y + along * dy);
    return px * px + py * py <= radius * radius;
}

/// Where the row at `y` cuts the swept square: the part of the segment within `radius` of the row,
/// widened by `radius`.
Interval squareRow(const Point& a, const Point& b, double radius, double y)
{
    const double dy = b.y - a.y;
    double first = 0;
    double last = 1;
    if (dy == 0) {
        if (std::abs(y - a.y) > radius)
            return {};
    } else {
        const double t0 = (y - radius - a.y) / dy;
        const double t1 = (y + radius - a.y) / dy;
        first = std::max(first, std::min(t0, t1));
        last = std::min(last, std::max(t0, t1));
        if (first > last)
            return {};
    }
    const double x0 = a.x + first * (b.x - a.x);
    const double x1 = a.x + last * (b.x - a.x);
    return {std::min(x0, x1) - radius, std::max(x0, x1) + radius};
}

int clampToInt(double value, int low, int high)
{
    return static_cast<int>(std::clamp(value, static_cast<double>(low), static_cast<double>(high)));
}

} // namespace

raster::PixelRect BrushSpans::bounds() const
{
    raster::PixelRect rect;
    int y = top;
    for (const Span& span : spans) {
        rect = rect.united({span.first, y, span.end - span.first, 1});
        ++y;
    }
    return rect;
}

BrushSpans sweep(const Point& from, const Point& to, double radius, bool square,
                 const raster::PixelRect& clip)
{
    BrushSpans result;
    const double upper = std::min(from.y, to.y) - radius;
    const double lower = std::max(from.y, to.y) + radius;
    result.top = clampToInt(std::ceil(upper - 0.5), clip.y, clip.bottom());
    const int bottom = clampToInt(std::floor(lower - 0.5) + 1, result.top, clip.bottom());
    result.spans.reserve(static_cast<std::size_t>(bottom - result.top));
    for (int row = result.top; row < bottom; ++row) {
        const double y = row + 0.5;
        const Interval cut =
            square ? squareRow(from, to, radius, y) : capsuleRow(from, to, radius, y);
        if (cut.isEmpty()) {
            result.spans.push_back({});
            continue;
        }
        int first = clampToInt(std::ceil(cut.low - 0.5), clip.x, clip.right());
        int end = clampToInt(std::floor(cut.high - 0.5) + 1, clip.x, clip.right());
        if (!square) {
            // The interval is right but for rounding; the distance decides about its end pixels.
            const auto inside = [&](int x) { return insideCapsule(from, to, radius, x + 0.5, y); };
            while (first < end && !inside(first))
                ++first;
            while (first < end && !inside(end - 1))
                --end;
            while (first < end && first > clip.x && inside(first - 1))
                --first;
            while (first < end && end < clip.right() && inside(end))
                ++end;
        }
        result.spans.push_back(first < end ? Span{first, end} : Span{});
    }
    return result;
}

} // namespace limn::annotation
