#include "ui/vertex_editor.h"

#include "annotation/shape_edit.h"

#include <QPainter>
#include <QPainterPath>

namespace limn::ui
{

namespace
{
using annotation::Point;
using annotation::Ring;
using annotation::Shape;

/// How near a pointer must come to a vertex or an edge, in screen pixels.
constexpr double grip = 8;

Point toPoint(QPointF point)
{
    return {point.x(), point.y()};
}
} // namespace

std::optional<VertexPlace> vertexAt(const Shape& shape, const Point& point, double reach)
{
    std::optional<VertexPlace> best;
    for (std::size_t ring = 0; ring < shape.rings.size(); ++ring)
        for (std::size_t i = 0; i < shape.rings[ring].size(); ++i) {
            const double away = annotation::distanceBetween(shape.rings[ring][i], point);
            if (away <= reach) {
                reach = away;
                best = VertexPlace{ring, i};
            }
        }
    return best;
}

std::optional<VertexPlace> edgeAt(const Shape& shape, const Point& point, double reach)
{
    std::optional<VertexPlace> best;
    for (std::size_t ring = 0; ring < shape.rings.size(); ++ring) {
        const Ring& vertices = shape.rings[ring];
        for (std::size_t i = 0; i < vertices.size(); ++i) {
            const Point near =
                annotation::nearestOnEdge(point, vertices[i], vertices[(i + 1) % vertices.size()]);
            const double away = annotation::distanceBetween(near, point);
            if (away <= reach) {
                reach = away;
                best = VertexPlace{ring, i};
            }
        }
    }
    return best;
}

std::optional<Shape> withoutVertex(Shape shape, const VertexPlace& place)
{
    if (place.ring >= shape.rings.size() || place.index >= shape.rings[place.ring].size())
        return std::nullopt;
    Ring& ring = shape.rings[place.ring];
    if (ring.size() > 3)
        ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(place.index));
    else if (place.ring > 0)
        shape.rings.erase(shape.rings.begin() + static_cast<std::ptrdiff_t>(place.ring));
    else
        return std::nullopt;
    return shape;
}

double VertexEditor::reach() const
{
    return grip / target_.scale();
}

bool VertexEditor::press(const widgets::PointerEvent& event)
{
    const Shape* shape = target_.selectedShape();
    if (event.button != Qt::LeftButton || !shape)
        return false;
    const Point at = toPoint(event.image);
    if (const auto vertex = vertexAt(*shape, at, reach())) {
        active_ = vertex;
        dragged_ = *shape;
        dirty_ = false;
        return true;
    }
    if (!event.modifiers.testFlag(Qt::ControlModifier))
        return false;
    const auto edge = edgeAt(*shape, at, reach());
    if (!edge)
        return false;
    insert(*edge, at);
    return true;
}

bool VertexEditor::move(const widgets::PointerEvent& event)
{
    if (dragged_ && active_) {
        const bool free = event.modifiers.testFlag(Qt::ControlModifier);
        const auto border =
            free ? std::nullopt : target_.borderNear(toPoint(event.image), dragged_->id);
        dragged_->rings[active_->ring][active_->index] =
            border ? border->point : toPoint(event.image);
        dirty_ = true;
        return true;
    }
    const Shape* shape = target_.selectedShape();
    hovered_ = shape ? vertexAt(*shape, toPoint(event.image), reach()) : std::nullopt;
    return false;
}

bool VertexEditor::release(const widgets::PointerEvent& event)
{
    if (!dragged_ || event.button != Qt::LeftButton)
        return false;
    const Shape shape = *dragged_;
    dragged_.reset();
    if (dirty_)
        replace(shape, tr("Move vertex"));
    return true;
}

bool VertexEditor::doubleClick(const widgets::PointerEvent& event)
{
    const Shape* shape = target_.selectedShape();
    const Point at = toPoint(event.image);
    if (event.button != Qt::LeftButton || !shape || vertexAt(*shape, at, reach()))
        return false;
    const auto edge = edgeAt(*shape, at, reach());
    if (!edge)
        return false;
    insert(*edge, at);
    return true;
}

bool VertexEditor::isAtEdge(const widgets::PointerEvent& event) const
{
    const Shape* shape = target_.selectedShape();
    return shape && edgeAt(*shape, toPoint(event.image), reach());
}

void VertexEditor::insert(const VertexPlace& edge, const Point& at)
{
    Shape shape = *target_.selectedShape();
    Ring& ring = shape.rings[edge.ring];
    ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(edge.index) + 1, at);
    if (replace(shape, tr("Insert vertex")))
        active_ = VertexPlace{edge.ring, edge.index + 1};
}

bool VertexEditor::removeVertex()
{
    const Shape* shape = target_.selectedShape();
    if (!shape || !active_ || dragged_)
        return false;
    const auto smaller = withoutVertex(*shape, *active_);
    active_.reset();
    hovered_.reset();
    if (!smaller) {
        Q_EMIT target_.refused(tr("A polygon keeps at least three vertices: press Delete with the "
                                  "select tool to remove the whole polygon."));
        return true;
    }
    replace(*smaller, tr("Remove vertex"));
    return true;
}

bool VertexEditor::replace(const Shape& shape, const QString& what)
{
    return target_.edit([&](annotation::ImageAnnotation& labels) {
        labels.replaceShape(shape, what.toStdString());
    });
}

void VertexEditor::cancel()
{
    dragged_.reset();
}

void VertexEditor::forget()
{
    dragged_.reset();
    active_.reset();
    hovered_.reset();
}

void VertexEditor::paint(QPainter& painter, const widgets::ViewTransform& view) const
{
    const Shape* shape = dragged_ ? &*dragged_ : target_.selectedShape();
    if (!shape)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    if (dragged_) {
        QPainterPath path;
        for (const Ring& ring : shape->rings) {
            QPolygonF screen;
            for (const Point& vertex : ring)
                screen << view.toScreen({vertex.x, vertex.y});
            path.addPolygon(screen);
            path.closeSubpath();
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
        painter.drawPath(path);
        painter.setPen(QPen(Qt::white, 1.5));
        painter.drawPath(path);
    }
    const auto mark = [&](const VertexPlace& place, const QColor& fill) {
        if (place.ring >= shape->rings.size() || place.index >= shape->rings[place.ring].size())
            return;
        const Point& vertex = shape->rings[place.ring][place.index];
        const QPointF at = view.toScreen({vertex.x, vertex.y});
        painter.setPen(QPen(QColor(0, 0, 0, 200), 1));
        painter.setBrush(fill);
        painter.drawRect(QRectF(at.x() - 5, at.y() - 5, 10, 10));
    };
    if (hovered_)
        mark(*hovered_, Qt::white);
    if (active_)
        mark(*active_, QColor(0xf0, 0xe4, 0x42));
}

} // namespace limn::ui
