// The brush mask of one image: 256 x 256 tiles of class values, only where something is painted.
//
// Tiles are shared and copied on write, so that a snapshot of a mask of any size costs one map of
// pointers, and undo keeps the old tiles instead of copies of areas. They lie packed in memory but
// for those used lately (see StoredTile), so that reading may throw ProjectError for a tile that is
// damaged in the file. Not thread-safe, reading included; a copy of a MaskTiles may be used on
// another thread while the original is painted on.
#pragma once

#include "annotation/stored_tile.h"
#include "raster/pixel_rect.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace limn::annotation
{

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
        StoredTilePtr before;
        StoredTilePtr after;
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
    MaskTiles(const MaskTiles& other);
    MaskTiles(MaskTiles&&) = default;
    MaskTiles& operator=(MaskTiles other);
    ~MaskTiles() = default;

    raster::PixelSize imageSize() const { return image_; }
    /// What is being painted is finished first: the next writable() copies it.
    StoredTilePtr tile(const MaskTileKey& key) const;
    const std::map<MaskTileKey, StoredTilePtr>& tiles() const; ///< finished as by tile()
    /// An all-unlabelled tile is stored as nullptr.
    void setTile(const MaskTileKey& key, StoredTilePtr tile);
    /// For looking at once: those of a tile that is being painted go on changing.
    MaskTilePtr pixels(const MaskTileKey& key) const;

    std::uint8_t at(int x, int y) const; ///< 0 outside the image
    /// Every `step`-th pixel of `window` in both directions, row by row, from its top left; `out`
    /// holds ceil(width / step) * ceil(height / step) values; 0 outside the image. Damaged tiles
    /// count as unlabelled, and are told when all others are read.
    void read(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const;
    /// How many tiles read() would have to unpack first, at some 50 microseconds each.
    std::size_t packedTiles(const raster::PixelRect& window, int step) const;
    /// The tiles that touch a window alone, for reading them on another thread.
    MaskTiles part(const raster::PixelRect& window) const;
    void rest() const; ///< keeps nothing decoded until it is looked at again
    /// The tile for writing, made unique first, so that others who hold it keep what they saw;
    /// pixels past the image's edge must stay 0. Valid until another tile is asked for.
    MaskTile& writable(const MaskTileKey& key);

    void apply(const MaskEdit& edit);  ///< puts every `after` in place
    void revert(const MaskEdit& edit); ///< puts every `before` back

private:
    StoredTilePtr stored(const MaskTileKey& key) const;
    void finish() const; ///< what is being painted becomes tiles
    void readReduced(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const;

    raster::PixelSize image_{};
    mutable std::map<MaskTileKey, StoredTilePtr> tiles_;
    mutable std::map<MaskTileKey, std::shared_ptr<MaskTile>> open_; ///< being painted
    std::shared_ptr<TileMemory> memory_ = std::make_shared<TileMemory>();
};

/// The part of `tile` that lies inside the image, in image pixels.
raster::PixelRect tileArea(const MaskTileKey& key, const raster::PixelSize& image);

/// The keys of all tiles that touch `window`, row by row; none when it is empty.
std::vector<MaskTileKey> tilesCovering(const raster::PixelRect& window);

/// MaskTiles::read for any source of tiles; `tileAt(key)` gives a tile or nullptr for all 0.
void readTiles(const raster::PixelRect& window, int step, std::span<std::uint8_t> out,
               const raster::PixelSize& image,
               const std::function<MaskTilePtr(const MaskTileKey&)>& tileAt);

} // namespace limn::annotation
