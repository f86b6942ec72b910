// Edits of polygons by a region drawn over them, and the points where new outlines meet old ones.
// Pure functions; any thread.
#pragma once

#include "annotation/label_change.h"
#include "annotation/shape.h"
#include "annotation/shape_geometry.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace limn::annotation
{

/// The polygons of a class (or, with `only` not 0, the one of that id) that touch `drawn`, combined
/// with it. Union joins all that touch it into the first of them, or makes a new polygon where none
/// does. What is cut into pieces keeps its id for the largest, the others are drawn last; what is
/// cut away wholly goes. Throws ProjectError, see combined().
LabelChange combineShapes(const std::vector<Shape>& shapes, const Ring& drawn, Combination how,
                          int classValue, std::int64_t only = 0);

double distanceBetween(const Point& a, const Point& b);

/// The point of the edge from `a` to `b` that is nearest to `point`.
Point nearestOnEdge(const Point& point, const Point& a, const Point& b);

/// A point on a polygon's outline.
struct BorderPoint
{
    std::int64_t shape = 0;
    std::size_t ring = 0;
    std::size_t edge = 0; ///< from that vertex to the next
    Point point;
};

/// The vertex of the shape nearest to `point`, or where none is within `reach` the nearest point of
/// an edge.
std::optional<BorderPoint> borderPointNear(const Shape& shape, const Point& point, double reach);

/// The vertices on the shorter way along the border from one of its points to another, both left
/// out; none when they are on different rings.
std::vector<Point> borderBetween(const Shape& shape, const BorderPoint& from,
                                 const BorderPoint& to);

} // namespace limn::annotation
