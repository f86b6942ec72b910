// The rows of a mask's tiles as they come from the project's file, and the tiles made of them. Made
// apart from reading, so that another thread can do it while more rows are read. Plain values; any
// thread.
#pragma once

#include "annotation/mask_tiles.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace limn::annotation
{

/// Every 16th pixel of a tile, behind the revision that it belongs to: how it is stored.
std::vector<std::uint8_t> stampedReduced(const StoredTile& tile, std::int64_t revision);
/// Nothing where there is none or another program has changed the pixels since.
std::optional<StoredTile::Reduced> readReduced(std::span<const std::uint8_t> bytes,
                                               std::int64_t revision);

class TileRows
{
public:
    void add(const MaskTileKey& key, std::int64_t revision, std::span<const std::uint8_t> blob,
             std::span<const std::uint8_t> reduced);
    bool isEmpty() const { return rows_.empty(); }
    /// Worth a thread's while: more would only keep it waiting.
    bool isFull() const;
    /// The tiles in the order of the rows; those past the image's edge are left out, and whole ones
    /// of the same few bytes are one. Throws ProjectError for what is no tile.
    std::vector<std::pair<MaskTileKey, StoredTilePtr>> tiles(const raster::PixelSize& image) const;

private:
    struct Row
    {
        MaskTileKey key;
        std::int64_t revision = 0;
        std::size_t blob = 0; ///< where it begins in bytes_, the reduced pixels right behind it
        std::size_t blobSize = 0;
        std::size_t reducedSize = 0;
    };

    std::vector<Row> rows_;
    std::vector<std::uint8_t> bytes_;
};

} // namespace limn::annotation
