#include "widgets/outline_layer.h"

#include <algorithm>
#include <QPainter>
#include <QPainterPath>

namespace limn::widgets
{

namespace
{

constexpr int fillAlpha = 46;
constexpr int selectedFillAlpha = 76;
constexpr double lineWidth = 1.5;
constexpr double selectedWidth = 2.5;
constexpr double vertexRadius = 3.5;
constexpr double reach = 8; ///< screen pixels that lines and vertices stick out of the outline
constexpr int maxVertices = 2000; ///< more of them in sight would be a smear

QRectF boundsOf(const Outline& outline)
{
    return outline.rings.empty() ? QRectF() : outline.rings.front().boundingRect();
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
    if (box.contains(ring.boundingRect()))
        return ring;
    QPolygonF part = cut(ring, [&](const QPointF& p) { return p.x() - box.left(); });
    part = cut(part, [&](const QPointF& p) { return box.right() - p.x(); });
    part = cut(part, [&](const QPointF& p) { return p.y() - box.top(); });
    return cut(part, [&](const QPointF& p) { return box.bottom() - p.y(); });
}

/// The part in `box`: a pan that uncovers a strip pays for what lies there.
QPainterPath pathOf(const Outline& outline, const ViewTransform& view, const QRectF& box)
{
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    for (const QPolygonF& ring : outline.rings) {
        QPolygonF screen;
        screen.reserve(ring.size());
        for (const QPointF& point : ring) {
            const QPointF at = view.toScreen(point);
            // Points that fall on one screen pixel cost time and add nothing.
            if (screen.isEmpty() || (at - screen.last()).manhattanLength() >= 0.5)
                screen.append(at);
        }
        const QPolygonF seen = within(screen, box);
        if (seen.isEmpty())
            continue;
        path.addPolygon(seen);
        path.closeSubpath();
    }
    return path;
}

} // namespace

struct OutlineLayer::State
{
    std::vector<Outline> outlines;
    std::vector<QRectF> bounds; ///< of each outline, image pixels
    qint64 selected = 0;

    void paintOne(QPainter& painter, const ViewTransform& view, const QRect& exposed,
                  std::size_t index) const
    {
        const Outline& outline = outlines[index];
        const QRectF& box = bounds[index];
        const QRectF screen = QRectF(view.toScreen(box.topLeft()), box.size() * view.scale)
                                  .adjusted(-reach, -reach, reach, reach);
        if (!screen.intersects(QRectF(exposed)))
            return;
        const bool isSelected = outline.id == selected && selected != 0;
        const QPainterPath path =
            pathOf(outline, view, QRectF(exposed).adjusted(-reach, -reach, reach, reach));
        QColor fill = outline.colour;
        fill.setAlpha(isSelected ? selectedFillAlpha : fillAlpha);
        painter.fillPath(path, fill);
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
    state_->outlines = std::move(outlines);
    state_->bounds.clear();
    std::transform(state_->outlines.begin(), state_->outlines.end(),
                   std::back_inserter(state_->bounds), boundsOf);
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
    // The selected one lies over all others, so that every vertex can be grasped.
    for (std::size_t i = 0; i < state_->outlines.size(); ++i)
        if (state_->outlines[i].id != state_->selected || state_->selected == 0)
            state_->paintOne(painter, view, exposed, i);
    for (std::size_t i = 0; i < state_->outlines.size(); ++i)
        if (state_->outlines[i].id == state_->selected && state_->selected != 0)
            state_->paintOne(painter, view, exposed, i);
    painter.restore();
}

} // namespace limn::widgets
