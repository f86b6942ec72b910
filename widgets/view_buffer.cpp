#include "widgets/view_buffer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <QPainter>

namespace limn::widgets
{

namespace
{

constexpr QRgb hatchDark = qRgb(0x3a, 0x3a, 0x3c);
constexpr QRgb hatchLight = qRgb(0x4a, 0x4a, 0x4d);
constexpr int hatchPeriod = 12;

/// a + (b - a) * weight / 256, all four channels, two at a time.
inline QRgb mix(QRgb a, QRgb b, std::uint32_t weight)
{
    const std::uint32_t rest = 256 - weight;
    const std::uint32_t low =
        ((a & 0x00ff00ffu) * rest + (b & 0x00ff00ffu) * weight + 0x00800080u) >> 8;
    const std::uint32_t high =
        ((a >> 8) & 0x00ff00ffu) * rest + ((b >> 8) & 0x00ff00ffu) * weight + 0x00800080u;
    return (low & 0x00ff00ffu) | (high & 0xff00ff00u);
}

/// A view that the canvas made lies on whole device pixels but for rounding.
double snapped(double value)
{
    const double whole = std::round(value);
    return std::abs(value - whole) < 1e-3 ? whole : value;
}

} // namespace

void ViewBuffer::begin(const ViewTransform& view, const QRect& exposed, raster::PixelSize image)
{
    pixelRatio_ = view.pixelRatio;
    scale_ = view.deviceScale();
    const double left = snapped(view.origin.x() * scale_);
    const double top = snapped(view.origin.y() * scale_);
    const QRectF wanted(exposed.x() * pixelRatio_, exposed.y() * pixelRatio_,
                        exposed.width() * pixelRatio_, exposed.height() * pixelRatio_);
    // Only device pixels whose centre lies on the image.
    const QRectF onScreen(-left, -top, image.width * scale_, image.height * scale_);
    const int x0 = std::max<int>(std::floor(wanted.left()), std::ceil(onScreen.left() - 0.5));
    const int y0 = std::max<int>(std::floor(wanted.top()), std::ceil(onScreen.top() - 0.5));
    const int x1 = std::min<int>(std::ceil(wanted.right()), std::ceil(onScreen.right() - 0.5));
    const int y1 = std::min<int>(std::ceil(wanted.bottom()), std::ceil(onScreen.bottom() - 0.5));
    device_ = QRect(x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0));
    originX_ = left + x0;
    originY_ = top + y0;
    used_ = false;
    exposedImage_ = {};
    if (device_.isEmpty())
        return;
    if (pixels_.width() < device_.width() || pixels_.height() < device_.height())
        pixels_ =
            QImage(device_.size().expandedTo(pixels_.size()), QImage::Format_ARGB32_Premultiplied);
    const int left0 = static_cast<int>(std::floor(imageX(0)));
    const int top0 = static_cast<int>(std::floor(imageY(0)));
    exposedImage_ = {left0, top0,
                     static_cast<int>(std::floor(imageX(device_.width() - 1))) + 1 - left0,
                     static_cast<int>(std::floor(imageY(device_.height() - 1))) + 1 - top0};
}

ViewBuffer::Span ViewBuffer::columns(double from, double to) const
{
    return {std::max<int>(0, std::ceil(from * scale_ - originX_ - 0.5)),
            std::min<int>(device_.width(), std::ceil(to * scale_ - originX_ - 0.5))};
}

ViewBuffer::Span ViewBuffer::rows(double from, double to) const
{
    return {std::max<int>(0, std::ceil(from * scale_ - originY_ - 0.5)),
            std::min<int>(device_.height(), std::ceil(to * scale_ - originY_ - 0.5))};
}

QRgb* ViewBuffer::line(int row)
{
    if (!used_) {
        for (int y = 0; y < device_.height(); ++y)
            std::memset(pixels_.scanLine(y), 0, sizeof(QRgb) * device_.width());
        used_ = true;
    }
    return reinterpret_cast<QRgb*>(pixels_.scanLine(row));
}

void ViewBuffer::fillColumns(const Span& span, double areaX, double step, int width, bool smooth)
{
    column_.resize(device_.width());
    weight_.resize(device_.width());
    for (int x = span.first; x < span.last; ++x) {
        const double at = (imageX(x) - areaX) / step - (smooth ? 0.5 : 0.0);
        const double whole = std::floor(at);
        const int column = static_cast<int>(whole);
        column_[x] = std::clamp(column, 0, width - 1);
        weight_[x] = column < 0 || column >= width - 1
                         ? 0
                         : static_cast<int>(std::lround((at - whole) * 256));
    }
}

void ViewBuffer::place(const QImage& tile, const raster::PixelRect& area,
                       const raster::PixelRect& clip)
{
    const auto shown = area.intersected(clip);
    if (shown.isEmpty() || device_.isEmpty())
        return;
    const Span across = columns(shown.x, shown.right());
    const Span down = rows(shown.y, shown.bottom());
    if (across.isEmpty() || down.isEmpty())
        return;
    const double stepX = static_cast<double>(area.width) / tile.width(); // image pixels a tile's
    const double stepY = static_cast<double>(area.height) / tile.height();
    const double pixel = stepX * scale_; // device pixels a tile pixel
    const bool smooth = pixel < 0.999 || (stepX > 1.001 && pixel > 1.001);
    fillColumns(across, area.x, stepX, tile.width(), smooth);

    int rowBefore = -1;
    for (int y = down.first; y < down.last; ++y) {
        const double at = (imageY(y) - area.y) / stepY - (smooth ? 0.5 : 0.0);
        const double whole = std::floor(at);
        const int row = std::clamp(static_cast<int>(whole), 0, tile.height() - 1);
        QRgb* out = line(y);
        const auto* source = reinterpret_cast<const QRgb*>(tile.constScanLine(row));
        if (!smooth) {
            if (row == rowBefore) {
                std::memcpy(out + across.first, line(y - 1) + across.first,
                            sizeof(QRgb) * (across.last - across.first));
                continue;
            }
            rowBefore = row;
            for (int x = across.first; x < across.last; ++x)
                out[x] = source[column_[x]];
            continue;
        }
        const int below = std::min(row + 1, tile.height() - 1);
        const auto weight =
            whole < 0 ? 0u : static_cast<std::uint32_t>(std::lround((at - whole) * 256));
        if (weight != 0 && below != row) {
            const auto* next = reinterpret_cast<const QRgb*>(tile.constScanLine(below));
            blended_.resize(tile.width());
            const int first = column_[across.first];
            const int last = std::min(column_[across.last - 1] + 1, tile.width() - 1);
            for (int i = first; i <= last; ++i)
                blended_[i] = mix(source[i], next[i], weight);
            source = blended_.data();
        }
        for (int x = across.first; x < across.last; ++x) {
            const int column = column_[x];
            const auto right = static_cast<std::uint32_t>(weight_[x]);
            out[x] = right == 0 ? source[column] : mix(source[column], source[column + 1], right);
        }
    }
}

void ViewBuffer::placeIndices(const std::uint8_t* indices, raster::PixelSize size,
                              const raster::PixelRect& area, int step,
                              const std::array<QRgb, 256>& colours)
{
    if (device_.isEmpty())
        return;
    const Span across = columns(area.x, area.right());
    const Span down = rows(area.y, area.bottom());
    if (across.isEmpty() || down.isEmpty())
        return;
    fillColumns(across, area.x, step, size.width, false);
    int rowBefore = -1;
    for (int y = down.first; y < down.last; ++y) {
        const double at = (imageY(y) - area.y) / step;
        const int row = std::clamp(static_cast<int>(std::floor(at)), 0, size.height - 1);
        QRgb* out = line(y);
        if (row == rowBefore) {
            std::memcpy(out + across.first, line(y - 1) + across.first,
                        sizeof(QRgb) * (across.last - across.first));
            continue;
        }
        rowBefore = row;
        const std::uint8_t* source = indices + static_cast<std::size_t>(row) * size.width;
        for (int x = across.first; x < across.last; ++x)
            out[x] = colours[source[column_[x]]];
    }
}

void ViewBuffer::hatch(const raster::PixelRect& area)
{
    if (device_.isEmpty())
        return;
    const Span across = columns(area.x, area.right());
    const Span down = rows(area.y, area.bottom());
    // Counted from the image's origin, so that stripes go on from tile to tile and move with it.
    const auto left = static_cast<std::int64_t>(std::floor(originX_));
    const auto top = static_cast<std::int64_t>(std::floor(originY_));
    for (int y = down.first; y < down.last; ++y) {
        QRgb* out = line(y);
        for (int x = across.first; x < across.last; ++x) {
            const auto along = ((left + x + top + y) % hatchPeriod + hatchPeriod) % hatchPeriod;
            out[x] = along < hatchPeriod / 2 ? hatchDark : hatchLight;
        }
    }
}

void ViewBuffer::draw(QPainter& painter, bool opaque)
{
    if (!used_)
        return;
    const QImage part(pixels_.constBits(), device_.width(), device_.height(),
                      pixels_.bytesPerLine(),
                      opaque ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
    painter.save();
    painter.scale(1 / pixelRatio_, 1 / pixelRatio_);
    painter.drawImage(device_.topLeft(), part);
    painter.restore();
}

} // namespace limn::widgets
