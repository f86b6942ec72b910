#include "ui/polygon_tool.h"

#include <cmath>
#include <QPainter>
#include <QPolygonF>
#include <utility>

namespace limn::ui
{

namespace
{
/// A click this near to the first vertex closes the polygon, in screen pixels.
constexpr double closingReach = 8;
} // namespace

PolygonTool::PolygonTool(EditTarget& target, QObject* parent)
    : CanvasTool(parent), target_(target), editor_(target)
{
    connect(&target_, &EditTarget::imageChanged, this, [this] {
        vertices_.clear();
        editor_.forget();
    });
    connect(&target_, &EditTarget::selectionChanged, this, [this] { editor_.forget(); });
    connect(&target_, &EditTarget::classChanged, this, [this] { Q_EMIT repaintNeeded({}); });
}

bool PolygonTool::closes(const widgets::PointerEvent& event) const
{
    if (vertices_.size() < 3)
        return false;
    const double away =
        std::hypot(vertices_.front().x - event.image.x(), vertices_.front().y - event.image.y());
    return away * target_.scale() <= closingReach;
}

bool PolygonTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    pointer_ = event.image;
    if (!isDrawing() && editor_.press(event)) {
        Q_EMIT repaintNeeded({});
        return true;
    }
    if (closes(event)) {
        finish();
        return true;
    }
    if (!isDrawing()) {
        if (target_.classValue() == annotation::unlabelled) {
            Q_EMIT target_.refused(
                tr("A polygon needs a class: choose or add one in the Classes panel."));
            return true;
        }
        if (!target_.labels()->isEditable()) {
            Q_EMIT target_.refused(tr("This project is open read-only: nothing can be drawn."));
            return true;
        }
        target_.select(0);
    }
    vertices_.push_back({event.image.x(), event.image.y()});
    Q_EMIT repaintNeeded({});
    return true;
}

bool PolygonTool::move(const widgets::PointerEvent& event)
{
    pointer_ = event.image;
    const bool used = !isDrawing() && editor_.move(event);
    if (isDrawing() || used || target_.selectedShape())
        Q_EMIT repaintNeeded({});
    return used || isDrawing();
}

bool PolygonTool::release(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    editor_.release(event);
    Q_EMIT repaintNeeded({});
    return true;
}

bool PolygonTool::doubleClick(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    if (!isDrawing())
        return editor_.doubleClick(event);
    // The first press of the pair has set the vertex here, or it began the polygon: one click by
    // mistake is no polygon.
    if (vertices_.size() >= 3)
        finish();
    return true;
}

bool PolygonTool::key(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!isDrawing())
            return false;
        finish();
        return true;
    case Qt::Key_Escape:
        if (isDrawing() || editor_.isDragging())
            cancel();
        else if (target_.selectedShape())
            target_.select(0);
        else
            return false;
        Q_EMIT repaintNeeded({});
        return true;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        if (isDrawing())
            vertices_.pop_back();
        else if (!editor_.removeVertex())
            return false;
        Q_EMIT repaintNeeded({});
        return true;
    default:
        return false;
    }
}

void PolygonTool::finish()
{
    if (vertices_.size() < 3) {
        Q_EMIT target_.refused(tr("A polygon needs at least three vertices: click to add more, or "
                                  "press Esc to give it up."));
        return;
    }
    annotation::Ring ring = std::exchange(vertices_, {});
    std::int64_t id = 0;
    target_.edit([&](annotation::ImageAnnotation& labels) {
        id = labels.addShape(target_.classValue(), {std::move(ring)});
    });
    if (id != 0)
        target_.select(id);
    Q_EMIT repaintNeeded({});
}

void PolygonTool::leave()
{
    pointer_.reset();
    Q_EMIT repaintNeeded({});
}

void PolygonTool::cancel()
{
    vertices_.clear();
    editor_.cancel();
    Q_EMIT repaintNeeded({});
}

void PolygonTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    if (!isDrawing()) {
        editor_.paint(painter, view);
        return;
    }
    QPolygonF line;
    for (const annotation::Point& vertex : vertices_)
        line << view.toScreen({vertex.x, vertex.y});
    QPolygonF rubber = line;
    if (pointer_)
        rubber << view.toScreen(*pointer_);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = target_.colour();
    fill.setAlpha(50);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(rubber);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
    painter.drawPolyline(rubber);
    painter.setPen(QPen(target_.colour().lighter(130), 1.5));
    painter.drawPolyline(rubber);
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1));
    for (qsizetype i = 0; i < line.size(); ++i) {
        painter.setBrush(i == 0 ? QColor(0xf0, 0xe4, 0x42) : QColor(Qt::white));
        const double half = i == 0 ? 5 : 3.5;
        painter.drawRect(QRectF(line[i].x() - half, line[i].y() - half, 2 * half, 2 * half));
    }
}

} // namespace limn::ui
