// Paints runs of pixels into a mask and keeps what that changed, tile by tile, as one edit. The
// common ground of strokes, fills and mask operations. One thread at a time.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"

#include <utility>

namespace limn::annotation
{

/// MaskTiles::pixels(), a blank tile where there is none.
MaskTilePtr tileOrBlank(const MaskTiles& mask, const MaskTileKey& key);

/// Notes the tile as it is before the edit first changes it.
void rememberTile(MaskEdit& edit, const MaskTiles& mask, const MaskTileKey& key);

/// Fills in every `after` and leaves out the tiles that are in the end as they were.
void completeEdit(MaskEdit& edit, MaskTiles& mask);

/// The first and one past the last of `count` pixels that the rule changes; equal when none.
std::pair<int, int> changedPart(const std::uint8_t* pixels, int count, const PaintRule& rule);

/// Paints `count` pixels wherever the rule lets it.
void paintPixels(std::uint8_t* pixels, int count, const PaintRule& rule);

class MaskWriter
{
public:
    /// The mask must outlive the writer and is painted by nothing else meanwhile.
    explicit MaskWriter(MaskTiles& mask);

    /// Paints the pixels first .. end - 1 of row `y`; what lies outside the image is left out.
    void paintRun(int y, int first, int end, const PaintRule& rule);
    MaskEdit finish(); ///< what was done; the mask keeps it

private:
    MaskTiles& mask_;
    MaskEdit edit_;
};

/// The changes of `edit`, made on a snapshot, for a mask that has been painted on since: a pixel
/// changes only where nobody else has changed it meanwhile. Does not touch `mask`.
MaskEdit rebased(const MaskEdit& edit, const MaskTiles& mask);

} // namespace limn::annotation
