#include "annotation/mask_tiles.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace limn::annotation
{
namespace
{

int floorDivide(int value, int divisor)
{
    return value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor);
}

std::size_t offsetInTile(int x, int y, const MaskTileKey& key)
{
    return static_cast<std::size_t>(y - key.row * maskTileSize) * maskTileSize +
           static_cast<std::size_t>(x - key.column * maskTileSize);
}

/// The first of origin, origin + step, ... that is not below `bound`, as an index.
int sampleFrom(int bound, int origin, int step)
{
    return bound <= origin ? 0 : (bound - origin + step - 1) / step;
}

/// Memory of the tiles, each counted once.
std::size_t tileBytes(std::vector<const MaskTile*>& tiles)
{
    std::ranges::sort(tiles);
    const auto repeated = std::ranges::unique(tiles);
    const auto distinct = static_cast<std::size_t>(repeated.begin() - tiles.begin());
    const bool hasNone = distinct > 0 && tiles.front() == nullptr;
    return (distinct - (hasNone ? 1 : 0)) * sizeof(MaskTile);
}

} // namespace

std::size_t MaskEdit::bytes() const
{
    // A tile that is the "after" of one edit is the mask's own or the "before" of the next one:
    // of both sides only the larger is kept in memory by this edit. A filled area shares one tile.
    std::vector<const MaskTile*> before;
    std::vector<const MaskTile*> after;
    for (const auto& [key, change] : tiles) {
        before.push_back(change.before.get());
        after.push_back(change.after.get());
    }
    return std::max(tileBytes(before), tileBytes(after)) + tiles.size() * 96;
}

MaskTiles::MaskTiles(raster::PixelSize image) : image_(image) {}

MaskTilePtr MaskTiles::tile(const MaskTileKey& key) const
{
    const auto found = tiles_.find(key);
    return found == tiles_.end() ? nullptr : found->second;
}

void MaskTiles::setTile(const MaskTileKey& key, MaskTilePtr tile)
{
    own_.erase(key);
    if (!tile || isUnlabelled(*tile))
        tiles_.erase(key);
    else
        tiles_[key] = std::move(tile);
}

std::uint8_t MaskTiles::at(int x, int y) const
{
    if (x < 0 || y < 0 || x >= image_.width || y >= image_.height)
        return 0;
    const MaskTileKey key{x / maskTileSize, y / maskTileSize};
    const auto found = tiles_.find(key);
    return found == tiles_.end() ? 0 : (*found->second)[offsetInTile(x, y, key)];
}

void MaskTiles::read(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const
{
    readTiles(window, step, out, image_, [this](const MaskTileKey& key) { return tile(key); });
}

MaskTile& MaskTiles::writable(const MaskTileKey& key)
{
    MaskTilePtr& slot = tiles_[key];
    const bool own = own_.contains(key) && slot.use_count() == 1;
    if (!own) {
        auto copy = std::make_shared<MaskTile>();
        if (slot)
            *copy = *slot;
        else
            copy->fill(0);
        slot = std::move(copy);
        own_.insert(key);
    }
    // A snapshot on another thread that has just let go of the tile may still have been reading it.
    std::atomic_thread_fence(std::memory_order_acquire);
    return const_cast<MaskTile&>(*slot);
}

void MaskTiles::apply(const MaskEdit& edit)
{
    for (const auto& [key, change] : edit.tiles)
        setTile(key, change.after);
}

void MaskTiles::revert(const MaskEdit& edit)
{
    for (const auto& [key, change] : edit.tiles)
        setTile(key, change.before);
}

bool isUnlabelled(const MaskTile& tile)
{
    return tile[0] == 0 && std::memcmp(tile.data(), tile.data() + 1, tile.size() - 1) == 0;
}

raster::PixelRect tileArea(const MaskTileKey& key, const raster::PixelSize& image)
{
    const raster::PixelRect area{key.column * maskTileSize, key.row * maskTileSize, maskTileSize,
                                 maskTileSize};
    return area.intersected({0, 0, image.width, image.height});
}

std::vector<MaskTileKey> tilesCovering(const raster::PixelRect& window)
{
    std::vector<MaskTileKey> keys;
    if (window.isEmpty())
        return keys;
    for (int row = floorDivide(window.y, maskTileSize);
         row <= floorDivide(window.bottom() - 1, maskTileSize); ++row) {
        for (int column = floorDivide(window.x, maskTileSize);
             column <= floorDivide(window.right() - 1, maskTileSize); ++column)
            keys.push_back({column, row});
    }
    return keys;
}

void readTiles(const raster::PixelRect& window, int step, std::span<std::uint8_t> out,
               const raster::PixelSize& image,
               const std::function<MaskTilePtr(const MaskTileKey&)>& tileAt)
{
    const int columns = (window.width + step - 1) / step;
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    const auto inside = window.intersected({0, 0, image.width, image.height});
    for (const MaskTileKey& key : tilesCovering(inside)) {
        const MaskTilePtr tile = tileAt(key);
        if (!tile)
            continue;
        const auto area = tileArea(key, image).intersected(inside);
        const int firstColumn = sampleFrom(area.x, window.x, step);
        const int endColumn = sampleFrom(area.right(), window.x, step);
        const int firstRow = sampleFrom(area.y, window.y, step);
        const int endRow = sampleFrom(area.bottom(), window.y, step);
        for (int row = firstRow; row < endRow; ++row) {
            const int y = window.y + row * step;
            std::uint8_t* target = out.data() + static_cast<std::size_t>(row) * columns;
            if (step == 1) {
                std::memcpy(target + firstColumn, tile->data() + offsetInTile(area.x, y, key),
                            static_cast<std::size_t>(area.width));
                continue;
            }
            for (int column = firstColumn; column < endColumn; ++column)
                target[column] = (*tile)[offsetInTile(window.x + column * step, y, key)];
        }
    }
}

} // namespace limn::annotation
