#include "widgets/histogram_view.h"

#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace limn::widgets
{

namespace
{

constexpr double sideMargin = 6;  ///< so that a handle at the end can be taken hold of
constexpr double gripHeight = 10; ///< below the bars
constexpr double gripReach = 8;   ///< pixels beside a handle that still take it
constexpr double keyStep = 0.01;  ///< of the axis

/// Readable on light and dark, and apart for colour-blind eyes by their lightness.
QColor channelColour(std::size_t channel, bool dark)
{
    const std::array<QColor, 3> onDark{QColor(0xf0, 0x6a, 0x5e), QColor(0x5f, 0xc9, 0x7a),
                                       QColor(0x6a, 0xa4, 0xff)};
    const std::array<QColor, 3> onLight{QColor(0xc8, 0x2f, 0x22), QColor(0x1f, 0x86, 0x3d),
                                        QColor(0x1d, 0x5f, 0xcc)};
    return dark ? onDark[channel] : onLight[channel];
}

} // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Histogram"));
    setToolTip(tr("Drag the handles: what lies left of the first is dark, right of the second "
                  "bright"));
}

void HistogramView::setStatistics(std::vector<raster::BandStatistics> statistics)
{
    statistics_ = std::move(statistics);
    if (statistics_.size() == 1)
        channel_ = 0;
    fitAxis();
    update();
}

void HistogramView::setChannel(int channel)
{
    channel_ = statistics_.size() == 1 ? 0 : std::clamp(channel, 0, 2);
    fitAxis();
    update();
}

void HistogramView::setStretch(const std::array<raster::BandStretch, 3>& stretch)
{
    stretch_ = stretch;
    // Under the hand the axis stands still.
    if (dragged_ == Handle::None)
        fitAxis();
    update();
}

void HistogramView::fitAxis()
{
    const raster::BandStretch& own = stretch_[channel_];
    axisLow_ = own.low;
    axisHigh_ = own.high;
    for (const auto& statistics : statistics_) {
        if (statistics.count() == 0)
            continue;
        axisLow_ = std::min(axisLow_, statistics.histogramLow());
        axisHigh_ = std::max(axisHigh_, statistics.histogramHigh());
    }
    if (!(axisHigh_ > axisLow_))
        axisHigh_ = axisLow_ + 1;
}

QRectF HistogramView::plotArea() const
{
    return QRectF(rect()).adjusted(sideMargin, 4, -sideMargin, -gripHeight);
}

double HistogramView::positionOf(double value) const
{
    const QRectF area = plotArea();
    return area.left() + (value - axisLow_) / (axisHigh_ - axisLow_) * area.width();
}

double HistogramView::valueAt(double x) const
{
    const QRectF area = plotArea();
    return axisLow_ + (x - area.left()) / std::max(1.0, area.width()) * (axisHigh_ - axisLow_);
}

HistogramView::Handle HistogramView::handleNear(double x) const
{
    const double toLow = std::abs(x - positionOf(stretch_[channel_].low));
    const double toHigh = std::abs(x - positionOf(stretch_[channel_].high));
    if (std::min(toLow, toHigh) > gripReach)
        return Handle::None;
    return toLow < toHigh ? Handle::Low : Handle::High;
}

void HistogramView::moveHandle(Handle handle, double value)
{
    const raster::BandStretch& own = stretch_[channel_];
    const double least = (axisHigh_ - axisLow_) * 1e-3;
    const double bounded = std::clamp(value, axisLow_, axisHigh_);
    if (handle == Handle::Low)
        Q_EMIT rangeEdited(std::min(bounded, own.high - least), own.high);
    else if (handle == Handle::High)
        Q_EMIT rangeEdited(own.low, std::max(bounded, own.low + least));
}

void HistogramView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    dragged_ = handleNear(event->position().x());
    update();
}

void HistogramView::mouseMoveEvent(QMouseEvent* event)
{
    if (dragged_ != Handle::None) {
        moveHandle(dragged_, valueAt(event->position().x()));
        return;
    }
    const Handle near = handleNear(event->position().x());
    if (near == hovered_)
        return;
    hovered_ = near;
    setCursor(near == Handle::None ? Qt::ArrowCursor : Qt::SizeHorCursor);
    update();
}

void HistogramView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || dragged_ == Handle::None)
        return;
    dragged_ = Handle::None;
    fitAxis();
    update();
}

void HistogramView::keyPressEvent(QKeyEvent* event)
{
    const int direction = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (direction == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool upper = event->modifiers() & Qt::ShiftModifier;
    const raster::BandStretch& own = stretch_[channel_];
    const double step = direction * keyStep * (axisHigh_ - axisLow_);
    moveHandle(upper ? Handle::High : Handle::Low, (upper ? own.high : own.low) + step);
}

void HistogramView::paintBars(QPainter& painter, std::size_t curve) const
{
    const raster::BandStatistics& statistics = statistics_[curve];
    if (statistics.count() == 0)
        return;
    const auto& counts = statistics.histogram();
    // One value that fills most of the image must not flatten the rest: the root of the counts,
    // and what is not much higher than the next highest sets the height.
    std::vector<std::uint32_t> sorted = counts;
    const auto third = sorted.end() - std::min<std::ptrdiff_t>(3, std::ssize(sorted));
    std::nth_element(sorted.begin(), third, sorted.end());
    const double top = std::sqrt(std::max<double>(1, *third) * 1.1);
    const QRectF area = plotArea();
    const double step = (statistics.histogramHigh() - statistics.histogramLow()) /
                        static_cast<double>(counts.size());
    QPainterPath path;
    path.moveTo(positionOf(statistics.histogramLow()), area.bottom());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double height = std::min(1.0, std::sqrt(counts[i]) / top) * area.height();
        const double left = positionOf(statistics.histogramLow() + step * static_cast<double>(i));
        const double right =
            positionOf(statistics.histogramLow() + step * static_cast<double>(i + 1));
        path.lineTo(left, area.bottom() - height);
        path.lineTo(right, area.bottom() - height);
    }
    path.lineTo(positionOf(statistics.histogramHigh()), area.bottom());
    path.closeSubpath();
    const bool inHand = statistics_.size() == 1 || static_cast<int>(curve) == channel_;
    QColor fill =
        statistics_.size() == 1 ? quietText(palette()) : channelColour(curve, isDark(palette()));
    fill.setAlphaF(inHand ? 0.75F : 0.25F);
    painter.fillPath(path, fill);
}

void HistogramView::paintHandle(QPainter& painter, double value, bool active) const
{
    const QRectF area = plotArea();
    const double x = std::round(positionOf(value)) + 0.5;
    const QColor ink =
        active ? palette().color(QPalette::Highlight) : palette().color(QPalette::WindowText);
    painter.setPen(QPen(ink, 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(QPolygonF{QPointF(x, area.bottom()),
                                  QPointF(x - 5, area.bottom() + gripHeight - 2),
                                  QPointF(x + 5, area.bottom() + gripHeight - 2)});
}

void HistogramView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = plotArea();
    painter.fillRect(area, palette().color(QPalette::Base));
    if (statistics_.empty()) {
        painter.setPen(quietText(palette()));
        painter.drawText(area, Qt::AlignCenter, tr("Computing…"));
        return;
    }
    const bool anything = std::any_of(statistics_.begin(), statistics_.end(),
                                      [](const auto& each) { return each.count() > 0; });
    if (!anything) {
        painter.setPen(quietText(palette()));
        painter.drawText(area, Qt::AlignCenter, tr("No valid pixels"));
        return;
    }
    painter.setClipRect(area);
    for (std::size_t i = 0; i < statistics_.size(); ++i)
        if (static_cast<int>(i) != channel_ || statistics_.size() == 1)
            paintBars(painter, i);
    if (statistics_.size() > 1)
        paintBars(painter, static_cast<std::size_t>(channel_));

    const raster::BandStretch& own = stretch_[channel_];
    QPainterPath curve;
    constexpr int steps = 40;
    for (int i = 0; i <= steps; ++i) {
        const double part = static_cast<double>(i) / steps;
        const QPointF at(positionOf(own.low + part * (own.high - own.low)),
                         area.bottom() - std::pow(part, 1 / own.gamma) * area.height());
        i == 0 ? curve.moveTo(at) : curve.lineTo(at);
    }
    QColor ink = palette().color(QPalette::WindowText);
    ink.setAlphaF(0.55F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.2));
    painter.drawPath(curve);
    painter.setClipping(false);
    painter.setPen(QPen(hairline(palette()), 1));
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
    const Handle active = dragged_ != Handle::None ? dragged_ : hovered_;
    paintHandle(painter, own.low, active == Handle::Low);
    paintHandle(painter, own.high, active == Handle::High);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

} // namespace limn::widgets
