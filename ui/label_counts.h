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
    /// Counts what was invalidated, at most `tiles` tiles; true when all is counted.
    bool update(const annotation::ImageAnnotation& labels, int tiles);
    const Counts& counts() const { return total_; }

private:
    raster::PixelSize image_;
    std::map<annotation::MaskTileKey, Counts> counted_;
    std::set<annotation::MaskTileKey> stale_;
    Counts total_{};
};

} // namespace limn::ui
