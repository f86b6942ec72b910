// The brush mask of one image: 256 x 256 tiles of class values, only where something is painted.
//
// Tiles are shared and copied on write, so that a snapshot of a mask of any size costs one map of
// pointers, and undo keeps the old tiles instead of copies of areas. Not thread-safe; a copy of a
// MaskTiles may be used on another thread while the original is painted on.
#pragma once

#include "raster/pixel_rect.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

namespace limn::annotation
{

inline constexpr int maskTileSize = 256;
using MaskTile = std::array<std::uint8_t, maskTileSize * maskTileSize>;
using MaskTilePtr = std::shared_ptr<const MaskTile>; ///< nullptr: all unlabelled

struct MaskTileKey
{
    int column = 0;
    int row = 0;
    auto operator<=>(const MaskTileKey&) const = default;
};

/// What one edit did: for every tile it touched, the tile before and after.
struct MaskEdit
{
    struct Change
    {
        MaskTilePtr before;
        MaskTilePtr after;
    };
    std::map<MaskTileKey, Change> tiles;
    raster::PixelRect rect; ///< covers every changed pixel

    bool isEmpty() const { return tiles.empty(); }
    std::size_t bytes() const; ///< memory that keeping this edit costs, for the undo budget
};

class MaskTiles
{
public:
    MaskTiles() = default;
    explicit MaskTiles(raster::PixelSize image);

    raster::PixelSize imageSize() const { return image_; }
    MaskTilePtr tile(const MaskTileKey& key) const;
    /// An all-unlabelled tile is stored as nullptr.
    void setTile(const MaskTileKey& key, MaskTilePtr tile);
    const std::map<MaskTileKey, MaskTilePtr>& tiles() const { return tiles_; }

    std::uint8_t at(int x, int y) const; ///< 0 outside the image
    /// Every `step`-th pixel of `window` in both directions, row by row, from its top left; `out`
    /// holds ceil(width / step) * ceil(height / step) values; 0 outside the image.
    void read(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const;
    /// The tile for writing, made unique first, so that others who hold it keep what they saw;
    /// pixels past the image's edge must stay 0. Valid until the tile is shared again.
    MaskTile& writable(const MaskTileKey& key);

    void apply(const MaskEdit& edit);  ///< puts every `after` in place
    void revert(const MaskEdit& edit); ///< puts every `before` back

private:
    raster::PixelSize image_{};
    std::map<MaskTileKey, MaskTilePtr> tiles_;
    std::set<MaskTileKey> own_; ///< tiles made by writable(): never const objects of someone else
};

bool isUnlabelled(const MaskTile& tile);

/// The part of `tile` that lies inside the image, in image pixels.
raster::PixelRect tileArea(const MaskTileKey& key, const raster::PixelSize& image);

/// The keys of all tiles that touch `window`, row by row; none when it is empty.
std::vector<MaskTileKey> tilesCovering(const raster::PixelRect& window);

/// MaskTiles::read for any source of tiles; `tileAt(key)` gives a tile or nullptr for all 0.
void readTiles(const raster::PixelRect& window, int step, std::span<std::uint8_t> out,
               const raster::PixelSize& image,
               const std::function<MaskTilePtr(const MaskTileKey&)>& tileAt);

} // namespace limn::annotation
