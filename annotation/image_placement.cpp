#include "annotation/image_placement.h"

#include <algorithm>
#include <cmath>

namespace limn::annotation
{

Point ImagePlacement::toMap(const Point& pixel) const
{
    if (!transform)
        return {pixel.x, -pixel.y};
    const auto& t = *transform;
    return {t[0] + pixel.x * t[1] + pixel.y * t[2], t[3] + pixel.x * t[4] + pixel.y * t[5]};
}

Point ImagePlacement::toPixel(const Point& map) const
{
    if (!transform)
        return {map.x, -map.y};
    const auto& t = *transform;
    const double dx = map.x - t[0];
    const double dy = map.y - t[3];
    const double determinant = t[1] * t[5] - t[2] * t[4];
    return {(dx * t[5] - dy * t[2]) / determinant, (dy * t[1] - dx * t[4]) / determinant};
}

std::optional<raster::GeoTransform>
usableTransform(const std::optional<raster::GeoTransform>& transform)
{
    if (!transform)
        return std::nullopt;
    const auto& t = *transform;
    const bool finite = std::ranges::all_of(t, [](double value) { return std::isfinite(value); });
    const double determinant = t[1] * t[5] - t[2] * t[4];
    if (!finite || determinant == 0 || !std::isfinite(1 / determinant))
        return std::nullopt;
    return transform;
}

} // namespace limn::annotation
