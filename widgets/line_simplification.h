// Outlines with no more vertices than can be told apart on a screen. Pure functions; any thread.
#pragma once

#include <QPolygonF>
#include <vector>

namespace limn::widgets
{

/// A closed ring with fewer vertices, of which no edge lies farther than `tolerance` from the
/// ring's own: near neighbours are left out first, then what Douglas and Peucker's algorithm
/// ("Algorithms for the reduction of the number of points required to represent a digitized line or
/// its caricature", 1973) leaves out. The first vertex stays. With a tolerance of 0 or less the
/// ring as it is.
QPolygonF simplifiedRing(const QPolygonF& ring, double tolerance);

/// A ring whose parts outside a window are passed over quickly.
class RingInParts
{
public:
    explicit RingInParts(const QPolygonF& ring);

    const QPolygonF& ring() const { return ring_; }
    const QRectF& bounds() const { return bounds_; }
    /// The vertices, of which those may be missing that lie with their neighbours on the same side
    /// of `window`: what is inside the window and where its border is crossed stays as it is.
    QPolygonF around(const QRectF& window) const;

private:
    QPolygonF ring_;
    std::vector<QRectF> parts_; ///< bounds of every so many vertices
    QRectF bounds_;
};

} // namespace limn::widgets
