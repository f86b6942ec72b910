// The composed picture of a canvas in device pixels, and which parts of it are out of date. Moving
// the view by whole device pixels leaves only the strips that came into sight to compose: the
// picture lies in memory as on a torus, so that nothing is copied to move it. For the canvas; GUI
// thread only.
#pragma once

#include "widgets/canvas_layer.h"

#include <functional>
#include <QImage>
#include <QRegion>
#include <vector>

namespace limn::widgets
{

/// A rectangle of the frame that lies in memory in one piece.
struct FramePart
{
    QRect device; ///< device pixels of the widget
    QPoint shift; ///< device pixel p lies at p + shift in the image
};

class CanvasFrame
{
public:
    /// Follows the view: keeps what is still right.
    void moveTo(const ViewTransform& view);
    void invalidate(const QRect& screen); ///< screen pixels
    void invalidateAll();

    /// Has `composePart` fill every part that is out of date. Returns whether there was one.
    using ComposePart = std::function<void(QImage& pixels, const FramePart& part)>;
    bool compose(const ComposePart& composePart);
    void draw(QPainter& painter, const QRegion& exposed) const; ///< screen pixels

private:
    QRect toDevice(const QRect& screen) const; ///< outwards
    void scroll(int dx, int dy);
    std::vector<FramePart> pieces(const QRect& device) const;

    QImage pixels_;
    QPoint corner_; ///< where the widget's top left device pixel lies in pixels_
    ViewTransform view_;
    QRegion stale_; ///< device pixels
};

} // namespace limn::widgets
