#include "annotation/mask_paste.h"

#include "annotation/class_list.h"
#include "annotation/mask_writer.h"

#include <vector>

namespace limn::annotation
{

MaskEdit pasteMask(MaskTiles& mask, const MaskTiles& from, const raster::PixelRect& window, int dx,
                   int dy, Over over, std::span<const std::uint8_t> lockedValues,
                   Progress& progress)
{
    std::vector<PaintRule> rules;
    for (int value = 0; value <= maxClassValue; ++value)
        rules.emplace_back(value, over, lockedValues);
    MaskWriter writer(mask);
    std::size_t done = 0;
    for (const auto& [key, stored] : from.tiles()) {
        progress.report(static_cast<double>(done++) / static_cast<double>(from.tiles().size()));
        const raster::PixelRect part = tileArea(key, from.imageSize()).intersected(window);
        if (part.isEmpty())
            continue;
        const MaskTilePtr tile = from.pixels(key);
        for (int y = part.y; y < part.bottom(); ++y) {
            const std::uint8_t* row =
                tile->data() + static_cast<std::size_t>(y % maskTileSize) * maskTileSize;
            int x = part.x;
            while (x < part.right()) {
                const std::uint8_t value = row[x % maskTileSize];
                const int first = x;
                while (x < part.right() && row[x % maskTileSize] == value)
                    ++x;
                if (value != unlabelled && value <= maxClassValue)
                    writer.paintRun(y + dy, first + dx, x + dx, rules[value]);
            }
        }
    }
    return writer.finish();
}

} // namespace limn::annotation
