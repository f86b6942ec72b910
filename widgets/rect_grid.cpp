#include "widgets/rect_grid.h"

#include <algorithm>
#include <cmath>

namespace limn::widgets
{

namespace
{

constexpr int maxSide = 256;
/// Rectangles over more cells than this are looked at each time.
constexpr int manyCells = 16;

/// Also for rectangles without an area, which Qt takes for empty.
bool touch(const QRectF& a, const QRectF& b)
{
    return a.left() <= b.right() && b.left() <= a.right() && a.top() <= b.bottom() &&
           b.top() <= a.bottom();
}

} // namespace

RectGrid::RectGrid(const std::vector<QRectF>& rects) : rects_(rects)
{
    if (rects.empty())
        return;
    QPointF low = rects.front().topLeft();
    QPointF high = rects.front().bottomRight();
    for (const QRectF& rect : rects) {
        low = {std::min(low.x(), rect.left()), std::min(low.y(), rect.top())};
        high = {std::max(high.x(), rect.right()), std::max(high.y(), rect.bottom())};
    }
    bounds_ = {low, high};
    side_ = std::clamp(static_cast<int>(std::sqrt(static_cast<double>(rects.size()))), 1, maxSide);
    inCell_.resize(static_cast<std::size_t>(side_) * side_);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const Cells at = cells(rects[i]);
        if ((at.right - at.left + 1) * (at.bottom - at.top + 1) > manyCells) {
            large_.push_back(static_cast<int>(i));
            continue;
        }
        for (int row = at.top; row <= at.bottom; ++row)
            for (int column = at.left; column <= at.right; ++column)
                inCell_[static_cast<std::size_t>(row) * side_ + column].push_back(
                    static_cast<int>(i));
    }
}

RectGrid::Cells RectGrid::cells(const QRectF& rect) const
{
    const auto index = [this](double at, double from, double length) {
        const double cell = length > 0 ? (at - from) / length * side_ : 0;
        return static_cast<int>(std::clamp(cell, 0.0, side_ - 1.0));
    };
    return {index(rect.left(), bounds_.left(), bounds_.width()),
            index(rect.top(), bounds_.top(), bounds_.height()),
            index(rect.right(), bounds_.left(), bounds_.width()),
            index(rect.bottom(), bounds_.top(), bounds_.height())};
}

std::vector<int> RectGrid::touching(const QRectF& window) const
{
    std::vector<int> found;
    if (rects_.empty() || !touch(window, bounds_))
        return found;
    const auto take = [&](const std::vector<int>& numbers) {
        for (const int number : numbers)
            if (touch(rects_[static_cast<std::size_t>(number)], window))
                found.push_back(number);
    };
    take(large_);
    const Cells at = cells(window);
    for (int row = at.top; row <= at.bottom; ++row)
        for (int column = at.left; column <= at.right; ++column)
            take(inCell_[static_cast<std::size_t>(row) * side_ + column]);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace limn::widgets
