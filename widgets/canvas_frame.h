// The composed picture of a canvas in device pixels, and which parts of it are out of date. Moving
// the view by whole device pixels moves the picture and leaves only the strips that came into sight
// to paint. For the canvas; GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"

#include <functional>
#include <QImage>
#include <QRegion>

namespace limn::widgets
{

class CanvasFrame
{
public:
    /// Follows the view: keeps what is still right.
    void moveTo(const ViewTransform& view);
    void invalidate(const QRect& screen); ///< screen pixels
    void invalidateAll();

    /// Has `paintPart` paint every part that is out of date; the painter is in screen pixels and
    /// clipped. Returns whether there was one.
    using PaintPart = std::function<void(QPainter& painter, const QRect& exposed)>;
    bool compose(const PaintPart& paintPart);
    void draw(QPainter& painter, const QRegion& exposed) const;

private:
    QRect toDevice(const QRect& screen) const; ///< outwards
    QRect toScreen(const QRect& device) const; ///< outwards
    void scroll(int dx, int dy);

    QImage pixels_;
    ViewTransform view_;
    QRegion stale_; ///< device pixels
};

} // namespace limn::widgets
