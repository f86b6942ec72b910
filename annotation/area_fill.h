// Fills an area of the mask with one class. One thread at a time.
#pragma once

#include "annotation/area.h"
#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"
#include "annotation/progress.h"

namespace limn::annotation
{

/// Paints the area's pixels inside the image as one edit that `mask` keeps. Tiles that are covered
/// wholly share one tile in memory. When it throws (Cancelled, a damaged tile), `mask` is as it
/// was.
MaskEdit fillArea(MaskTiles& mask, const Area& area, const PaintRule& rule, Progress& progress);
MaskEdit fillArea(MaskTiles& mask, const Area& area, const PaintRule& rule);

} // namespace limn::annotation
