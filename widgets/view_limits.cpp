#include "widgets/view_limits.h"

#include <algorithm>
#include <cmath>

namespace limn::widgets
{

double ViewLimits::fitScale() const
{
    if (image.isEmpty())
        return 1;
    return showing(QRectF(0, 0, image.width, image.height)).scale;
}

double ViewLimits::minScale() const
{
    return std::min(1.0, fitScale()) / 2;
}

ViewTransform ViewLimits::fitted() const
{
    ViewTransform view;
    view.scale = fitScale();
    view.origin = QPointF(image.width, image.height) / 2 -
                  QPointF(widget.width(), widget.height()) / (2 * view.scale);
    return view;
}

ViewTransform ViewLimits::showing(const QRectF& part) const
{
    ViewTransform view;
    view.scale =
        std::min({std::max(1.0, widget.width() - 2 * fitMargin) / part.width(),
                  std::max(1.0, widget.height() - 2 * fitMargin) / part.height(), maxScale});
    view.origin = part.center() - QPointF(widget.width(), widget.height()) / (2 * view.scale);
    return view;
}

ViewTransform ViewLimits::clamped(ViewTransform wanted) const
{
    wanted.viewport = widget;
    wanted.pixelRatio = pixelRatio;
    const QPointF half = QPointF(widget.width(), widget.height()) / 2;
    const QPointF middle = wanted.origin + half / wanted.scale;
    const double scale = std::clamp(wanted.scale, minScale(), maxScale);
    const QPointF reachable(std::clamp(middle.x(), 0.0, double(image.width)),
                            std::clamp(middle.y(), 0.0, double(image.height)));
    if (scale != wanted.scale || reachable != middle)
        wanted.origin = reachable - half / scale;
    wanted.scale = scale;
    const double device = wanted.deviceScale();
    wanted.origin = QPointF(std::round(wanted.origin.x() * device) / device,
                            std::round(wanted.origin.y() * device) / device);
    return wanted;
}

} // namespace limn::widgets
