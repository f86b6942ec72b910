// The one way an image is cut into square tiles on a pyramid of levels: level 0 is full resolution,
// level n shrinks by 2^n. Plain values; any thread.
#pragma once

#include "raster/pixel_rect.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace limn::raster
{

struct TileKey
{
    int level = 0;
    int column = 0;
    int row = 0;
    auto operator<=>(const TileKey&) const = default;
};

class TileGrid
{
public:
    TileGrid() = default;
    /// `tileSize` in pixels of the level at hand.
    TileGrid(PixelSize image, int tileSize);

    PixelSize imageSize() const { return image_; }
    int tileSize() const { return tileSize_; }
    int levels() const { return levels_; } ///< the last one fits into one tile
    /// The coarsest level that still has at least one sample a screen pixel at `scale` (screen
    /// pixels an image pixel).
    int levelFor(double scale) const;
    /// The tile's area in full-resolution pixels, cut at the image's edge.
    PixelRect area(const TileKey& key) const;
    /// Its size in its own pixels (smaller at the right and lower edge, at least 1 x 1).
    PixelSize pixels(const TileKey& key) const;
    /// All tiles of `level` that touch `window` (full-resolution pixels), row by row.
    std::vector<TileKey> covering(const PixelRect& window, int level) const;
    TileKey parent(const TileKey& key) const
    {
        return {key.level + 1, key.column / 2, key.row / 2};
    }

private:
    PixelSize image_{};
    int tileSize_ = 256;
    int levels_ = 0;
};

} // namespace limn::raster

template <>
struct std::hash<limn::raster::TileKey>
{
    std::size_t operator()(const limn::raster::TileKey& key) const noexcept
    {
        std::size_t h = static_cast<std::size_t>(key.level);
        h = h * 1000003u ^ static_cast<std::size_t>(key.column);
        return h * 1000003u ^ static_cast<std::size_t>(key.row);
    }
};
