// Which of many rectangles touch a window, without looking at all of them. Plain values; any thread
// while nobody changes it.
#pragma once

#include <QRectF>
#include <vector>

namespace limn::widgets
{

class RectGrid
{
public:
    RectGrid() = default;
    explicit RectGrid(const std::vector<QRectF>& rects);

    /// The numbers of those that touch `window`, ascending; their borders count.
    std::vector<int> touching(const QRectF& window) const;

private:
    struct Cells
    {
        int left = 0;
        int top = 0;
        int right = -1;
        int bottom = -1;
    };
    Cells cells(const QRectF& rect) const;

    std::vector<QRectF> rects_;
    QRectF bounds_;
    int side_ = 0;                         ///< cells in each direction
    std::vector<std::vector<int>> inCell_; ///< row by row
    std::vector<int> large_;               ///< those that touch many cells
};

} // namespace limn::widgets
