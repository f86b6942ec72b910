#include "widgets/canvas_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QPainter>

namespace limn::widgets
{

namespace
{

/// Composing what lies between the parts too costs less than so many parts.
constexpr int maxParts = 64;

int wrapped(int value, int length)
{
    const int rest = value % length;
    return rest < 0 ? rest + length : rest;
}

} // namespace

QRect CanvasFrame::toDevice(const QRect& screen) const
{
    const double ratio = view_.pixelRatio;
    return QRectF(screen.x() * ratio, screen.y() * ratio, screen.width() * ratio,
                  screen.height() * ratio)
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
    if (pixels_.size() != wanted)
        pixels_ = QImage(wanted, QImage::Format_RGB32);
    invalidateAll();
}

void CanvasFrame::scroll(int dx, int dy)
{
    corner_ = {wrapped(corner_.x() - dx, pixels_.width()),
               wrapped(corner_.y() - dy, pixels_.height())};
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
    corner_ = {};
    stale_ = pixels_.rect();
}

std::vector<FramePart> CanvasFrame::pieces(const QRect& device) const
{
    // At most one seam in each direction.
    const auto cut = [](int begin, int length, int corner, int size) {
        std::vector<std::array<int, 3>> spans; // first, length, shift
        const int seam = size - corner;        // the device pixel that lies at 0
        const int before = std::clamp(seam - begin, 0, length);
        if (before > 0)
            spans.push_back({begin, before, corner});
        if (before < length)
            spans.push_back({begin + before, length - before, corner - size});
        return spans;
    };
    std::vector<FramePart> parts;
    for (const auto& [y, height, shiftY] :
         cut(device.y(), device.height(), corner_.y(), pixels_.height()))
        for (const auto& [x, width, shiftX] :
             cut(device.x(), device.width(), corner_.x(), pixels_.width()))
            parts.push_back({QRect(x, y, width, height), QPoint(shiftX, shiftY)});
    return parts;
}

bool CanvasFrame::compose(const ComposePart& composePart)
{
    if (stale_.isEmpty())
        return false;
    const QRegion parts = stale_.rectCount() > maxParts ? QRegion(stale_.boundingRect()) : stale_;
    stale_ = {};
    for (const QRect& part : parts)
        for (const FramePart& piece : pieces(part))
            composePart(pixels_, piece);
    return true;
}

void CanvasFrame::draw(QPainter& painter, const QRegion& exposed) const
{
    const double ratio = view_.pixelRatio;
    if (ratio != 1) {
        painter.save();
        painter.scale(1 / ratio, 1 / ratio);
    }
    for (const QRect& part : exposed)
        for (const FramePart& piece : pieces(toDevice(part).intersected(pixels_.rect())))
            painter.drawImage(piece.device.topLeft(), pixels_,
                              piece.device.translated(piece.shift));
    if (ratio != 1)
        painter.restore();
}

} // namespace limn::widgets
