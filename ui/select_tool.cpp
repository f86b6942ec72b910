#include "ui/select_tool.h"

#include <QPainter>
#include <QPolygonF>

namespace limn::ui
{

namespace
{
/// A press that moves less than this is a click, in screen pixels.
constexpr double clickReach = 3;
} // namespace

SelectTool::SelectTool(EditTarget& target, QObject* parent)
    : CanvasTool(parent), target_(target), editor_(target)
{
    const auto letGo = [this] {
        held_.reset();
        editor_.forget();
        Q_EMIT repaintNeeded({});
    };
    connect(&target_, &EditTarget::imageChanged, this, letGo);
    connect(&target_, &EditTarget::selectionChanged, this, letGo);
}

bool SelectTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    if (editor_.press(event)) {
        Q_EMIT repaintNeeded({});
        return true;
    }
    // The first press of a double click on an edge may miss the polygon, or hit another below it.
    const annotation::Shape* shape =
        editor_.isAtEdge(event) ? target_.selectedShape()
                                : target_.labels()->shapeAt({event.image.x(), event.image.y()});
    target_.select(shape ? shape->id : 0);
    if (!shape)
        return false; // what nothing is under pans
    held_ = *shape;
    from_ = to_ = event.image;
    return true;
}

annotation::Shape SelectTool::moved(QPointF to) const
{
    annotation::Shape shape = *held_;
    for (annotation::Ring& ring : shape.rings)
        for (annotation::Point& vertex : ring)
            vertex = {vertex.x + to.x() - from_.x(), vertex.y + to.y() - from_.y()};
    return shape;
}

bool SelectTool::move(const widgets::PointerEvent& event)
{
    if (held_) {
        to_ = event.image;
        Q_EMIT repaintNeeded({});
        return true;
    }
    const bool hovering = editor_.isHovering();
    const bool used = editor_.move(event);
    if (used || hovering != editor_.isHovering()) {
        Q_EMIT repaintNeeded({});
        Q_EMIT cursorChanged();
    }
    return used;
}

bool SelectTool::release(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    if (editor_.release(event)) {
        Q_EMIT repaintNeeded({});
        return true;
    }
    if (!held_)
        return false;
    to_ = event.image;
    const QPointF way = (to_ - from_) * target_.scale();
    if (way.manhattanLength() > clickReach) {
        const annotation::Shape shape = moved(to_);
        target_.edit([&](annotation::ImageAnnotation& labels) {
            labels.replaceShape(shape, tr("Move polygon").toStdString());
        });
    }
    held_.reset();
    Q_EMIT repaintNeeded({});
    return true;
}

bool SelectTool::doubleClick(const widgets::PointerEvent& event)
{
    return editor_.doubleClick(event);
}

bool SelectTool::key(const QKeyEvent& event)
{
    const annotation::Shape* shape = target_.selectedShape();
    if (!shape)
        return false;
    switch (event.key()) {
    case Qt::Key_Backspace:
        return editor_.removeVertex();
    case Qt::Key_Delete: {
        const std::int64_t id = shape->id;
        if (target_.edit([id](annotation::ImageAnnotation& labels) { labels.removeShape(id); }))
            target_.select(0);
        return true;
    }
    case Qt::Key_Escape:
        if (held_ || editor_.isDragging())
            cancel();
        else
            target_.select(0);
        return true;
    default:
        return false;
    }
}

void SelectTool::cancel()
{
    held_.reset();
    editor_.cancel();
    Q_EMIT repaintNeeded({});
}

QCursor SelectTool::cursor() const
{
    return editor_.isHovering() ? Qt::PointingHandCursor : Qt::ArrowCursor;
}

void SelectTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    editor_.paint(painter, view);
    if (!held_ || from_ == to_)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const annotation::Ring& ring : moved(to_).rings) {
        QPolygonF screen;
        for (const annotation::Point& vertex : ring)
            screen << view.toScreen({vertex.x, vertex.y});
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
        painter.drawPolygon(screen);
        painter.setPen(QPen(Qt::white, 1.5));
        painter.drawPolygon(screen);
    }
}

} // namespace limn::ui
