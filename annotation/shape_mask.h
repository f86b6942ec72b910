// From polygons to mask pixels and back, without changing what any pixel's label is. Pure
// functions; on copies of the labels they may run on any thread. All throw Cancelled.
#pragma once

#include "annotation/label_change.h"
#include "annotation/mask_tiles.h"
#include "annotation/progress.h"
#include "annotation/shape.h"

#include <cstdint>
#include <vector>

namespace limn::annotation
{

/// Paints the polygons with these ids into `mask` wherever they are on top of the other polygons
/// and nothing is painted, and takes them away. `shapes` are all of the image, earlier first.
LabelChange burnShapes(MaskTiles& mask, const std::vector<Shape>& shapes,
                       const std::vector<std::int64_t>& ids, Progress& progress);

struct TraceOptions
{
    double simplify = 0;        ///< how far outlines may move, in pixels; 0 follows pixel edges
    std::int64_t minPixels = 1; ///< smaller patches stay in the mask
};

/// The largest window that traceClass takes, in pixels: five bytes of memory each.
inline constexpr std::int64_t maxTracedPixels = 100'000'000;

/// Makes polygons, with their holes, of the patches of one class inside `window` (joined by sides;
/// cut off where the window ends) and takes their pixels out of the mask. Throws
/// std::invalid_argument for a window of more than maxTracedPixels.
LabelChange traceClass(MaskTiles& mask, const raster::PixelRect& window, int classValue,
                       const TraceOptions& options, Progress& progress);

} // namespace limn::annotation
