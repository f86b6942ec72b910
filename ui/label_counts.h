// How many pixels of one image carry each class, kept up to date tile by tile as labels change, so
// that a stroke costs the tiles it touched. GUI thread only.
#pragma once

#include "annotation/image_annotation.h"
#include "annotation/mask_tiles.h"
#include "raster/pixel_rect.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace limn::ui
{

class LabelCounts
{
public:
    using Counts = std::array<std::int64_t, 256>; ///< by class value

    /// Starts anew with everything that the image's labels cover.
    void reset(const annotation::ImageAnnotation& labels);
    /// The labels inside `rect` may have changed.
    void invalidate(const raster::PixelRect& rect);
    /// Counts what was invalidated, at most `tiles` tiles (many more of those that hold one class
    /// alone); true when all is counted. Throws ProjectError where a tile is damaged, which is then
    /// left out.
    bool update(const annotation::ImageAnnotation& labels, int tiles);
    const Counts& counts() const { return total_; }

private:
    raster::PixelSize image_;
    /// The classes in a tile with their pixels; of a hundred thousand tiles most hold few.
    using TileCounts = std::vector<std::pair<std::uint8_t, std::int32_t>>;
    static TileCounts count(const annotation::ImageAnnotation& labels,
                            const annotation::MaskTileKey& key, const raster::PixelRect& area);

    std::map<annotation::MaskTileKey, TileCounts> counted_;
    std::set<annotation::MaskTileKey> stale_;
    Counts total_{};
};

} // namespace limn::ui
