#include "widgets/canvas_frame.h"

#include <cmath>
#include <cstring>
#include <QPainter>

namespace limn::widgets
{

namespace
{

/// Beyond that, painting each part costs more than painting what lies between them too.
constexpr int maxParts = 8;

} // namespace

QRect CanvasFrame::toDevice(const QRect& screen) const
{
    const double ratio = view_.pixelRatio;
    return QRectF(screen.x() * ratio, screen.y() * ratio, screen.width() * ratio,
                  screen.height() * ratio)
        .toAlignedRect();
}

QRect CanvasFrame::toScreen(const QRect& device) const
{
    const double ratio = view_.pixelRatio;
    return QRectF(device.x() / ratio, device.y() / ratio, device.width() / ratio,
                  device.height() / ratio)
        .toAlignedRect();
}

void CanvasFrame::moveTo(const ViewTransform& view)
{
    if (view == view_ && !pixels_.isNull())
        return;
    const QSize wanted(static_cast<int>(std::ceil(view.viewport.width() * view.pixelRatio)),
                       static_cast<int>(std::ceil(view.viewport.height() * view.pixelRatio)));
    const double scale = view.deviceScale();
    const QPointF shift = (view_.origin - view.origin) * scale;
    const bool movable = pixels_.size() == wanted && view.pixelRatio == view_.pixelRatio &&
                         view.scale == view_.scale && std::abs(shift.x()) < wanted.width() &&
                         std::abs(shift.y()) < wanted.height();
    const int dx = movable ? static_cast<int>(std::lround(shift.x())) : 0;
    const int dy = movable ? static_cast<int>(std::lround(shift.y())) : 0;
    view_ = view;
    if (movable && std::abs(shift.x() - dx) < 1e-3 && std::abs(shift.y() - dy) < 1e-3) {
        scroll(dx, dy);
        return;
    }
    if (pixels_.size() != wanted) {
        pixels_ = QImage(wanted, QImage::Format_RGB32);
        pixels_.setDevicePixelRatio(view.pixelRatio);
    }
    invalidateAll();
}

void CanvasFrame::scroll(int dx, int dy)
{
    const int width = pixels_.width();
    const int height = pixels_.height();
    const std::size_t bytes = sizeof(QRgb) * static_cast<std::size_t>(width - std::abs(dx));
    const int from = dx < 0 ? -dx : 0;
    const int to = dx < 0 ? 0 : dx;
    const int rows = height - std::abs(dy);
    for (int i = 0; i < rows; ++i) {
        // Downwards starts at the bottom, so that no row is overwritten before it has moved.
        const int target = dy > 0 ? height - 1 - i : i;
        std::memmove(reinterpret_cast<QRgb*>(pixels_.scanLine(target)) + to,
                     reinterpret_cast<const QRgb*>(pixels_.constScanLine(target - dy)) + from,
                     bytes);
    }
    const QRect all = pixels_.rect();
    stale_ = stale_.translated(dx, dy).intersected(all);
    stale_ += QRegion(all).subtracted(QRegion(all.translated(dx, dy)));
}

void CanvasFrame::invalidate(const QRect& screen)
{
    stale_ += toDevice(screen).intersected(pixels_.rect());
}

void CanvasFrame::invalidateAll()
{
    stale_ = pixels_.rect();
}

bool CanvasFrame::compose(const PaintPart& paintPart)
{
    if (stale_.isEmpty())
        return false;
    const QRegion parts = stale_.rectCount() > maxParts ? QRegion(stale_.boundingRect()) : stale_;
    stale_ = {};
    QPainter painter(&pixels_);
    const double ratio = view_.pixelRatio;
    for (const QRect& part : parts) {
        painter.save();
        painter.scale(1 / ratio, 1 / ratio);
        painter.setClipRect(part);
        painter.scale(ratio, ratio);
        paintPart(painter, toScreen(part));
        painter.restore();
    }
    return true;
}

void CanvasFrame::draw(QPainter& painter, const QRegion& exposed) const
{
    const double ratio = view_.pixelRatio;
    for (const QRect& part : exposed) {
        if (ratio == 1)
            painter.drawImage(part, pixels_, part);
        else
            painter.drawImage(QRectF(part), pixels_,
                              QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio,
                                     part.height() * ratio));
    }
}

} // namespace limn::widgets
