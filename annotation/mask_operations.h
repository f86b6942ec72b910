// Changes to one class of the mask inside a window: fill its holes, remove its specks, smooth, grow
// and shrink it, turn it into another. Each works on `mask` in place and returns what it did as one
// edit; on a copy of the mask it may run on any thread. Pixels outside the image count as nothing,
// pixels outside the window are looked at where a result depends on them and never changed.
//
// All throw Cancelled when the progress is cancelled; the mask is then changed in part.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"
#include "annotation/progress.h"

#include <cstdint>

namespace limn::annotation
{

/// The farthest that grow, shrink and smooth reach, in pixels.
inline constexpr int maxOperationRadius = 200;

/// Gives unlabelled pixels the class where it surrounds them: regions of pixels of other values,
/// joined by their sides, that do not reach the window's edge. Other classes inside stay.
MaskEdit fillHoles(MaskTiles& mask, const raster::PixelRect& window, int classValue,
                   Progress& progress);

/// Erases patches of the class, joined by sides or corners, of fewer than `minPixels` pixels. One
/// that reaches the window's edge inside the image may go on beyond and stays.
MaskEdit removeSpecks(MaskTiles& mask, const raster::PixelRect& window, int classValue,
                      std::int64_t minPixels, Progress& progress);

/// A pixel has the class where more than half of the square of side 2 radius + 1 around it has it
/// (the image's edge pixels repeated outside); it is painted under `rule`. Pixels that lose the
/// class take the value that is most frequent in that square beside it (the lowest of equals;
/// unlabelled is one), so that no gap opens between neighbours.
MaskEdit smoothClass(MaskTiles& mask, const raster::PixelRect& window, const PaintRule& rule,
                     int radius, Progress& progress);

/// Paints under `rule` every pixel at most `radius` away from one of the rule's class, from centre
/// to centre.
MaskEdit growClass(MaskTiles& mask, const raster::PixelRect& window, const PaintRule& rule,
                   int radius, Progress& progress);

/// The class's pixels at most `radius` away from a pixel of the image without it take the value
/// that is most frequent beside it in the square of side 2 radius + 1 around them, as above.
MaskEdit shrinkClass(MaskTiles& mask, const raster::PixelRect& window, int classValue, int radius,
                     Progress& progress);

/// Every pixel of value `from` becomes `to`; `to` may be 0.
MaskEdit replaceClass(MaskTiles& mask, const raster::PixelRect& window, int from, int to,
                      Progress& progress);

} // namespace limn::annotation
