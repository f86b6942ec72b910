#include "widgets/line_simplification.h"

#include <algorithm>
#include <utility>

namespace limn::widgets
{

namespace
{

constexpr qsizetype partSize = 64;

double squaredLength(const QPointF& way)
{
    return QPointF::dotProduct(way, way);
}

double squaredDistance(const QPointF& point, const QPointF& a, const QPointF& b)
{
    const QPointF edge = b - a;
    const double length = squaredLength(edge);
    const double t =
        length > 0 ? std::clamp(QPointF::dotProduct(point - a, edge) / length, 0.0, 1.0) : 0.0;
    return squaredLength(point - a - t * edge);
}

/// Without vertices nearer than `slack` to the one before.
std::vector<QPointF> thinned(const QPolygonF& ring, double slack)
{
    std::vector<QPointF> kept{ring.front()};
    for (const QPointF& point : ring)
        if (squaredLength(point - kept.back()) >= slack * slack)
            kept.push_back(point);
    return kept;
}

/// Marks those between `first` and `last` that the line needs.
void markNeeded(const std::vector<QPointF>& line, std::size_t first, std::size_t last, double slack,
                std::vector<char>& needed)
{
    std::vector<std::pair<std::size_t, std::size_t>> open{{first, last}};
    while (!open.empty()) {
        const auto [from, to] = open.back();
        open.pop_back();
        double farthest = slack * slack;
        std::size_t at = from;
        for (std::size_t i = from + 1; i < to; ++i) {
            const double away = squaredDistance(line[i], line[from], line[to]);
            if (away > farthest) {
                farthest = away;
                at = i;
            }
        }
        if (at == from)
            continue;
        needed[at] = 1;
        open.emplace_back(from, at);
        open.emplace_back(at, to);
    }
}

/// The bounds of consecutive points, also of those on one line.
QRectF boundsOf(const QPointF* points, qsizetype count)
{
    QPointF low = points[0];
    QPointF high = points[0];
    for (qsizetype i = 1; i < count; ++i) {
        low = {std::min(low.x(), points[i].x()), std::min(low.y(), points[i].y())};
        high = {std::max(high.x(), points[i].x()), std::max(high.y(), points[i].y())};
    }
    return {low, high};
}

bool isBeside(const QRectF& part, const QRectF& window)
{
    return part.right() < window.left() || part.left() > window.right() ||
           part.bottom() < window.top() || part.top() > window.bottom();
}

} // namespace

QPolygonF simplifiedRing(const QPolygonF& ring, double tolerance)
{
    if (!(tolerance > 0) || ring.size() < 4)
        return ring;
    const auto nearer = [&](const QPointF& a, const QPointF& b) {
        return squaredLength(a - ring.front()) < squaredLength(b - ring.front());
    };
    std::vector<QPointF> line = thinned(ring, tolerance / 2);
    if (line.size() < 3)
        return {ring.front(), *std::max_element(ring.begin(), ring.end(), nearer)};
    // From the first vertex to the one farthest away, and back.
    const auto far = std::max_element(line.begin(), line.end(), nearer);
    const auto turn = static_cast<std::size_t>(far - line.begin());
    line.push_back(line.front());
    std::vector<char> needed(line.size(), 0);
    needed.front() = 1;
    needed[turn] = 1;
    markNeeded(line, 0, turn, tolerance / 2, needed);
    markNeeded(line, turn, line.size() - 1, tolerance / 2, needed);
    QPolygonF result;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        if (needed[i])
            result.append(line[i]);
    return result;
}

RingInParts::RingInParts(const QPolygonF& ring) : ring_(ring)
{
    for (qsizetype first = 0; first < ring.size(); first += partSize)
        parts_.push_back(
            boundsOf(ring.constData() + first, std::min(partSize, ring.size() - first)));
    if (!ring.isEmpty())
        bounds_ = boundsOf(ring.constData(), ring.size());
}

QPolygonF RingInParts::around(const QRectF& window) const
{
    if (window.contains(bounds_))
        return ring_;
    QPolygonF kept;
    qsizetype first = 0;
    for (const QRectF& part : parts_) {
        const qsizetype end = std::min(first + partSize, ring_.size());
        if (isBeside(part, window)) {
            // All on one side: the way between the first and the last crosses nothing either.
            kept.append(ring_[first]);
            if (end - first > 1)
                kept.append(ring_[end - 1]);
        } else {
            for (qsizetype i = first; i < end; ++i)
                kept.append(ring_[i]);
        }
        first = end;
    }
    return kept;
}

} // namespace limn::widgets
