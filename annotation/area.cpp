#include "annotation/area.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace limn::annotation
{
namespace
{

struct Extent
{
    Point low;
    Point high;

    Extent(const Point& a, const Point& b)
        : low{std::min(a.x, b.x), std::min(a.y, b.y)}, high{std::max(a.x, b.x), std::max(a.y, b.y)}
    {}
    bool isThere() const
    {
        return std::isfinite(low.x + low.y + high.x + high.y) && low.x < high.x && low.y < high.y;
    }
    raster::PixelRect pixels() const
    {
        return annotation::bounds(Shape{0, 1, {{low, {high.x, low.y}, high, {low.x, high.y}}}});
    }
};

/// Of `count` pixels from `origin` on, the index of the first whose centre is not before
/// `position`.
int pixelFrom(double position, int origin, int count)
{
    const double index = std::ceil(position - 0.5 - origin);
    return static_cast<int>(std::clamp(index, 0.0, static_cast<double>(count)));
}

int columnFrom(double x, const raster::PixelRect& window)
{
    return pixelFrom(x, window.x, window.width);
}

/// Fills of each row the columns first .. end - 1 that `runOf(y of the centres)` names.
template <typename RunOf>
void coverRows(const raster::PixelRect& window, std::span<std::uint8_t> out, RunOf runOf)
{
    for (int row = 0; row < window.height; ++row) {
        const auto line = out.subspan(static_cast<std::size_t>(row) * window.width,
                                      static_cast<std::size_t>(window.width));
        const std::pair<int, int> run = runOf(window.y + row + 0.5);
        if (run.first < run.second)
            std::fill(line.begin() + run.first, line.begin() + run.second, std::uint8_t{1});
    }
}

struct Ellipse
{
    Point centre;
    double rx;
    double ry;

    bool contains(double x, double y) const
    {
        const double u = (x - centre.x) / rx;
        const double v = (y - centre.y) / ry;
        return u * u + v * v <= 1;
    }

    std::pair<int, int> run(double y, const raster::PixelRect& window) const
    {
        const double v = (y - centre.y) / ry;
        if (v * v > 1)
            return {0, 0};
        const double half = rx * std::sqrt(1 - v * v);
        int first = columnFrom(centre.x - half, window);
        int end = columnFrom(centre.x + half, window);
        // Right but for rounding; the definition decides about the end pixels.
        const auto inside = [&](int column) { return contains(window.x + column + 0.5, y); };
        while (first < end && !inside(first))
            ++first;
        while (first > 0 && inside(first - 1))
            --first;
        end = std::max(end, first);
        while (end > first && !inside(end - 1))
            --end;
        while (end < window.width && inside(end))
            ++end;
        return {first, end};
    }
};

struct Crossing
{
    int row;
    double x;
    int turn; ///< +1 downwards, -1 upwards
};

void coverOutline(const Ring& ring, const raster::PixelRect& window, std::span<std::uint8_t> out)
{
    std::vector<Crossing> crossings;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        const Point& upper = a.y <= b.y ? a : b;
        const Point& lower = a.y <= b.y ? b : a;
        const int end = pixelFrom(lower.y, window.y, window.height);
        for (int row = pixelFrom(upper.y, window.y, window.height); row < end; ++row) {
            const double y = window.y + row + 0.5;
            const double x = upper.x + (y - upper.y) * ((lower.x - upper.x) / (lower.y - upper.y));
            crossings.push_back({row, x, a.y <= b.y ? 1 : -1});
        }
    }
    std::ranges::sort(crossings, [](const Crossing& a, const Crossing& b) {
        return a.row != b.row ? a.row < b.row : a.x < b.x;
    });
    int winding = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
        winding += crossings[i].turn;
        if (winding == 0 || crossings[i + 1].row != crossings[i].row)
            continue;
        const auto line = out.subspan(static_cast<std::size_t>(crossings[i].row) * window.width);
        const int first = columnFrom(crossings[i].x, window);
        const int end = columnFrom(crossings[i + 1].x, window);
        if (first < end)
            std::fill(line.begin() + first, line.begin() + end, std::uint8_t{1});
    }
}

} // namespace

Area Area::rectangle(const Point& a, const Point& b)
{
    const Extent extent(a, b);
    Area area;
    if (!extent.isThere())
        return area;
    area.bounds_ = extent.pixels();
    area.cover_ = [extent](const raster::PixelRect& window, std::span<std::uint8_t> out) {
        const std::pair run{columnFrom(extent.low.x, window), columnFrom(extent.high.x, window)};
        coverRows(window, out, [&](double y) {
            return y >= extent.low.y && y < extent.high.y ? run : std::pair{0, 0};
        });
    };
    area.containsPoint_ = [extent](const Point& p) {
        return p.x >= extent.low.x && p.x < extent.high.x && p.y >= extent.low.y &&
               p.y < extent.high.y;
    };
    return area;
}

Area Area::ellipse(const Point& a, const Point& b)
{
    const Extent extent(a, b);
    Area area;
    if (!extent.isThere())
        return area;
    const Ellipse ellipse{{(extent.low.x + extent.high.x) / 2, (extent.low.y + extent.high.y) / 2},
                          (extent.high.x - extent.low.x) / 2,
                          (extent.high.y - extent.low.y) / 2};
    area.bounds_ = extent.pixels();
    area.cover_ = [ellipse](const raster::PixelRect& window, std::span<std::uint8_t> out) {
        coverRows(window, out, [&](double y) { return ellipse.run(y, window); });
    };
    area.containsPoint_ = [ellipse](const Point& p) { return ellipse.contains(p.x, p.y); };
    return area;
}

Area Area::outline(Ring ring)
{
    Area area;
    std::erase_if(ring, [](const Point& p) { return !std::isfinite(p.x) || !std::isfinite(p.y); });
    if (ring.size() < 3)
        return area;
    area.bounds_ = annotation::bounds(Shape{0, 1, {ring}});
    area.cover_ = [shared = std::make_shared<const Ring>(std::move(ring))](
                      const raster::PixelRect& window, std::span<std::uint8_t> out) {
        coverOutline(*shared, window, out);
    };
    return area;
}

Area Area::pixels(const raster::PixelRect& window, std::vector<std::uint8_t> values)
{
    Area area;
    area.bounds_ = window;
    area.cover_ = [window,
                   shared = std::make_shared<const std::vector<std::uint8_t>>(std::move(values))](
                      const raster::PixelRect& wanted, std::span<std::uint8_t> out) {
        const raster::PixelRect both = wanted.intersected(window);
        for (int y = both.y; y < both.bottom(); ++y) {
            const std::uint8_t* from = shared->data() +
                                       static_cast<std::size_t>(y - window.y) * window.width +
                                       (both.x - window.x);
            std::uint8_t* to = out.data() + static_cast<std::size_t>(y - wanted.y) * wanted.width +
                               (both.x - wanted.x);
            std::transform(from, from + both.width, to,
                           [](std::uint8_t value) { return std::uint8_t{value != 0}; });
        }
    };
    return area;
}

Area Area::squares(const raster::PixelRect& window, int step, std::vector<std::uint8_t> values)
{
    Area area;
    if (window.isEmpty() || step < 1)
        return area;
    const int columns = (window.width + step - 1) / step;
    const auto shared = std::make_shared<const std::vector<std::uint8_t>>(std::move(values));
    const auto isInside = [shared, columns](int column, int row) {
        return (*shared)[static_cast<std::size_t>(row) * columns + column] != 0;
    };
    area.bounds_ = window;
    area.cover_ = [=](const raster::PixelRect& wanted, std::span<std::uint8_t> out) {
        const raster::PixelRect both = wanted.intersected(window);
        for (int y = both.y; y < both.bottom(); ++y) {
            const int row = (y - window.y) / step;
            const auto line = out.subspan(static_cast<std::size_t>(y - wanted.y) * wanted.width,
                                          static_cast<std::size_t>(wanted.width));
            int x = both.x;
            while (x < both.right()) {
                const int column = (x - window.x) / step;
                const int end = std::min(both.right(), window.x + (column + 1) * step);
                if (isInside(column, row))
                    std::fill(line.begin() + (x - wanted.x), line.begin() + (end - wanted.x),
                              std::uint8_t{1});
                x = end;
            }
        }
    };
    area.covers_ = [=](const raster::PixelRect& wanted) {
        if (wanted.intersected(window) != wanted)
            return false;
        for (int row = (wanted.y - window.y) / step; row <= (wanted.bottom() - 1 - window.y) / step;
             ++row)
            for (int column = (wanted.x - window.x) / step;
                 column <= (wanted.right() - 1 - window.x) / step; ++column)
                if (!isInside(column, row))
                    return false;
        return true;
    };
    return area;
}

Area Area::polygon(Shape shape)
{
    Area area;
    area.bounds_ = annotation::bounds(shape);
    area.cover_ = [shared = std::make_shared<const Shape>(std::move(shape))](
                      const raster::PixelRect& window, std::span<std::uint8_t> out) {
        rasterize(*shared, 1, window, out);
    };
    return area;
}

Area Area::both(const Area& a, const Area& b)
{
    Area area;
    area.bounds_ = a.bounds_.intersected(b.bounds_);
    area.cover_ = [a, b](const raster::PixelRect& window, std::span<std::uint8_t> out) {
        a.cover(window, out);
        std::vector<std::uint8_t> other(out.size());
        b.cover(window, other);
        std::transform(out.begin(), out.end(), other.begin(), out.begin(),
                       [](std::uint8_t one, std::uint8_t two) {
                           return static_cast<std::uint8_t>(one & two);
                       });
    };
    return area;
}

void Area::cover(const raster::PixelRect& window, std::span<std::uint8_t> out) const
{
    std::ranges::fill(out, std::uint8_t{0});
    if (cover_ && !window.isEmpty())
        cover_(window, out);
}

bool Area::covers(const raster::PixelRect& window) const
{
    if (covers_ && !window.isEmpty())
        return covers_(window);
    if (!containsPoint_ || window.isEmpty())
        return false;
    const double left = window.x + 0.5;
    const double top = window.y + 0.5;
    const double right = window.right() - 0.5;
    const double bottom = window.bottom() - 0.5;
    return containsPoint_({left, top}) && containsPoint_({right, top}) &&
           containsPoint_({left, bottom}) && containsPoint_({right, bottom});
}

} // namespace limn::annotation
