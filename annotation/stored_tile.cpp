#include "annotation/stored_tile.h"

#include "annotation/tile_codec.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace limn::annotation
{
namespace
{

/// A tile of one value takes no more than this when packed.
constexpr std::size_t uniformBlobBytes = 64;

std::optional<std::uint8_t> oneValueOf(const MaskTile& tile)
{
    const bool isOne = std::memcmp(tile.data(), tile.data() + 1, tile.size() - 1) == 0;
    return isOne ? std::optional(tile[0]) : std::nullopt;
}

} // namespace

bool isUnlabelled(const MaskTile& tile)
{
    return tile[0] == 0 && oneValueOf(tile) == 0;
}

StoredTile::StoredTile(MaskTilePtr pixels) : own_(std::move(pixels)), uniform_(oneValueOf(*own_))
{
    if (uniform_)
        own_.reset();
}

StoredTile::StoredTile(std::uint8_t value) : uniform_(value) {}

StoredTile::StoredTile(std::vector<std::uint8_t> blob, const std::optional<Reduced>& reduced,
                       int columns, int rows)
    : blob_(std::move(blob)),
      columns_(static_cast<std::uint16_t>(columns)),
      rows_(static_cast<std::uint16_t>(rows))
{
    checkTile(blob_, sizeof(MaskTile));
    if (blob_.size() <= uniformBlobBytes && columns == maskTileSize && rows == maskTileSize)
        uniform_ = oneValueOf(*pixelsLocked());
    if (reduced)
        reduced_ = std::make_unique<const Reduced>(*reduced);
}

MaskTilePtr StoredTile::decodedLocked() const
{
    return own_ ? own_ : out_.lock();
}

MaskTilePtr StoredTile::pixelsLocked() const
{
    if (MaskTilePtr known = decodedLocked())
        return known;
    // Not in one piece with its counter, which out_ keeps: the pixels' memory would stay with it.
    std::shared_ptr<MaskTile> tile = std::make_unique_for_overwrite<MaskTile>();
    if (uniform_) {
        tile->fill(*uniform_);
    } else {
        decodeTile(blob_, *tile);
        for (int row = 0; row < maskTileSize && columns_ < maskTileSize; ++row)
            std::fill_n(tile->begin() + row * maskTileSize + columns_, maskTileSize - columns_,
                        std::uint8_t{0});
        std::fill(tile->begin() + rows_ * maskTileSize, tile->end(), std::uint8_t{0});
    }
    out_ = tile;
    return tile;
}

MaskTilePtr StoredTile::decoded() const
{
    const std::lock_guard lock(mutex_);
    return decodedLocked();
}

MaskTilePtr StoredTile::pixels() const
{
    const std::lock_guard lock(mutex_);
    return pixelsLocked();
}

void StoredTile::packLocked() const
{
    if (!blob_.empty())
        return;
    const MaskTilePtr tile = pixelsLocked();
    blob_ = encodeTile(*tile);
    // What it was packed into had room for the worst case.
    blob_.shrink_to_fit();
    if (!uniform_ && !reduced_)
        reduceLocked(*tile);
}

void StoredTile::reduceLocked(const MaskTile& pixels) const
{
    auto reduced = std::make_unique<Reduced>();
    auto out = reduced->begin();
    for (int row = 0; row < maskTileSize; row += reducedStep)
        for (int column = 0; column < maskTileSize; column += reducedStep)
            *out++ = pixels[static_cast<std::size_t>(row * maskTileSize + column)];
    reduced_ = std::move(reduced);
}

std::span<const std::uint8_t> StoredTile::blob() const
{
    const std::lock_guard lock(mutex_);
    packLocked();
    return blob_;
}

const StoredTile::Reduced& StoredTile::reduced() const
{
    const std::lock_guard lock(mutex_);
    if (!reduced_)
        reduceLocked(*pixelsLocked());
    return *reduced_;
}

bool StoredTile::hasReduced() const
{
    const std::lock_guard lock(mutex_);
    return reduced_ != nullptr;
}

void StoredTile::letGoOfPixels() const
{
    const std::lock_guard lock(mutex_);
    if (!own_)
        return;
    packLocked();
    own_.reset();
}

std::size_t StoredTile::bytes() const
{
    const std::lock_guard lock(mutex_);
    return sizeof(StoredTile) + (own_ ? sizeof(MaskTile) : 0) + blob_.capacity() +
           (reduced_ ? sizeof(Reduced) : 0);
}

MaskTilePtr TileMemory::pixels(const StoredTilePtr& tile)
{
    MaskTilePtr pixels = tile->pixels();
    tile->used_ = true;
    if (tile->held_.exchange(true))
        return pixels;
    // Packed without the lock, so that others go on meanwhile.
    std::vector<StoredTilePtr> gone;
    {
        const std::lock_guard lock(mutex_);
        held_.push_back({tile, pixels});
        while (held_.size() * sizeof(MaskTile) > budget_ && held_.size() > 1) {
            Held first = std::move(held_.front());
            held_.pop_front();
            StoredTilePtr old = first.tile.lock();
            if (!old)
                continue;
            // Whoever was asked for since the last time round gets another one.
            if (old->used_.exchange(false))
                held_.push_back(std::move(first));
            else
                gone.push_back(std::move(old));
        }
    }
    for (const StoredTilePtr& old : gone) {
        old->held_ = false;
        old->letGoOfPixels();
    }
    return pixels;
}

void TileMemory::letGo()
{
    std::deque<Held> gone;
    {
        const std::lock_guard lock(mutex_);
        gone.swap(held_);
    }
    for (Held& held : gone) {
        held.pixels.reset();
        if (const StoredTilePtr tile = held.tile.lock()) {
            tile->held_ = false;
            tile->letGoOfPixels();
        }
    }
}

std::size_t TileMemory::bytes() const
{
    const std::lock_guard lock(mutex_);
    return held_.size() * sizeof(MaskTile);
}

} // namespace limn::annotation
