#include "widgets/region_layer.h"

#include <algorithm>
#include <cmath>
#include <QFontMetrics>
#include <QPainter>
#include <utility>

namespace limn::widgets
{

namespace
{

constexpr double regionDash = 6; ///< of each period, screen pixels
constexpr double regionPeriod = 10;
constexpr double regionShade = 4; ///< width of the dark line below the dashes
constexpr double namePadding = 5;
const QColor regionShadow(0, 0, 0, 150);
const QColor nameGround(0, 0, 0, 180);

/// A line of dashes counted from its beginning, wherever `from` and `to` cut it.
void paintDashes(QPainter& painter, const QRectF& line, bool across, const QColor& colour,
                 double from, double to)
{
    const double begin = across ? line.left() : line.top();
    const double end = across ? line.right() : line.bottom();
    const double first =
        begin + std::floor((std::max(begin, from) - begin) / regionPeriod) * regionPeriod;
    for (double at = first; at < std::min(end, to); at += regionPeriod) {
        const double length = std::min(regionDash, end - at);
        painter.fillRect(across ? QRectF(at, line.top(), length, line.height())
                                : QRectF(line.left(), at, line.width(), length),
                         colour);
    }
}

void paintBorder(QPainter& painter, const QRectF& box, const QColor& colour, const QRectF& seen)
{
    const auto side = [&](double at, bool across) {
        const auto strip = [&](double width) {
            return across ? QRectF(box.left(), at - width / 2, box.width(), width)
                          : QRectF(at - width / 2, box.top(), width, box.height());
        };
        if (!strip(regionShade).intersects(seen))
            return;
        painter.fillRect(strip(regionShade).intersected(seen), regionShadow);
        paintDashes(painter, strip(regionShade / 2), across, colour,
                    across ? seen.left() : seen.top(), across ? seen.right() : seen.bottom());
    };
    side(box.top(), true);
    side(box.bottom(), true);
    side(box.left(), false);
    side(box.right(), false);
}

void paintName(QPainter& painter, const QRectF& box, const Region& region)
{
    const QFontMetricsF metrics(painter.font());
    const QRectF plate(
        box.topLeft() + QPointF(regionShade, regionShade),
        QSizeF(metrics.horizontalAdvance(region.name) + 2 * namePadding + metrics.height() * 0.8,
               metrics.height() + namePadding));
    if (plate.width() + 2 * regionShade > box.width() ||
        plate.height() + 2 * regionShade > box.height())
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(nameGround);
    painter.drawRoundedRect(plate, 3, 3);
    const double swatch = metrics.height() * 0.6;
    painter.fillRect(
        QRectF(plate.left() + namePadding, plate.center().y() - swatch / 2, swatch, swatch),
        region.colour);
    painter.setPen(Qt::white);
    painter.drawText(plate.adjusted(namePadding + metrics.height() * 0.8, 0, -namePadding, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, region.name);
}

} // namespace

void RegionLayer::setRegions(std::vector<Region> regions)
{
    if (regions == regions_)
        return;
    regions_ = std::move(regions);
    Q_EMIT changed({});
}

void RegionLayer::paint(QPainter& painter, const ViewTransform& view, const QRect& exposed)
{
    const QRectF seen = QRectF(exposed).adjusted(-1, -1, 1, 1);
    for (const Region& region : regions_) {
        const QRectF box(view.toScreen(region.rect.topLeft()), region.rect.size() * view.scale);
        if (!box.adjusted(-regionShade, -regionShade, regionShade, regionShade).intersects(seen))
            continue;
        paintBorder(painter, box, region.colour, seen);
        paintName(painter, box, region);
    }
}

} // namespace limn::widgets
