// Polygons that stay editable. Coordinates are continuous image pixels: (0, 0) the outer corner of
// the top left pixel; a pixel belongs to a polygon when its centre lies inside (even-odd rule).
#pragma once

#include "raster/pixel_rect.h"

#include <cstdint>
#include <span>
#include <vector>

namespace limn::annotation
{

struct Point
{
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

using Ring = std::vector<Point>; ///< not closed: the last vertex joins the first

struct Shape
{
    std::int64_t id = 0;
    int classValue = 1;
    std::vector<Ring> rings; ///< the first is the outline, the others are holes
    bool operator==(const Shape&) const = default;
};

/// Smallest rectangle of whole pixels that covers all vertices.
raster::PixelRect bounds(const Shape& shape);
bool contains(const Shape& shape, const Point& point);
double area(const Shape& shape); ///< square pixels, holes taken off

/// Throws ProjectError for a shape that is none: no ring, a ring of fewer than three vertices, or a
/// coordinate that is no number.
void requireDrawable(const Shape& shape);

/// Writes `value` into `labels` (window.width * window.height, row by row) wherever a pixel's
/// centre lies inside the shape.
void rasterize(const Shape& shape, int value, const raster::PixelRect& window,
               std::span<std::uint8_t> labels);

} // namespace limn::annotation
