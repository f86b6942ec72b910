#include "annotation/tile_rows.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace limn::annotation
{
namespace
{

/// Blobs of no more bytes than this are looked for among those read before: a finished mask holds
/// many tiles of one value.
constexpr std::size_t repeatedBlobBytes = 64;
constexpr std::size_t stampBytes = 8;
constexpr std::size_t mostBytes = std::size_t{2} << 20;
constexpr std::size_t mostRows = 16384;

} // namespace

std::vector<std::uint8_t> stampedReduced(const StoredTile& tile, std::int64_t revision)
{
    std::vector<std::uint8_t> bytes;
    bytes.reserve(stampBytes + sizeof(StoredTile::Reduced));
    for (std::size_t i = 0; i < stampBytes; ++i)
        bytes.push_back(static_cast<std::uint8_t>(revision >> (8 * i)));
    bytes.insert(bytes.end(), tile.reduced().begin(), tile.reduced().end());
    return bytes;
}

std::optional<StoredTile::Reduced> readReduced(std::span<const std::uint8_t> bytes,
                                               std::int64_t revision)
{
    StoredTile::Reduced reduced;
    if (bytes.size() != stampBytes + reduced.size())
        return std::nullopt;
    std::uint64_t stamp = 0;
    for (std::size_t i = 0; i < stampBytes; ++i)
        stamp |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    if (stamp != static_cast<std::uint64_t>(revision))
        return std::nullopt;
    std::ranges::copy(bytes.subspan(stampBytes), reduced.begin());
    return reduced;
}

void TileRows::add(const MaskTileKey& key, std::int64_t revision,
                   std::span<const std::uint8_t> blob, std::span<const std::uint8_t> reduced)
{
    if (bytes_.capacity() == 0)
        bytes_.reserve(mostBytes + 2 * sizeof(MaskTile)); // memory that is not used costs nothing
    rows_.push_back({key, revision, bytes_.size(), blob.size(), reduced.size()});
    bytes_.insert(bytes_.end(), blob.begin(), blob.end());
    bytes_.insert(bytes_.end(), reduced.begin(), reduced.end());
}

bool TileRows::isFull() const
{
    return rows_.size() >= mostRows || bytes_.size() >= mostBytes;
}

std::vector<std::pair<MaskTileKey, StoredTilePtr>>
TileRows::tiles(const raster::PixelSize& image) const
{
    std::vector<std::pair<MaskTileKey, StoredTilePtr>> tiles;
    tiles.reserve(rows_.size());
    std::unordered_map<std::string_view, StoredTilePtr> known;
    for (const Row& row : rows_) {
        const raster::PixelRect area = tileArea(row.key, image);
        if (area.isEmpty())
            continue;
        const auto blob = std::span(bytes_).subspan(row.blob, row.blobSize);
        const auto stored = [&] {
            return std::make_shared<const StoredTile>(
                std::vector<std::uint8_t>(blob.begin(), blob.end()),
                readReduced(std::span(bytes_).subspan(row.blob + row.blobSize, row.reducedSize),
                            row.revision),
                area.width, area.height);
        };
        const bool isWhole = area.width == maskTileSize && area.height == maskTileSize;
        if (!isWhole || blob.size() > repeatedBlobBytes) {
            tiles.emplace_back(row.key, stored());
            continue;
        }
        StoredTilePtr& tile =
            known[std::string_view(reinterpret_cast<const char*>(blob.data()), blob.size())];
        if (!tile)
            tile = stored();
        tiles.emplace_back(row.key, tile);
    }
    return tiles;
}

} // namespace limn::annotation
