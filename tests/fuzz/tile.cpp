// Any bytes as a stored tile: decoded to the size that was asked for or refused with a
// ProjectError, and the same as a tile of a mask, which stays packed until it is looked at. The
// bytes themselves come back from a tile made of them.
#include "annotation/project.h"
#include "annotation/stored_tile.h"
#include "annotation/tile_codec.h"
#include "refusal.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <vector>

using namespace limn::annotation;

namespace
{

/// What a mask does with the blob, cut to `columns` and `rows` at the image's edge, beside the
/// pixels that it holds (none: it is damaged).
void lookAtTile(const std::vector<std::uint8_t>& blob,
                const std::optional<std::vector<std::uint8_t>>& pixels, int columns, int rows)
{
    std::optional<StoredTile> tile;
    if (!fuzz::takes<ProjectError>([&] { tile.emplace(blob, std::nullopt, columns, rows); })) {
        if (pixels)
            std::abort();
        return;
    }
    if (!std::ranges::equal(tile->blob(), blob))
        std::abort();
    StoredTile::Reduced reduced{};
    MaskTilePtr seen;
    const bool isSeen = fuzz::takes<ProjectError>([&] { reduced = tile->reduced(); });
    if (fuzz::takes<ProjectError>([&] { seen = tile->pixels(); }) != isSeen ||
        isSeen != pixels.has_value())
        std::abort();
    if (!isSeen)
        return;
    for (int y = 0; y < maskTileSize; ++y)
        for (int x = 0; x < maskTileSize; ++x) {
            const auto at = static_cast<std::size_t>(y) * maskTileSize + x;
            const int expected = x < columns && y < rows ? (*pixels)[at] : 0;
            const bool isSample =
                x % StoredTile::reducedStep == 0 && y % StoredTile::reducedStep == 0;
            const auto sample =
                static_cast<std::size_t>(y / StoredTile::reducedStep) * StoredTile::reducedSide +
                x / StoredTile::reducedStep;
            if ((*seen)[at] != expected || (isSample && reduced[sample] != expected) ||
                (tile->uniform() && *tile->uniform() != expected))
                std::abort();
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span bytes(data, size);
    // As large as the blob itself says, so that more than its header is looked at.
    std::size_t claimed = sizeof(MaskTile);
    if (size >= 12)
        claimed = data[8] | data[9] << 8 | (data[10] & 3) << 16;
    std::vector<std::uint8_t> decoded;
    const bool isTile = fuzz::takes<ProjectError>([&] { decoded = decodeTile(bytes, claimed); });
    if (isTile && decoded.size() != claimed)
        std::abort();
    if (claimed == sizeof(MaskTile)) {
        const std::vector<std::uint8_t> blob(bytes.begin(), bytes.end());
        const auto pixels = isTile ? std::optional(decoded) : std::nullopt;
        lookAtTile(blob, pixels, maskTileSize, maskTileSize);
        lookAtTile(blob, pixels, 1 + static_cast<int>(size % maskTileSize), 100);
    }
    if (!std::ranges::equal(decodeTile(encodeTile(bytes), size), bytes))
        std::abort();
    return 0;
}
