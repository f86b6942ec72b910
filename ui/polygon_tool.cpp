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
constexpr double snapMark = 4.5; ///< radius of the mark on a neighbour's border
} // namespace

PolygonTool::PolygonTool(EditTarget& target, QObject* parent)
    : CanvasTool(parent), target_(target), editor_(target)
{
    connect(&target_, &EditTarget::imageChanged, this, [this] {
        letGo();
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
    point(event);
    const bool combines = event.modifiers & (Qt::AltModifier | Qt::ShiftModifier);
    if (!isDrawing() && !combines && editor_.press(event)) {
        Q_EMIT repaintNeeded({});
        return true;
    }
    if (closes(event)) {
        firstBorder_.reset(); // the way back has been drawn by hand
        finish();
        return true;
    }
    if (isDrawing() || begin(event.modifiers))
        addVertex(event);
    Q_EMIT repaintNeeded({});
    return true;
}

bool PolygonTool::begin(Qt::KeyboardModifiers modifiers)
{
    const bool adds = modifiers.testFlag(Qt::ShiftModifier);
    const bool cuts = modifiers.testFlag(Qt::AltModifier);
    mode_ = adds && cuts ? Mode::Intersect : cuts ? Mode::Subtract : adds ? Mode::Unite : Mode::New;
    const annotation::Shape* selected = target_.selectedShape();
    subject_ = mode_ != Mode::New && selected ? selected->id : 0;
    if (target_.classValue() == annotation::unlabelled && subject_ == 0) {
        Q_EMIT target_.refused(
            tr("A polygon needs a class: choose or add one in the Classes panel."));
        return false;
    }
    if (!target_.labels()->isEditable()) {
        Q_EMIT target_.refused(tr("This project is open read-only: nothing can be drawn."));
        return false;
    }
    if (mode_ == Mode::New)
        target_.select(0);
    return true;
}

std::optional<annotation::BorderPoint>
PolygonTool::borderAt(const widgets::PointerEvent& event) const
{
    if (event.modifiers.testFlag(Qt::ControlModifier) || mode_ != Mode::New)
        return std::nullopt;
    return target_.borderNear({event.image.x(), event.image.y()});
}

void PolygonTool::point(const widgets::PointerEvent& event)
{
    const auto border = isDrawing() ? borderAt(event) : std::nullopt;
    pointerSnaps_ = border.has_value();
    pointer_ = border ? QPointF(border->point.x, border->point.y) : event.image;
}

std::vector<annotation::Point>
PolygonTool::sharedWay(const std::optional<annotation::BorderPoint>& from,
                       const std::optional<annotation::BorderPoint>& to)
{
    if (!from || !to || from->shape != to->shape)
        return {};
    const annotation::Shape* shape = target_.labels()->shape(from->shape);
    return shape ? annotation::borderBetween(*shape, *from, *to) : std::vector<annotation::Point>();
}

void PolygonTool::addVertex(const widgets::PointerEvent& event)
{
    const auto border = borderAt(event);
    const std::vector<annotation::Point> way = sharedWay(lastBorder_, border);
    vertices_.insert(vertices_.end(), way.begin(), way.end());
    if (!isDrawing())
        firstBorder_ = border;
    vertices_.push_back(border ? border->point
                               : annotation::Point{event.image.x(), event.image.y()});
    lastBorder_ = border;
}

bool PolygonTool::move(const widgets::PointerEvent& event)
{
    point(event);
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
        if (isDrawing()) {
            vertices_.pop_back();
            lastBorder_.reset();
        } else if (!editor_.removeVertex()) {
            return false;
        }
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
    const std::vector<annotation::Point> way = sharedWay(lastBorder_, firstBorder_);
    annotation::Ring ring = std::exchange(vertices_, {});
    ring.insert(ring.end(), way.begin(), way.end());
    letGo();
    if (mode_ != Mode::New) {
        combine(ring);
        Q_EMIT repaintNeeded({});
        return;
    }
    std::int64_t id = 0;
    target_.edit([&](annotation::ImageAnnotation& labels) {
        id = labels.addShape(target_.classValue(), {std::move(ring)});
    });
    if (id != 0)
        target_.select(id);
    Q_EMIT repaintNeeded({});
}

void PolygonTool::combine(const annotation::Ring& ring)
{
    using annotation::Combination;
    const Combination how = mode_ == Mode::Unite      ? Combination::Union
                            : mode_ == Mode::Subtract ? Combination::Difference
                                                      : Combination::Intersection;
    const QString what = mode_ == Mode::Unite      ? tr("Add to polygon")
                         : mode_ == Mode::Subtract ? tr("Cut out of polygon")
                                                   : tr("Intersect polygon");
    target_.edit([&](annotation::ImageAnnotation& labels) {
        const annotation::LabelChange change =
            annotation::combineShapes(labels.shapes(), ring, how, target_.classValue(), subject_);
        if (!labels.take(change, what.toStdString()))
            Q_EMIT target_.noted(subject_ != 0 ? tr("The selected polygon does not reach there.")
                                               : tr("No polygon of the class chosen lies there."));
    });
}

void PolygonTool::letGo()
{
    vertices_.clear();
    firstBorder_.reset();
    lastBorder_.reset();
}

void PolygonTool::leave()
{
    pointer_.reset();
    Q_EMIT repaintNeeded({});
}

void PolygonTool::cancel()
{
    letGo();
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
    const bool cuts = mode_ == Mode::Subtract || mode_ == Mode::Intersect;
    painter.setPen(QPen(target_.colour().lighter(130), 1.5, cuts ? Qt::DashLine : Qt::SolidLine));
    painter.drawPolyline(rubber);
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1));
    if (pointer_ && pointerSnaps_) {
        painter.setBrush(Qt::white);
        painter.drawEllipse(view.toScreen(*pointer_), snapMark, snapMark);
    }
    for (qsizetype i = 0; i < line.size(); ++i) {
        painter.setBrush(i == 0 ? QColor(0xf0, 0xe4, 0x42) : QColor(Qt::white));
        const double half = i == 0 ? 5 : 3.5;
        painter.drawRect(QRectF(line[i].x() - half, line[i].y() - half, 2 * half, 2 * half));
    }
}

} // namespace limn::ui
