#include "ui/label_counts.h"

#include <vector>

namespace limn::ui
{

using annotation::maskTileSize;

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

bool LabelCounts::update(const annotation::ImageAnnotation& labels, int tiles)
{
    std::vector<std::uint8_t> values;
    for (; tiles > 0 && !stale_.empty(); --tiles) {
        const annotation::MaskTileKey key = *stale_.begin();
        stale_.erase(stale_.begin());
        const raster::PixelRect area =
            raster::PixelRect{key.column * maskTileSize, key.row * maskTileSize, maskTileSize,
                              maskTileSize}
                .intersected({0, 0, image_.width, image_.height});
        if (area.isEmpty())
            continue;
        values.assign(static_cast<std::size_t>(area.width) * area.height, 0);
        labels.labels(area, 1, values);
        Counts fresh{};
        for (const std::uint8_t value : values)
            ++fresh[value];
        Counts& known = counted_[key];
        for (std::size_t value = 0; value < fresh.size(); ++value)
            total_[value] += fresh[value] - known[value];
        known = fresh;
    }
    return stale_.empty();
}

} // namespace limn::ui
