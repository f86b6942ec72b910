#include "annotation/area_fill.h"

#include "annotation/class_list.h"
#include "annotation/mask_writer.h"

#include <algorithm>
#include <cstring>

namespace limn::annotation
{
namespace
{

/// Paints one tile's part of an area; `cover` is room for a tile's pixels.
class TileFill
{
public:
    TileFill(MaskTiles& mask, const Area& area, const PaintRule& rule)
        : mask_(mask), area_(area), rule_(rule)
    {}

    void fill(const MaskTileKey& key, const raster::PixelRect& part)
    {
        const bool isWhole = part.width == maskTileSize && part.height == maskTileSize;
        const bool covered = isWhole && isCovered(part);
        if (covered && rule_.replacesAll)
            fillWhole(key, part);
        else if (covered || lookAt(part))
            paint(key, part, covered);
    }

    MaskEdit finish()
    {
        completeEdit(edit_, mask_);
        return std::move(edit_);
    }
    void giveUp() { mask_.revert(edit_); }

private:
    bool isCovered(const raster::PixelRect& part)
    {
        if (area_.covers(part))
            return true;
        return lookAt(part) && std::memchr(cover_.data(), 0, cover_.size()) == nullptr;
    }

    /// Reads the area's pixels; false when there are none.
    bool lookAt(const raster::PixelRect& part)
    {
        if (looked_ == part)
            return any_;
        looked_ = part;
        cover_.resize(static_cast<std::size_t>(part.width) * part.height);
        area_.cover(part, cover_);
        any_ = std::memchr(cover_.data(), 1, cover_.size()) != nullptr;
        return any_;
    }

    void fillWhole(const MaskTileKey& key, const raster::PixelRect& part)
    {
        const StoredTilePtr before = mask_.tile(key);
        if ((before ? before->uniform() : std::uint8_t{unlabelled}) == rule_.value)
            return;
        if (!filled_)
            filled_ = std::make_shared<const StoredTile>(rule_.value);
        rememberTile(edit_, mask_, key);
        mask_.setTile(key, filled_);
        edit_.rect = edit_.rect.united(part);
    }

    void paint(const MaskTileKey& key, const raster::PixelRect& part, bool covered)
    {
        const MaskTilePtr seen = tileOrBlank(mask_, key);
        const MaskTile* before = seen.get();
        MaskTile* pixels = nullptr;
        for (int y = part.y; y < part.bottom(); ++y) {
            const std::size_t row = static_cast<std::size_t>(y % maskTileSize) * maskTileSize +
                                    static_cast<std::size_t>(part.x % maskTileSize);
            const std::uint8_t* inside =
                covered ? nullptr
                        : cover_.data() + static_cast<std::size_t>(y - part.y) * part.width;
            int first = part.width;
            int end = 0;
            for (int i = 0; i < part.width; ++i) {
                if ((inside && inside[i] == 0) || !rule_.replaces[(*before)[row + i]])
                    continue;
                if (!pixels) {
                    rememberTile(edit_, mask_, key);
                    pixels = &mask_.writable(key);
                    before = pixels;
                }
                (*pixels)[row + i] = rule_.value;
                first = std::min(first, i);
                end = i + 1;
            }
            edit_.rect = edit_.rect.united({part.x + first, y, end - first, 1});
        }
    }

    MaskTiles& mask_;
    const Area& area_;
    const PaintRule& rule_;
    MaskEdit edit_;
    StoredTilePtr filled_;
    std::vector<std::uint8_t> cover_;
    raster::PixelRect looked_; ///< what cover_ holds
    bool any_ = false;
};

} // namespace

MaskEdit fillArea(MaskTiles& mask, const Area& area, const PaintRule& rule, Progress& progress)
{
    const raster::PixelSize size = mask.imageSize();
    const raster::PixelRect inside = area.bounds().intersected({0, 0, size.width, size.height});
    TileFill fill(mask, area, rule);
    const std::vector<MaskTileKey> keys = tilesCovering(inside);
    try {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            fill.fill(keys[i], tileArea(keys[i], size));
            progress.report(static_cast<double>(i + 1) / static_cast<double>(keys.size()));
        }
        return fill.finish();
    } catch (...) {
        fill.giveUp();
        throw;
    }
}

MaskEdit fillArea(MaskTiles& mask, const Area& area, const PaintRule& rule)
{
    Progress unwatched;
    return fillArea(mask, area, rule, unwatched);
}

} // namespace limn::annotation
