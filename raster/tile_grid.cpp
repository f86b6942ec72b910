#include "raster/tile_grid.h"

#include <cmath>
#include <cstdint>

namespace limn::raster
{

namespace
{

std::int64_t shrunk(std::int64_t length, int level)
{
    const std::int64_t step = std::int64_t{1} << level;
    return std::max<std::int64_t>(1, (length + step - 1) / step);
}

} // namespace

TileGrid::TileGrid(PixelSize image, int tileSize)
    : image_(image), tileSize_(std::max(1, tileSize)), levels_(image.isEmpty() ? 0 : 1)
{
    if (image.isEmpty())
        return;
    while (shrunk(image.width, levels_ - 1) > tileSize_ ||
           shrunk(image.height, levels_ - 1) > tileSize_)
        ++levels_;
}

int TileGrid::levelFor(double scale) const
{
    if (levels_ == 0 || !(scale > 0))
        return std::max(0, levels_ - 1);
    // A scale a rounding error above a power of two still means that power.
    constexpr double slack = 1e-6;
    const double level = std::floor(-std::log2(scale) + slack);
    return static_cast<int>(std::clamp(level, 0.0, static_cast<double>(levels_ - 1)));
}

PixelRect TileGrid::area(const TileKey& key) const
{
    const std::int64_t side = static_cast<std::int64_t>(tileSize_) << key.level;
    const auto cut = [side](std::int64_t index, std::int64_t length) {
        const std::int64_t begin = std::clamp<std::int64_t>(index * side, 0, length);
        const std::int64_t end = std::clamp<std::int64_t>((index + 1) * side, begin, length);
        return std::pair(static_cast<int>(begin), static_cast<int>(end - begin));
    };
    const auto [x, width] = cut(key.column, image_.width);
    const auto [y, height] = cut(key.row, image_.height);
    return {x, y, width, height};
}

PixelSize TileGrid::pixels(const TileKey& key) const
{
    const PixelRect covered = area(key);
    return {static_cast<int>(shrunk(covered.width, key.level)),
            static_cast<int>(shrunk(covered.height, key.level))};
}

std::vector<TileKey> TileGrid::covering(const PixelRect& window, int level) const
{
    std::vector<TileKey> keys;
    if (level < 0 || level >= levels_)
        return keys;
    const PixelRect inside = window.intersected({0, 0, image_.width, image_.height});
    if (inside.isEmpty())
        return keys;
    const std::int64_t side = static_cast<std::int64_t>(tileSize_) << level;
    const auto first = [side](int begin) { return static_cast<int>(begin / side); };
    const auto last = [side](std::int64_t end) { return static_cast<int>((end - 1) / side); };
    for (int row = first(inside.y); row <= last(inside.bottom()); ++row)
        for (int column = first(inside.x); column <= last(inside.right()); ++column)
            keys.push_back({level, column, row});
    return keys;
}

} // namespace limn::raster
