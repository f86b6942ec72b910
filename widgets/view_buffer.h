// Puts tiles of image pixels on the screen, pixel by pixel: what a layer shows in one exposed
// rectangle is gathered in a buffer of device pixels and drawn at once. Every device pixel belongs
// to exactly one tile and takes the same colour whatever is exposed, so that parts painted at
// different times fit together. For the layers of this room; GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"

#include <array>
#include <cstdint>
#include <QImage>
#include <vector>

namespace limn::widgets
{

class ViewBuffer
{
public:
    /// Starts a new picture of `exposed` (screen pixels), cut at the image's edge.
    void begin(const ViewTransform& view, const QRect& exposed, raster::PixelSize image);
    /// The image pixels under the buffer; empty when nothing of the image is exposed.
    raster::PixelRect exposedImage() const { return exposedImage_; }

    /// 32-bit premultiplied pixels that share `area` (image pixels) evenly; only what lies in
    /// `clip`. Shrunk pixels are interpolated, enlarged ones shown as squares, but for stand-ins of
    /// a coarser level.
    void place(const QImage& tile, const raster::PixelRect& area, const raster::PixelRect& clip);
    /// One byte a pixel through premultiplied colours; always the nearest pixel. Pixel (i, j) is
    /// that of the image at area.x + i * step, area.y + j * step.
    void placeIndices(const std::uint8_t* indices, raster::PixelSize size,
                      const raster::PixelRect& area, int step,
                      const std::array<QRgb, 256>& colours);
    /// Slanted stripes: nothing can be shown here.
    void hatch(const raster::PixelRect& area);

    /// Draws what was placed, if anything was. `opaque`: every pixel was placed and has alpha 255.
    void draw(QPainter& painter, bool opaque);

private:
    struct Span
    {
        int first = 0; ///< buffer pixels first .. last - 1
        int last = 0;
        bool isEmpty() const { return first >= last; }
    };
    Span columns(double from, double to) const;
    Span rows(double from, double to) const;
    double imageX(int column) const { return (column + originX_ + 0.5) / scale_; }
    double imageY(int row) const { return (row + originY_ + 0.5) / scale_; }
    void fillColumns(const Span& span, double areaX, double step, int width, bool smooth);
    QRgb* line(int row);

    QImage pixels_;
    QRect device_;       ///< of the buffer, device pixels of the widget
    double originX_ = 0; ///< image scaled to device pixels, at the buffer's top left
    double originY_ = 0;
    double scale_ = 1; ///< device pixels an image pixel
    double pixelRatio_ = 1;
    raster::PixelRect exposedImage_;
    bool used_ = false;
    std::vector<int> column_;   ///< tile column of each buffer column
    std::vector<int> weight_;   ///< of the next tile column, 0..256
    std::vector<QRgb> blended_; ///< two tile rows mixed
};

} // namespace limn::widgets
