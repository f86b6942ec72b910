#include "ui/label_counts.h"

#include <array>

namespace limn::ui
{

namespace
{
using annotation::maskTileSize;

/// So many tiles of one class cost what one of several costs.
constexpr int uniformTiles = 64;
} // namespace

void LabelCounts::reset(const annotation::ImageAnnotation& labels)
{
    image_ = labels.image().size;
    counted_.clear();
    stale_.clear();
    total_ = {};
    for (const auto& [key, tile] : labels.mask().tiles())
        stale_.insert(key);
    for (const annotation::Shape& shape : labels.shapes())
        invalidate(annotation::bounds(shape));
}

void LabelCounts::invalidate(const raster::PixelRect& rect)
{
    const raster::PixelRect inside = rect.intersected({0, 0, image_.width, image_.height});
    if (inside.isEmpty())
        return;
    for (int row = inside.y / maskTileSize; row <= (inside.bottom() - 1) / maskTileSize; ++row)
        for (int column = inside.x / maskTileSize; column <= (inside.right() - 1) / maskTileSize;
             ++column)
            stale_.insert({column, row});
}

LabelCounts::TileCounts LabelCounts::count(const annotation::ImageAnnotation& labels,
                                           const annotation::MaskTileKey& key,
                                           const raster::PixelRect& area)
{
    // What is painted lies over polygons, so that a full tile tells all.
    const annotation::StoredTilePtr tile = labels.mask().tile(key);
    if (tile && tile->uniform())
        return {{*tile->uniform(), area.width * area.height}};
    if (!tile && !labels.hasShapesNear(area))
        return {{annotation::unlabelled, area.width * area.height}};
    std::vector<std::uint8_t> values(static_cast<std::size_t>(area.width) * area.height);
    labels.labels(area, 1, values);
    std::array<std::int32_t, 256> pixels{};
    for (const std::uint8_t value : values)
        ++pixels[value];
    TileCounts counts;
    for (std::size_t value = 0; value < pixels.size(); ++value)
        if (pixels[value] > 0)
            counts.emplace_back(static_cast<std::uint8_t>(value), pixels[value]);
    return counts;
}

bool LabelCounts::update(const annotation::ImageAnnotation& labels, int tiles)
{
    for (int left = tiles * uniformTiles; left > 0 && !stale_.empty();) {
        const annotation::MaskTileKey key = *stale_.begin();
        stale_.erase(stale_.begin());
        const raster::PixelRect area = annotation::tileArea(key, image_);
        if (area.isEmpty())
            continue;
        TileCounts& known = counted_[key];
        for (const auto& [value, pixels] : std::exchange(known, {}))
            total_[value] -= pixels;
        known = count(labels, key, area);
        for (const auto& [value, pixels] : known)
            total_[value] += pixels;
        left -= known.size() == 1 ? 1 : uniformTiles;
    }
    return stale_.empty();
}

} // namespace limn::ui
