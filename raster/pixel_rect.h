// Sizes and rectangles in whole pixels of an image: x to the right, y down, (0, 0) the top left
// pixel. A rectangle covers x .. x + width - 1. Plain values; any thread.
#pragma once

#include <algorithm>

namespace limn::raster
{

struct PixelSize
{
    int width = 0;
    int height = 0;

    bool isEmpty() const { return width <= 0 || height <= 0; }
    bool operator==(const PixelSize&) const = default;
};

struct PixelRect
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    int right() const { return x + width; }   ///< first column past the rectangle
    int bottom() const { return y + height; } ///< first row past the rectangle
    bool isEmpty() const { return width <= 0 || height <= 0; }
    bool contains(int px, int py) const
    {
        return px >= x && py >= y && px < right() && py < bottom();
    }
    bool operator==(const PixelRect&) const = default;

    PixelRect intersected(const PixelRect& other) const
    {
        const int left = std::max(x, other.x);
        const int top = std::max(y, other.y);
        return {left, top, std::max(0, std::min(right(), other.right()) - left),
                std::max(0, std::min(bottom(), other.bottom()) - top)};
    }

    /// The smallest rectangle that covers both; an empty one does not count.
    PixelRect united(const PixelRect& other) const
    {
        if (isEmpty())
            return other;
        if (other.isEmpty())
            return *this;
        const int left = std::min(x, other.x);
        const int top = std::min(y, other.y);
        return {left, top, std::max(right(), other.right()) - left,
                std::max(bottom(), other.bottom()) - top};
    }

    PixelRect grown(int margin) const
    {
        return {x - margin, y - margin, width + 2 * margin, height + 2 * margin};
    }
};

} // namespace limn::raster
