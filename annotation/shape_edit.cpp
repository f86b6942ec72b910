#include "annotation/shape_edit.h"

#include <algorithm>
#include <cmath>

namespace limn::annotation
{
namespace
{

/// Largest first.
void sortBySize(std::vector<std::vector<Ring>>& pieces)
{
    std::ranges::sort(pieces, std::ranges::greater(), [](const std::vector<Ring>& rings) {
        return area(Shape{0, 1, rings});
    });
}

void takePieces(LabelChange& change, const Shape& shape, std::vector<std::vector<Ring>> pieces)
{
    if (pieces.empty()) {
        change.removed.push_back(shape);
        return;
    }
    sortBySize(pieces);
    change.before.push_back(shape);
    change.changed.push_back({shape.id, shape.classValue, std::move(pieces.front())});
    for (std::size_t i = 1; i < pieces.size(); ++i)
        change.added.push_back({0, shape.classValue, std::move(pieces[i])});
}

void unite(LabelChange& change, const std::vector<Shape>& touched, const Ring& drawn,
           int classValue)
{
    std::vector<Ring> whole{drawn};
    for (const Shape& shape : touched) {
        // What crosses itself may have parts that are not reached: they stay polygons of their own.
        for (std::vector<Ring>& piece : combined(whole, shape.rings, Combination::Union)) {
            if (combined(piece, {drawn}, Combination::Intersection).empty())
                change.added.push_back({0, shape.classValue, std::move(piece)});
            else
                whole = std::move(piece);
        }
    }
    if (touched.empty()) {
        change.added.push_back({0, classValue, std::move(whole)});
        return;
    }
    change.before.push_back(touched.front());
    change.changed.push_back({touched.front().id, touched.front().classValue, std::move(whole)});
    change.removed.assign(touched.begin() + 1, touched.end());
}

} // namespace

double distanceBetween(const Point& a, const Point& b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

Point nearestOnEdge(const Point& point, const Point& a, const Point& b)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t =
        length > 0 ? std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0.0, 1.0)
                   : 0.0;
    return {a.x + t * dx, a.y + t * dy};
}

LabelChange combineShapes(const std::vector<Shape>& shapes, const Ring& drawn, Combination how,
                          int classValue, std::int64_t only)
{
    const Shape region{0, classValue, {drawn}};
    requireDrawable(region);
    const raster::PixelRect box = bounds(region);
    LabelChange change;
    std::vector<Shape> touched;
    for (const Shape& shape : shapes) {
        const bool isMeant = only != 0 ? shape.id == only : shape.classValue == classValue;
        if (!isMeant || bounds(shape).intersected(box).isEmpty() ||
            combined(shape.rings, {drawn}, Combination::Intersection).empty())
            continue;
        if (how == Combination::Union)
            touched.push_back(shape);
        else
            takePieces(change, shape, combined(shape.rings, {drawn}, how));
    }
    if (how == Combination::Union)
        unite(change, touched, drawn, classValue);
    return change;
}

std::optional<BorderPoint> borderPointNear(const Shape& shape, const Point& point, double reach)
{
    std::optional<BorderPoint> vertex;
    std::optional<BorderPoint> onEdge;
    double vertexReach = reach;
    double edgeReach = reach;
    for (std::size_t ring = 0; ring < shape.rings.size(); ++ring) {
        const Ring& vertices = shape.rings[ring];
        for (std::size_t i = 0; i < vertices.size(); ++i) {
            const double away = distanceBetween(vertices[i], point);
            if (away <= vertexReach) {
                vertexReach = away;
                vertex = BorderPoint{shape.id, ring, i, vertices[i]};
            }
            const Point near =
                nearestOnEdge(point, vertices[i], vertices[(i + 1) % vertices.size()]);
            const double edgeAway = distanceBetween(near, point);
            if (edgeAway <= edgeReach) {
                edgeReach = edgeAway;
                onEdge = BorderPoint{shape.id, ring, i, near};
            }
        }
    }
    return vertex ? vertex : onEdge;
}

std::vector<Point> borderBetween(const Shape& shape, const BorderPoint& from, const BorderPoint& to)
{
    if (from.ring != to.ring || from.ring >= shape.rings.size())
        return {};
    const Ring& ring = shape.rings[from.ring];
    const std::size_t count = ring.size();
    // Vertices passed going forth, from the end of `from`'s edge to the start of `to`'s.
    const auto walk = [&](const BorderPoint& a, const BorderPoint& b) {
        std::vector<Point> way;
        const bool sameEdge = a.edge == b.edge && distanceBetween(ring[a.edge], a.point) <=
                                                      distanceBetween(ring[a.edge], b.point);
        if (sameEdge)
            return way;
        for (std::size_t i = (a.edge + 1) % count;; i = (i + 1) % count) {
            if (!(ring[i] == a.point) && !(ring[i] == b.point))
                way.push_back(ring[i]);
            if (i == b.edge)
                return way;
        }
    };
    const auto lengthOf = [](const Point& a, const std::vector<Point>& way, const Point& b) {
        double length = 0;
        Point last = a;
        for (const Point& point : way) {
            length += distanceBetween(last, point);
            last = point;
        }
        return length + distanceBetween(last, b);
    };
    std::vector<Point> forth = walk(from, to);
    std::vector<Point> back = walk(to, from);
    std::ranges::reverse(back);
    return lengthOf(from.point, forth, to.point) <= lengthOf(from.point, back, to.point) ? forth
                                                                                         : back;
}

} // namespace limn::annotation
