// Which pixels a brush covers on its way from one point to the next, as one run of pixels a row.
// Pure functions; any thread.
#pragma once

#include "annotation/shape.h"
#include "raster/pixel_rect.h"

#include <vector>

namespace limn::annotation
{

struct Span
{
    int first = 0;
    int end = 0; ///< one past the last
};

struct BrushSpans
{
    int top = 0;             ///< row of spans[0]
    std::vector<Span> spans; ///< may be empty in the first and last rows

    raster::PixelRect bounds() const;
};

/// The runs inside `clip`. A pixel is covered when its centre is at most `radius` away from a point
/// of the segment: in Euclidean distance, or for a square brush in the larger of the distances in x
/// and y.
BrushSpans sweep(const Point& from, const Point& to, double radius, bool square,
                 const raster::PixelRect& clip);

} // namespace limn::annotation
