#include "raster/placement.h"

#include <algorithm>
#include <cmath>

namespace limn::raster
{

namespace
{

struct Span
{
    int begin = 0;
    int count = 0;
    double from = 0;
    double length = 0;
};

/// One axis of a Placement: the output pixels whose centres are inside [0, size).
Span placedSpan(int start, int length, int out, int size)
{
    const double step = static_cast<double>(length) / out;
    const double first = std::ceil(-start / step - 0.5);
    const double last = std::ceil((static_cast<double>(size) - start) / step - 0.5);
    const int begin = static_cast<int>(std::clamp<double>(first, 0, out));
    const int end = static_cast<int>(std::clamp<double>(last, begin, out));
    const double from = std::max(0.0, start + begin * step);
    const double to = std::min(static_cast<double>(size), start + end * step);
    return {begin, end - begin, from, to - from};
}

} // namespace

Placement placed(const PixelRect& window, PixelSize out, PixelSize image)
{
    const Span x = placedSpan(window.x, window.width, out.width, image.width);
    const Span y = placedSpan(window.y, window.height, out.height, image.height);
    return {{x.begin, y.begin, x.count, y.count}, x.from, y.from, x.length, y.length};
}

Placement reducedPlace(const Placement& place, int factor)
{
    return {place.target, place.x / factor, place.y / factor, place.width / factor,
            place.height / factor};
}

std::string describeWindow(const Placement& place)
{
    const auto whole = [](double value) { return std::to_string(std::llround(value)); };
    return "columns " + whole(place.x) + " to " + whole(place.x + place.width) + ", rows " +
           whole(place.y) + " to " + whole(place.y + place.height);
}

} // namespace limn::raster
