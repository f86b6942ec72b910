// Composes layers of image pixels into the canvas's frame: tiles are placed first, layer by layer,
// and then blended row by row in one pass over the frame, on all cores. Every device pixel belongs
// to exactly one tile of a layer and takes the same colour whatever is exposed, so that parts
// composed at different times fit together. For the canvas and the layers of this room; GUI thread
// only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/fill_pattern.h"
#include "widgets/row_crew.h"

#include <array>
#include <cstdint>
#include <QImage>
#include <QPoint>
#include <QRect>
#include <vector>

namespace limn::widgets
{

class ViewComposer
{
public:
    /// Starts on `part` (device pixels of the widget), where nothing is placed yet.
    void begin(const ViewTransform& view, const QRect& part, raster::PixelSize image);
    /// The image pixels under the part; empty when nothing of the image is exposed.
    raster::PixelRect exposedImage() const { return exposedImage_; }

    /// What is placed from now on lies over what was placed before, with this opacity (0..1).
    void startLayer(double opacity);
    /// Pixels 0xAARRGGBB, premultiplied, that share `area` (image pixels) evenly; only what lies in
    /// `clip` is shown. Shrunk pixels are interpolated, enlarged ones shown as squares, but for
    /// stand-ins of a coarser level. Later ones of a layer replace earlier ones. The pixels must
    /// stay until compose(). `opaque`: all of them have alpha 255.
    void place(const std::uint32_t* pixels, raster::PixelSize size, const raster::PixelRect& area,
               const raster::PixelRect& clip, bool opaque);
    /// One byte a pixel through premultiplied colours, the same for the whole layer; always the
    /// nearest pixel. Pixel (i, j) is that of the image at area.x + i * step, area.y + j * step.
    /// Patterns are counted in device pixels from the image's corner.
    void placeIndices(const std::uint8_t* indices, raster::PixelSize size,
                      const raster::PixelRect& area, int step, const std::array<QRgb, 256>& colours,
                      const std::array<FillPattern, 256>& patterns);
    /// Slanted stripes: nothing can be shown here.
    void hatch(const raster::PixelRect& area);

    /// Blends what was placed into `frame` (RGB32), where device pixel p of the widget lies at
    /// p + shift; the first time after begin() over `ground`.
    void compose(QImage& frame, QPoint shift, QRgb ground);

private:
    struct Span
    {
        int first = 0; ///< buffer pixels first .. last - 1
        int last = 0;
        bool isEmpty() const { return first >= last; }
    };

    enum class Kind { Straight, Nearest, Smooth, Indices, StraightIndices, Hatch };

    /// A tile where it lies on the screen. Columns and rows count from the exposed image's corner.
    struct Placement
    {
        Kind kind = Kind::Straight;
        const void* pixels = nullptr;
        raster::PixelSize size;
        Span across;
        Span down;
        double areaY = 0;
        double stepY = 1;
        int firstColumn = 0;     ///< tile column under across.first
        std::size_t columns = 0; ///< where its columns begin in columns_, and weights in weights_
    };

    struct Layer
    {
        double opacity = 1;
        bool indexed = false;
        bool opaque = true; ///< of what was placed
        std::array<QRgb, 256> colours{};
        std::array<FillPattern, 256> patterns{};
        std::array<QRgb, 256> marks{}; ///< the patterns' own colours, 0 for solid ones
        bool patterned = false;
        std::vector<Placement> placements;
    };

    /// What a thread needs for its rows.
    struct Room
    {
        std::vector<QRgb> line;
        std::vector<QRgb> blended;
        std::vector<std::uint8_t> indices;
    };

    Span columns(double from, double to) const;
    Span rows(double from, double to) const;
    double imageX(int column) const { return (column + originX_ + 0.5) / scale_; }
    double imageY(int row) const { return (row + originY_ + 0.5) / scale_; }
    bool fit(Placement& placement, const raster::PixelRect& shown) const;
    void mapColumns(Placement& placement, double areaX, double step);
    Layer& layer() { return layers_.back(); }

    void composeRow(int row, QRgb* out, Room& room) const;
    void writePixels(const Placement& placement, int row, QRgb* out, Room& room) const;
    void writeHatch(const Placement& placement, int row, QRgb* out) const;
    void blendIndices(const Placement& placement, int row, const Layer& layer, QRgb* out,
                      Room& room) const;
    void blendMarks(const Placement& placement, int row, const Layer& layer,
                    const std::uint8_t* indices, QRgb* out, Room& room) const;

    QRect part_;
    QRect device_;       ///< the part that lies on the image, device pixels of the widget
    double originX_ = 0; ///< image scaled to device pixels, at device_'s top left
    double originY_ = 0;
    double scale_ = 1; ///< device pixels an image pixel
    raster::PixelRect exposedImage_;
    bool grounded_ = false; ///< the frame's part holds the ground and the layers composed so far
    std::vector<Layer> layers_;
    std::vector<int> columns_;           ///< tile columns of the placements' device columns
    std::vector<std::uint16_t> weights_; ///< of the next tile column, 0..256
    std::vector<Room> rooms_;            ///< one a thread
    RowCrew crew_;
};

} // namespace limn::widgets
