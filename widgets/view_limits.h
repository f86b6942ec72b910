// Which views of an image a canvas allows: how far one may zoom and pan, and the view that shows
// everything. Pure functions.
#pragma once

#include "widgets/canvas_layer.h"

namespace limn::widgets
{

/// The widget and the image in it.
struct ViewLimits
{
    static constexpr double maxScale = 64;  ///< screen pixels an image pixel
    static constexpr double fitMargin = 12; ///< screen pixels on each side of the fitted image

    QSize widget;
    double pixelRatio = 1; ///< device pixels a screen pixel
    raster::PixelSize image;

    double fitScale() const;
    double minScale() const; ///< half the fitted size, or half of 1:1 for small images
    ViewTransform fitted() const;
    /// The largest view of `part` (image pixels) within the margins.
    ViewTransform showing(const QRectF& part) const;
    /// Within the allowed scales, the widget's middle over the image, on whole device pixels.
    ViewTransform clamped(ViewTransform wanted) const;
};

} // namespace limn::widgets
