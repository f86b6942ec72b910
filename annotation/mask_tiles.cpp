#include "annotation/mask_tiles.h"

#include "annotation/project.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

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
std::size_t tileBytes(std::vector<const StoredTile*>& tiles)
{
    std::ranges::sort(tiles);
    const auto repeated = std::ranges::unique(tiles);
    std::size_t bytes = 0;
    for (auto tile = tiles.begin(); tile != repeated.begin(); ++tile)
        bytes += *tile ? (*tile)->bytes() : 0;
    return bytes;
}

/// Tiles being painted at once by one edit; the others of a larger one are packed meanwhile.
constexpr std::size_t maxOpen = 1024;

/// Says where a damaged tile lies.
[[noreturn]] void tellDamage(const MaskTileKey& key)
{
    throw ProjectError("The labels painted at x " + std::to_string(key.column * maskTileSize) +
                       ", y " + std::to_string(key.row * maskTileSize) + " (" +
                       std::to_string(maskTileSize) + " x " + std::to_string(maskTileSize) +
                       " pixels) are damaged in the project's file: restore it from a backup.");
}

/// Goes on past damaged tiles, and throws for the first of them in the end.
class Damage
{
public:
    template <typename Read>
    auto survive(const MaskTileKey& key, const Read& read) -> decltype(read())
    {
        try {
            return read();
        } catch (const ProjectError&) {
            if (!isFound_)
                first_ = key;
            isFound_ = true;
            return {};
        }
    }
    void tell() const
    {
        if (isFound_)
            tellDamage(first_);
    }

private:
    bool isFound_ = false;
    MaskTileKey first_;
};

} // namespace

std::size_t MaskEdit::bytes() const
{
    // A tile that is the "after" of one edit is the mask's own or the "before" of the next one:
    // of both sides only the larger is kept in memory by this edit. A filled area shares one tile.
    std::vector<const StoredTile*> before;
    std::vector<const StoredTile*> after;
    for (const auto& [key, change] : tiles) {
        before.push_back(change.before.get());
        after.push_back(change.after.get());
    }
    return std::max(tileBytes(before), tileBytes(after)) + tiles.size() * 96;
}

MaskTiles::MaskTiles(raster::PixelSize image) : image_(image) {}

MaskTiles::MaskTiles(const MaskTiles& other)
    : image_(other.image_), tiles_(other.tiles()), memory_(other.memory_)
{}

MaskTiles& MaskTiles::operator=(MaskTiles other)
{
    image_ = other.image_;
    tiles_ = std::move(other.tiles_);
    open_ = std::move(other.open_);
    memory_ = std::move(other.memory_);
    return *this;
}

StoredTilePtr MaskTiles::stored(const MaskTileKey& key) const
{
    const auto found = tiles_.find(key);
    return found == tiles_.end() ? nullptr : found->second;
}

void MaskTiles::finish() const
{
    for (auto& [key, pixels] : std::exchange(open_, {})) {
        if (isUnlabelled(*pixels)) {
            tiles_.erase(key);
            continue;
        }
        auto tile = std::make_shared<const StoredTile>(std::move(pixels));
        memory_->pixels(tile);
        tiles_[key] = std::move(tile);
    }
}

StoredTilePtr MaskTiles::tile(const MaskTileKey& key) const
{
    if (open_.contains(key))
        finish();
    return stored(key);
}

const std::map<MaskTileKey, StoredTilePtr>& MaskTiles::tiles() const
{
    finish();
    return tiles_;
}

MaskTilePtr MaskTiles::pixels(const MaskTileKey& key) const
{
    if (const auto open = open_.find(key); open != open_.end())
        return open->second;
    const StoredTilePtr tile = stored(key);
    if (!tile)
        return nullptr;
    try {
        return memory_->pixels(tile);
    } catch (const ProjectError&) {
        tellDamage(key);
    }
}

void MaskTiles::setTile(const MaskTileKey& key, StoredTilePtr tile)
{
    open_.erase(key);
    if (!tile || tile->uniform() == std::uint8_t{0}) {
        tiles_.erase(key);
        return;
    }
    // What is decoded counts towards the budget.
    if (tile->decoded())
        memory_->pixels(tile);
    // Masks are read in the order of their keys: mostly it goes behind all others.
    tiles_.insert_or_assign(tiles_.end(), key, std::move(tile));
}

std::uint8_t MaskTiles::at(int x, int y) const
{
    if (x < 0 || y < 0 || x >= image_.width || y >= image_.height)
        return 0;
    const MaskTileKey key{x / maskTileSize, y / maskTileSize};
    const MaskTilePtr tile = pixels(key);
    return tile ? (*tile)[offsetInTile(x, y, key)] : 0;
}

void MaskTiles::read(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const
{
    constexpr int reduced = StoredTile::reducedStep;
    if (step % reduced == 0 && window.x % reduced == 0 && window.y % reduced == 0) {
        readReduced(window, step, out);
        return;
    }
    // Tiles of one value are filled in without looking at their pixels.
    std::vector<std::pair<MaskTileKey, std::uint8_t>> uniform;
    Damage damage;
    readTiles(window, step, out, image_, [&](const MaskTileKey& key) -> MaskTilePtr {
        const StoredTilePtr tile = open_.contains(key) ? nullptr : stored(key);
        if (!tile || !tile->uniform())
            return damage.survive(key, [&] { return pixels(key); });
        uniform.emplace_back(key, *tile->uniform());
        return nullptr;
    });
    const int columns = (window.width + step - 1) / step;
    for (const auto& [key, value] : uniform) {
        const auto area = tileArea(key, image_).intersected(window);
        const int firstColumn = sampleFrom(area.x, window.x, step);
        const int endColumn = sampleFrom(area.right(), window.x, step);
        for (int row = sampleFrom(area.y, window.y, step);
             row < sampleFrom(area.bottom(), window.y, step) && firstColumn < endColumn; ++row)
            std::memset(out.data() + static_cast<std::size_t>(row) * columns + firstColumn, value,
                        static_cast<std::size_t>(endColumn - firstColumn));
    }
    damage.tell();
}

std::size_t MaskTiles::packedTiles(const raster::PixelRect& window, int step) const
{
    const bool readsReduced = step % StoredTile::reducedStep == 0;
    const auto inside = window.intersected({0, 0, image_.width, image_.height});
    std::size_t packed = 0;
    for (const MaskTileKey& key : tilesCovering(inside)) {
        const StoredTilePtr tile = open_.contains(key) ? nullptr : stored(key);
        if (tile && !tile->uniform() && !(readsReduced && tile->hasReduced()) && !tile->decoded())
            ++packed;
    }
    return packed;
}

MaskTiles MaskTiles::part(const raster::PixelRect& window) const
{
    finish();
    MaskTiles part(image_);
    part.memory_ = memory_;
    for (const MaskTileKey& key : tilesCovering(window))
        if (StoredTilePtr tile = stored(key))
            part.tiles_.emplace_hint(part.tiles_.end(), key, std::move(tile));
    return part;
}

void MaskTiles::rest() const
{
    finish();
    memory_->letGo();
}

void MaskTiles::readReduced(const raster::PixelRect& window, int step,
                            std::span<std::uint8_t> out) const
{
    constexpr int reduced = StoredTile::reducedStep;
    const int columns = (window.width + step - 1) / step;
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    Damage damage;
    const auto inside = window.intersected({0, 0, image_.width, image_.height});
    for (const MaskTileKey& key : tilesCovering(inside)) {
        const auto open = open_.find(key);
        const StoredTilePtr tile = open == open_.end() ? stored(key) : nullptr;
        if (!tile && open == open_.end())
            continue;
        const auto area = tileArea(key, image_).intersected(inside);
        const int firstColumn = sampleFrom(area.x, window.x, step);
        const int endColumn = sampleFrom(area.right(), window.x, step);
        const int firstRow = sampleFrom(area.y, window.y, step);
        const int endRow = sampleFrom(area.bottom(), window.y, step);
        if (firstColumn >= endColumn || firstRow >= endRow)
            continue;
        const StoredTile::Reduced* samples = nullptr;
        if (tile && !tile->uniform()) {
            samples = damage.survive(key, [&] { return &tile->reduced(); });
            if (!samples)
                continue;
        }
        for (int row = firstRow; row < endRow; ++row) {
            const int y = window.y + row * step;
            std::uint8_t* target = out.data() + static_cast<std::size_t>(row) * columns;
            for (int column = firstColumn; column < endColumn; ++column) {
                const std::size_t offset = offsetInTile(window.x + column * step, y, key);
                if (!tile)
                    target[column] = (*open->second)[offset];
                else if (!samples)
                    target[column] = *tile->uniform();
                else
                    target[column] =
                        (*samples)[offset / maskTileSize / reduced * StoredTile::reducedSide +
                                   offset % maskTileSize / reduced];
            }
        }
    }
    damage.tell();
}

MaskTile& MaskTiles::writable(const MaskTileKey& key)
{
    const auto known = open_.find(key);
    if (known != open_.end())
        return *known->second;
    if (open_.size() >= maxOpen)
        finish();
    auto copy = std::make_shared<MaskTile>();
    if (const MaskTilePtr before = pixels(key))
        *copy = *before;
    return *(open_[key] = std::move(copy));
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
            if (firstColumn >= endColumn)
                continue;
            const std::uint8_t* source =
                tile->data() + offsetInTile(window.x + firstColumn * step, y, key);
            for (int column = firstColumn; column < endColumn; ++column, source += step)
                target[column] = *source;
        }
    }
}

} // namespace limn::annotation
