#include "annotation/mask_writer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace limn::annotation
{
namespace
{

bool isSame(const StoredTilePtr& a, const StoredTilePtr& b)
{
    if (a == b || !a || !b)
        return a == b;
    if (a->uniform() || b->uniform())
        return a->uniform() == b->uniform();
    return *a->pixels() == *b->pixels();
}

} // namespace

MaskTilePtr tileOrBlank(const MaskTiles& mask, const MaskTileKey& key)
{
    static const MaskTilePtr blank = std::make_shared<const MaskTile>();
    MaskTilePtr pixels = mask.pixels(key);
    return pixels ? pixels : blank;
}

void rememberTile(MaskEdit& edit, const MaskTiles& mask, const MaskTileKey& key)
{
    // Asking the mask for a tile that is being painted would have it copied once more.
    if (!edit.tiles.contains(key))
        edit.tiles[key] = {mask.tile(key), nullptr};
}

void completeEdit(MaskEdit& edit, MaskTiles& mask)
{
    for (auto entry = edit.tiles.begin(); entry != edit.tiles.end();) {
        const StoredTilePtr before = entry->second.before;
        const StoredTilePtr after = mask.tile(entry->first);
        if (isSame(before, after)) {
            mask.setTile(entry->first, before);
            entry = edit.tiles.erase(entry);
            continue;
        }
        entry->second.after = after;
        ++entry;
    }
    if (edit.tiles.empty())
        edit.rect = {};
}

std::pair<int, int> changedPart(const std::uint8_t* pixels, int count, const PaintRule& rule)
{
    // Going over what is painted already is the common case and memcmp is the fast way to see it.
    if (pixels[0] == rule.value &&
        std::memcmp(pixels, pixels + 1, static_cast<std::size_t>(count - 1)) == 0)
        return {0, 0};
    int first = 0;
    while (first < count && !rule.replaces[pixels[first]])
        ++first;
    int end = count;
    while (end > first && !rule.replaces[pixels[end - 1]])
        --end;
    return {first, end};
}

void paintPixels(std::uint8_t* pixels, int count, const PaintRule& rule)
{
    if (rule.replacesAll) {
        std::memset(pixels, rule.value, static_cast<std::size_t>(count));
        return;
    }
    for (int i = 0; i < count; ++i) {
        if (rule.replaces[pixels[i]])
            pixels[i] = rule.value;
    }
}

MaskWriter::MaskWriter(MaskTiles& mask) : mask_(mask) {}

void MaskWriter::paintRun(int y, int first, int end, const PaintRule& rule)
{
    if (y < 0 || y >= mask_.imageSize().height)
        return;
    first = std::max(first, 0);
    end = std::min(end, mask_.imageSize().width);
    const int row = y / maskTileSize;
    while (first < end) {
        const MaskTileKey key{first / maskTileSize, row};
        const int stop = std::min(end, (key.column + 1) * maskTileSize);
        const std::size_t offset = static_cast<std::size_t>(y % maskTileSize) * maskTileSize +
                                   static_cast<std::size_t>(first % maskTileSize);
        const auto [from, to] =
            changedPart(tileOrBlank(mask_, key)->data() + offset, stop - first, rule);
        if (from < to) {
            rememberTile(edit_, mask_, key);
            std::uint8_t* pixels = mask_.writable(key).data() + offset;
            paintPixels(pixels + from, to - from, rule);
            edit_.rect = edit_.rect.united({first + from, y, to - from, 1});
        }
        first = stop;
    }
}

MaskEdit MaskWriter::finish()
{
    completeEdit(edit_, mask_);
    return std::exchange(edit_, {});
}

MaskEdit rebased(const MaskEdit& edit, const MaskTiles& mask)
{
    const auto blank = std::make_shared<const MaskTile>();
    const auto pixelsOf = [&](const StoredTilePtr& tile) { return tile ? tile->pixels() : blank; };
    MaskEdit result;
    for (const auto& [key, change] : edit.tiles) {
        const StoredTilePtr now = mask.tile(key);
        if (now == change.before) {
            result.tiles[key] = change;
            continue;
        }
        const MaskTilePtr before = pixelsOf(change.before);
        const MaskTilePtr after = pixelsOf(change.after);
        auto merged = std::make_shared<MaskTile>(*pixelsOf(now));
        bool changes = false;
        for (std::size_t i = 0; i < merged->size(); ++i) {
            if ((*merged)[i] == (*before)[i] && (*before)[i] != (*after)[i]) {
                (*merged)[i] = (*after)[i];
                changes = true;
            }
        }
        if (changes)
            result.tiles[key] = {now, isUnlabelled(*merged)
                                          ? nullptr
                                          : std::make_shared<const StoredTile>(std::move(merged))};
    }
    if (!result.tiles.empty())
        result.rect = edit.rect;
    return result;
}

} // namespace limn::annotation
