#include "ui/brush_tool.h"

#include <algorithm>
#include <cmath>
#include <QGuiApplication>
#include <QPainter>

namespace limn::ui
{

namespace
{
/// Below this the ring would hide what it points at; a cross is shown instead.
constexpr double smallestRing = 3;
/// What the lightest pressure leaves of the radius.
constexpr double leastShare = 0.05;

annotation::Point toPoint(QPointF point)
{
    return {point.x(), point.y()};
}
} // namespace

BrushTool::BrushTool(Kind kind, EditTarget& target, QObject* parent)
    : CanvasTool(parent), kind_(kind), target_(target)
{
    connect(&target_, &EditTarget::imageChanged, this, [this] {
        painting_ = false;
        lastEnd_.reset();
    });
    connect(&target_, &EditTarget::classChanged, this, [this] { repaintRing(); });
}

void BrushTool::setOptions(const BrushOptions& options)
{
    BrushOptions wanted = options;
    wanted.size = std::clamp(wanted.size, BrushOptions::minSize, BrushOptions::maxSize);
    if (wanted == options_)
        return;
    options_ = wanted;
    repaintRing();
    Q_EMIT cursorChanged();
    Q_EMIT optionsChanged(options_);
}

void BrushTool::growBrush(bool larger)
{
    BrushOptions wanted = options_;
    const double step = std::max(1.0, std::round(wanted.size * 0.15));
    wanted.size += larger ? step : -step;
    setOptions(wanted);
}

double BrushTool::radius() const
{
    const double size = options_.inScreenPixels ? options_.size / target_.scale() : options_.size;
    return std::clamp(size / 2, 0.5, 5000.0);
}

annotation::Brush BrushTool::brush(Qt::KeyboardModifiers modifiers) const
{
    const bool erases = kind_ == Kind::Eraser || modifiers.testFlag(Qt::AltModifier);
    annotation::Brush brush;
    brush.radius = radius();
    brush.square = options_.square;
    brush.value = erases ? annotation::unlabelled : target_.classValue();
    brush.onlyUnlabelled = target_.over() == annotation::Over::OnlyUnlabelled;
    if (target_.over() != annotation::Over::Everything)
        brush.protectedValues = target_.protectedValues();
    return brush;
}

double BrushTool::share(const widgets::PointerEvent& event) const
{
    return options_.pressure ? std::max(leastShare, event.pressure) : 1;
}

bool BrushTool::begin(const widgets::PointerEvent& event)
{
    used_ = brush(event.modifiers);
    straight_ = event.modifiers.testFlag(Qt::ShiftModifier);
    const annotation::Point at = toPoint(event.image);
    from_ = straight_ && lastEnd_ ? *lastEnd_ : at;
    fromShare_ = share(event);
    painting_ = target_.edit([&](annotation::ImageAnnotation& labels) {
        labels.beginStroke(used_, from_, fromShare_);
        if (!(from_ == at))
            labels.strokeTo(at, fromShare_);
    });
    if (painting_)
        lastEnd_ = at;
    return painting_;
}

bool BrushTool::press(const widgets::PointerEvent& event)
{
    hover(event.screen);
    if (event.button == Qt::RightButton && event.modifiers.testFlag(Qt::ShiftModifier)) {
        sizing_ = options_.size;
        sizingFrom_ = event.screen;
        return true;
    }
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    if (!target_.accepts(brush(event.modifiers).value))
        return true;
    begin(event);
    // A refused press is used as well: it must not pan instead.
    return true;
}

bool BrushTool::move(const widgets::PointerEvent& event)
{
    if (sizing_) {
        BrushOptions wanted = options_;
        wanted.size = *sizing_ + std::round(event.screen.x() - sizingFrom_.x());
        setOptions(wanted);
        return true;
    }
    hover(event.screen);
    if (!painting_)
        return false;
    const annotation::Point to = toPoint(event.image);
    target_.edit([&](annotation::ImageAnnotation& labels) {
        if (straight_) {
            labels.cancelStroke();
            labels.beginStroke(used_, from_, fromShare_);
        }
        labels.strokeTo(to, share(event));
    });
    lastEnd_ = to;
    return true;
}

bool BrushTool::release(const widgets::PointerEvent& event)
{
    if (sizing_ && event.button == Qt::RightButton) {
        sizing_.reset();
        return true;
    }
    if (!painting_ || event.button != Qt::LeftButton)
        return false;
    painting_ = false;
    target_.edit([](annotation::ImageAnnotation& labels) { labels.endStroke(); });
    return true;
}

void BrushTool::cancel()
{
    sizing_.reset();
    if (!painting_)
        return;
    painting_ = false;
    target_.edit([](annotation::ImageAnnotation& labels) { labels.cancelStroke(); });
}

void BrushTool::leave()
{
    hover_.reset();
    repaintRing();
}

QCursor BrushTool::cursor() const
{
    return radius() * target_.scale() < smallestRing ? Qt::CrossCursor : Qt::BlankCursor;
}

void BrushTool::hover(QPointF screen)
{
    hover_ = screen;
    repaintRing();
}

void BrushTool::repaintRing()
{
    const double reach = radius() * target_.scale() + 4;
    const QRectF now =
        hover_ ? QRectF(hover_->x() - reach, hover_->y() - reach, 2 * reach, 2 * reach) : QRectF();
    const QRectF both = painted_.united(now);
    painted_ = now;
    if (!both.isEmpty())
        Q_EMIT repaintNeeded(both);
}

void BrushTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    if (!hover_)
        return;
    const double r = radius() * view.scale;
    if (r < smallestRing)
        return;
    const bool erases = kind_ == Kind::Eraser || target_.classValue() == annotation::unlabelled ||
                        QGuiApplication::keyboardModifiers().testFlag(Qt::AltModifier);
    const QColor inner = erases ? QColor(Qt::white) : target_.colour();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const auto ring = [&](double radius, const QPen& pen) {
        painter.setPen(pen);
        const QRectF box(hover_->x() - radius, hover_->y() - radius, 2 * radius, 2 * radius);
        if (options_.square)
            painter.drawRect(box);
        else
            painter.drawEllipse(box);
    };
    // Dark outside and the class inside: one of the two stands out on any image.
    ring(r + 1, QPen(QColor(0, 0, 0, 180), 1));
    ring(r, QPen(inner, 1.5, erases ? Qt::DashLine : Qt::SolidLine));
    painter.setPen(QPen(QColor(0, 0, 0, 180), 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoint(*hover_);
    painter.setPen(QPen(Qt::white, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawPoint(*hover_);
}

} // namespace limn::ui
