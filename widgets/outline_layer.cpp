#include "widgets/outline_layer.h"

#include "widgets/line_simplification.h"
#include "widgets/rect_grid.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <list>
#include <QPainter>
#include <QPainterPath>
#include <unordered_map>

namespace limn::widgets
{

namespace
{

constexpr int fillAlpha = 46;
constexpr int selectedFillAlpha = 76;
constexpr int markAlpha = 110; ///< of a pattern's marks
constexpr double lineWidth = 1.5;
constexpr double selectedWidth = 2.5;
constexpr double vertexRadius = 3.5;
constexpr double reach = 8; ///< screen pixels that lines and vertices stick out of the outline
constexpr int maxVertices = 2000; ///< more of them in sight would be a smear

/// From this many device pixels an image pixel on every vertex shows.
constexpr double fullDetailScale = 4;

/// How far a simplified line may lie from the true one: half a device pixel at most, in steps of
/// two, so that a line is simplified once for a range of scales. 0: not at all.
double toleranceFor(const ViewTransform& view)
{
    const double scale = view.deviceScale();
    return scale > 0 && scale < fullDetailScale ? std::exp2(std::floor(std::log2(0.5 / scale))) : 0;
}

/// An outline as it is drawn at some scale.
struct Drawn
{
    double tolerance = 0;
    std::vector<RingInParts> rings;
};

QRectF boundsOf(const Outline& outline)
{
    return outline.rings.empty() ? QRectF() : outline.rings.front().boundingRect();
}

bool sameRings(const Outline& a, const Outline& b)
{
    return std::equal(a.rings.begin(), a.rings.end(), b.rings.begin(), b.rings.end(),
                      [](const QPolygonF& one, const QPolygonF& two) {
                          return one.size() == two.size() &&
                                 (one.isEmpty() || std::memcmp(one.constData(), two.constData(),
                                                               sizeof(QPointF) * one.size()) == 0);
                      });
}

/// The ring's part on one side of a line: where `depth` is not negative.
template <typename Depth>
QPolygonF cut(const QPolygonF& ring, Depth depth)
{
    QPolygonF kept;
    kept.reserve(ring.size() + 2);
    for (qsizetype i = 0; i < ring.size(); ++i) {
        const QPointF& a = ring[i];
        const QPointF& b = ring[(i + 1) % ring.size()];
        const double inA = depth(a);
        const double inB = depth(b);
        if (inA >= 0)
            kept.append(a);
        if ((inA < 0) != (inB < 0))
            kept.append(a + (b - a) * (inA / (inA - inB)));
    }
    return kept;
}

/// What of a ring is seen in `box` (Sutherland and Hodgman's clipping), with edges along the box
/// where it goes on: to be drawn where those are not seen.
QPolygonF within(const QPolygonF& ring, const QRectF& box)
{
    QPolygonF part = cut(ring, [&](const QPointF& p) { return p.x() - box.left(); });
    part = cut(part, [&](const QPointF& p) { return box.right() - p.x(); });
    part = cut(part, [&](const QPointF& p) { return p.y() - box.top(); });
    return cut(part, [&](const QPointF& p) { return box.bottom() - p.y(); });
}

/// The part in `box`: a pan that uncovers a strip pays for what lies there.
QPainterPath pathOf(const Drawn& drawn, const ViewTransform& view, const QRectF& box)
{
    const QRectF seen(view.toImage(box.topLeft()), view.toImage(box.bottomRight()));
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    for (const RingInParts& ring : drawn.rings) {
        QPolygonF screen = ring.around(seen);
        for (QPointF& point : screen)
            point = view.toScreen(point);
        if (!seen.contains(ring.bounds()))
            screen = within(screen, box);
        if (screen.isEmpty())
            continue;
        path.addPolygon(screen);
        path.closeSubpath();
    }
    return path;
}

} // namespace

struct OutlineLayer::State
{
    std::vector<Outline> outlines;
    std::vector<std::list<Drawn>> drawn; ///< of each outline, as far as it was needed
    RectGrid places;                     ///< of the outlines, image pixels
    qint64 selected = 0;

    bool isChosen(std::size_t index) const
    {
        return selected != 0 && outlines[index].id == selected;
    }

    const Drawn& drawnFor(std::size_t index, double tolerance)
    {
        // From what is simplified already, where that leaves room for more; once a range of scales.
        std::list<Drawn>& known = drawn[index];
        const Drawn* base = nullptr;
        for (const Drawn& each : known) {
            if (each.tolerance == tolerance)
                return each;
            if (each.tolerance <= tolerance / 2 && (!base || base->tolerance < each.tolerance))
                base = &each;
        }
        Drawn made{tolerance, {}};
        if (base)
            for (const RingInParts& ring : base->rings)
                made.rings.emplace_back(simplifiedRing(ring.ring(), tolerance - base->tolerance));
        else
            for (const QPolygonF& ring : outlines[index].rings)
                made.rings.emplace_back(simplifiedRing(ring, tolerance));
        return known.emplace_back(std::move(made));
    }

    void paintOne(QPainter& painter, const ViewTransform& view, const QRect& exposed,
                  std::size_t index)
    {
        const Outline& outline = outlines[index];
        const bool isSelected = isChosen(index);
        const QPainterPath path = pathOf(drawnFor(index, toleranceFor(view)), view,
                                         QRectF(exposed).adjusted(-reach, -reach, reach, reach));
        QColor fill = outline.colour;
        fill.setAlpha(isSelected ? selectedFillAlpha : fillAlpha);
        painter.fillPath(path, fill);
        if (outline.pattern != FillPattern::Solid) {
            fill.setAlpha(markAlpha);
            painter.setBrushOrigin(view.toScreen(QPointF(0, 0)));
            painter.fillPath(path, patternBrush(outline.pattern, fill));
        }
        if (isSelected) {
            // A dark line below keeps the outline in sight on an image of its own colour.
            painter.strokePath(path, QPen(QColor(0, 0, 0, 140), selectedWidth + 1.5, Qt::SolidLine,
                                          Qt::RoundCap, Qt::RoundJoin));
        }
        painter.strokePath(path, QPen(outline.colour, isSelected ? selectedWidth : lineWidth,
                                      Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        if (isSelected)
            paintVertices(painter, view, exposed, outline);
    }

    static void paintVertices(QPainter& painter, const ViewTransform& view, const QRect& exposed,
                              const Outline& outline)
    {
        const QRectF near = QRectF(exposed).adjusted(-reach, -reach, reach, reach);
        std::vector<QPointF> shown;
        for (const QPolygonF& ring : outline.rings)
            for (const QPointF& point : ring)
                if (const QPointF at = view.toScreen(point); near.contains(at))
                    shown.push_back(at);
        if (shown.size() > maxVertices)
            return;
        painter.setPen(QPen(outline.colour.darker(150), 1));
        painter.setBrush(Qt::white);
        for (const QPointF& at : shown)
            painter.drawRect(QRectF(at.x() - vertexRadius, at.y() - vertexRadius, 2 * vertexRadius,
                                    2 * vertexRadius));
    }
};

OutlineLayer::OutlineLayer(QString id, QString title, QObject* parent)
    : CanvasLayer(std::move(id), std::move(title), parent), state_(std::make_unique<State>())
{}

OutlineLayer::~OutlineLayer() = default;

void OutlineLayer::setOutlines(std::vector<Outline> outlines)
{
    // Those that stay as they are need not be simplified again.
    std::unordered_map<qint64, std::size_t> known;
    for (std::size_t i = 0; i < state_->outlines.size(); ++i)
        known.emplace(state_->outlines[i].id, i);
    std::vector<std::list<Drawn>> drawn(outlines.size());
    std::vector<QRectF> places;
    for (std::size_t i = 0; i < outlines.size(); ++i) {
        const auto before = known.find(outlines[i].id);
        if (before != known.end() && sameRings(outlines[i], state_->outlines[before->second]))
            drawn[i] = std::move(state_->drawn[before->second]);
        places.push_back(boundsOf(outlines[i]));
    }
    state_->outlines = std::move(outlines);
    state_->drawn = std::move(drawn);
    state_->places = RectGrid(places);
    Q_EMIT changed({});
}

const std::vector<Outline>& OutlineLayer::outlines() const
{
    return state_->outlines;
}

void OutlineLayer::setSelected(qint64 id)
{
    if (id == state_->selected)
        return;
    state_->selected = id;
    Q_EMIT changed({});
}

qint64 OutlineLayer::selected() const
{
    return state_->selected;
}

void OutlineLayer::paint(QPainter& painter, const ViewTransform& view, const QRect& exposed)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF near = QRectF(exposed).adjusted(-reach, -reach, reach, reach);
    const std::vector<int> seen =
        state_->places.touching({view.toImage(near.topLeft()), view.toImage(near.bottomRight())});
    // The selected one lies over all others, so that every vertex can be grasped.
    for (const bool onTop : {false, true})
        for (const int index : seen)
            if (state_->isChosen(static_cast<std::size_t>(index)) == onTop)
                state_->paintOne(painter, view, exposed, static_cast<std::size_t>(index));
    painter.restore();
}

} // namespace limn::widgets
