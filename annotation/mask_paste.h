// A part of one mask painted into another. One thread at a time on the mask.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"
#include "annotation/progress.h"

#include <span>

namespace limn::annotation
{

/// Paints what is labelled in `window` of `from`, moved by `dx` columns and `dy` rows, as one edit
/// that `mask` keeps. Throws Cancelled.
MaskEdit pasteMask(MaskTiles& mask, const MaskTiles& from, const raster::PixelRect& window, int dx,
                   int dy, Over over, std::span<const std::uint8_t> lockedValues,
                   Progress& progress);

} // namespace limn::annotation
