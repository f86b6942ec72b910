#include "ui/area_tool.h"

#include <algorithm>
#include <cmath>
#include <QPainter>
#include <utility>

namespace limn::ui
{

namespace
{
/// Points of a freehand line nearer than this to the one before are left out, in screen pixels.
constexpr double lassoStep = 1.5;
/// A drag that stays within this is a click and fills nothing, in screen pixels.
constexpr double leastDrag = 2;

/// The corner opposite to `from` of the square that reaches as far as `to` in one direction.
annotation::Point squareCorner(const annotation::Point& from, const annotation::Point& to)
{
    const double side = std::max(std::abs(to.x - from.x), std::abs(to.y - from.y));
    return {from.x + std::copysign(side, to.x - from.x),
            from.y + std::copysign(side, to.y - from.y)};
}
} // namespace

AreaTool::AreaTool(Kind kind, EditTarget& target, MaskWork& work, QObject* parent)
    : CanvasTool(parent), kind_(kind), target_(target), work_(work)
{
    connect(&target_, &EditTarget::imageChanged, this, [this] { points_.clear(); });
    connect(&target_, &EditTarget::classChanged, this, [this] {
        if (isDrawing())
            Q_EMIT repaintNeeded({});
    });
}

int AreaTool::value() const
{
    return modifiers_.testFlag(Qt::AltModifier) ? annotation::unlabelled : target_.classValue();
}

/// A complete region paints over nothing, so that no lock stands against it.
bool AreaTool::accepts()
{
    if (kind_ != Kind::CompleteRegion)
        return target_.accepts(value());
    if (!target_.accepts(annotation::unlabelled))
        return false;
    if (value() != annotation::unlabelled || modifiers_.testFlag(Qt::AltModifier))
        return true;
    Q_EMIT target_.refused(tr("Choose in the Classes panel as what everything unlabelled in the "
                              "region counts, often the background."));
    return false;
}

bool AreaTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    modifiers_ = event.modifiers;
    if (!accepts())
        return true;
    points_ = {{event.image.x(), event.image.y()}};
    return true;
}

bool AreaTool::move(const widgets::PointerEvent& event)
{
    if (!isDrawing())
        return false;
    modifiers_ = event.modifiers;
    add(event);
    Q_EMIT repaintNeeded({});
    return true;
}

void AreaTool::add(const widgets::PointerEvent& event)
{
    annotation::Point at{event.image.x(), event.image.y()};
    if (kind_ == Kind::Lasso) {
        const annotation::Point& last = points_.back();
        if (std::hypot(at.x - last.x, at.y - last.y) * target_.scale() >= lassoStep)
            points_.push_back(at);
        return;
    }
    if (modifiers_.testFlag(Qt::ShiftModifier))
        at = squareCorner(points_.front(), at);
    points_ = {points_.front(), at};
}

bool AreaTool::release(const widgets::PointerEvent& event)
{
    if (!isDrawing() || event.button != Qt::LeftButton)
        return false;
    modifiers_ = event.modifiers;
    add(event);
    const annotation::Area drawn = area();
    const int painted = value();
    const annotation::Ring points = std::exchange(points_, {});
    Q_EMIT repaintNeeded({});
    const bool isClick = std::ranges::all_of(points, [&](const annotation::Point& p) {
        return std::hypot(p.x - points.front().x, p.y - points.front().y) * target_.scale() <=
               leastDrag;
    });
    if (kind_ == Kind::CompleteRegion)
        mark(points, isClick);
    else if (!isClick && target_.accepts(painted))
        fill(drawn, painted);
    return true;
}

void AreaTool::mark(const annotation::Ring& corners, bool isClick)
{
    const auto [left, right] = std::minmax(corners.front().x, corners.back().x);
    const auto [top, bottom] = std::minmax(corners.front().y, corners.back().y);
    const bool removes = modifiers_.testFlag(Qt::AltModifier);
    // What is drawn snaps to whole pixels; what a click touches is one.
    const auto low = [&](double at) {
        return static_cast<int>(removes ? std::floor(at) : std::round(at));
    };
    const auto high = [&](double at) {
        return static_cast<int>(removes ? std::floor(at) + 1 : std::round(at));
    };
    const raster::PixelRect rect{low(left), low(top), high(right) - low(left),
                                 high(bottom) - low(top)};
    if (!removes && isClick)
        return;
    target_.edit([&](annotation::ImageAnnotation& labels) {
        if (!removes)
            labels.addCompleteRegion(rect, value());
        else if (!labels.removeCompleteRegions(rect))
            Q_EMIT target_.noted(tr("There is no complete region here to remove."));
    });
}

void AreaTool::fill(const annotation::Area& drawn, int painted)
{
    const QString what = painted == annotation::unlabelled ? tr("Erase area")
                         : kind_ == Kind::Rectangle        ? tr("Rectangle")
                         : kind_ == Kind::Ellipse          ? tr("Ellipse")
                                                           : tr("Lasso");
    work_.fill(what, drawn, painted);
}

void AreaTool::cancel()
{
    if (!isDrawing())
        return;
    points_.clear();
    Q_EMIT repaintNeeded({});
}

annotation::Area AreaTool::area() const
{
    switch (kind_) {
    case Kind::Rectangle:
    case Kind::CompleteRegion:
        return annotation::Area::rectangle(points_.front(), points_.back());
    case Kind::Ellipse:
        return annotation::Area::ellipse(points_.front(), points_.back());
    case Kind::Lasso:
        break;
    }
    return annotation::Area::outline(points_);
}

QPainterPath AreaTool::path(const widgets::ViewTransform& view) const
{
    QPainterPath path;
    const auto toScreen = [&](const annotation::Point& p) { return view.toScreen({p.x, p.y}); };
    if (kind_ == Kind::Lasso) {
        QPolygonF line;
        for (const annotation::Point& point : points_)
            line << toScreen(point);
        path.addPolygon(line);
        path.closeSubpath();
        path.setFillRule(Qt::WindingFill);
        return path;
    }
    const QRectF box = QRectF(toScreen(points_.front()), toScreen(points_.back())).normalized();
    if (kind_ != Kind::Ellipse)
        path.addRect(box);
    else
        path.addEllipse(box);
    return path;
}

void AreaTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    if (points_.size() < 2)
        return;
    const bool erases = value() == annotation::unlabelled;
    const QColor line = erases ? QColor(Qt::white) : target_.colour().lighter(130);
    const bool marks = kind_ == Kind::CompleteRegion;
    QColor fill = erases ? QColor(Qt::white) : target_.colour();
    fill.setAlpha(erases || marks ? 40 : 90);
    const QPainterPath shape = path(view);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(shape, fill);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
    painter.drawPath(shape);
    painter.setPen(QPen(line, 1.5, erases || marks ? Qt::DashLine : Qt::SolidLine));
    painter.drawPath(shape);
    if (kind_ != Kind::Lasso)
        paintSize(painter, view);
}

void AreaTool::paintSize(QPainter& painter, const widgets::ViewTransform& view) const
{
    const annotation::Point& a = points_.front();
    const annotation::Point& b = points_.back();
    const QString text = tr("%L1 × %L2 px")
                             .arg(std::lround(std::abs(b.x - a.x)))
                             .arg(std::lround(std::abs(b.y - a.y)));
    const QFontMetrics metrics(painter.font());
    QRectF box(view.toScreen({b.x, b.y}) + QPointF(12, 12),
               QSizeF(metrics.horizontalAdvance(text) + 12, metrics.height() + 4));
    const QRectF window(QPointF(4, 4), QSizeF(view.viewport) - QSizeF(8, 8));
    box.moveLeft(std::clamp(box.left(), window.left(),
                            std::max(window.left(), window.right() - box.width())));
    box.moveTop(std::clamp(box.top(), window.top(),
                           std::max(window.top(), window.bottom() - box.height())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 180));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace limn::ui
