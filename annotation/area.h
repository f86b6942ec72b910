// An area of an image that is to be filled: a rectangle, an ellipse, a freehand outline, or pixels
// found by looking at the image. A pixel belongs to it when its centre lies inside. Cheap to copy;
// any thread.
#pragma once

#include "annotation/shape.h"
#include "raster/pixel_rect.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace limn::annotation
{

class Area
{
public:
    Area() = default; ///< no pixel

    /// Between two opposite corners; the left and upper edge belong to it, the others do not.
    static Area rectangle(const Point& a, const Point& b);
    /// The ellipse inside that rectangle, with its edge.
    static Area ellipse(const Point& a, const Point& b);
    /// What a line drawn once around encloses, wherever it crosses itself too (non-zero winding):
    /// a hand that goes on past its beginning leaves no hole.
    static Area outline(Ring ring);
    /// The pixels of `window` whose value is not 0 (window.width * window.height, row by row).
    static Area pixels(const raster::PixelRect& window, std::vector<std::uint8_t> values);
    /// The squares of step x step pixels of `window`, from its top left and cut off at its edges,
    /// whose value is not 0 (ceil(width / step) * ceil(height / step) values, row by row).
    static Area squares(const raster::PixelRect& window, int step,
                        std::vector<std::uint8_t> values);
    static Area polygon(Shape shape);               ///< by the even-odd rule over its rings
    static Area both(const Area& a, const Area& b); ///< what lies in one and the other

    raster::PixelRect bounds() const { return bounds_; } ///< covers it; may be larger
    /// 1 for every pixel of `window` inside and 0 for the others, row by row.
    void cover(const raster::PixelRect& window, std::span<std::uint8_t> out) const;
    /// True only when every pixel of `window` is inside; false where that would take long to know.
    bool covers(const raster::PixelRect& window) const;

private:
    using Cover = std::function<void(const raster::PixelRect&, std::span<std::uint8_t>)>;

    raster::PixelRect bounds_;
    Cover cover_;
    /// For areas without dents: a rectangle of pixels is inside when its corners are.
    std::function<bool(const Point&)> containsPoint_;
    /// For areas that can say it of a whole rectangle.
    std::function<bool(const raster::PixelRect&)> covers_;
};

} // namespace limn::annotation
