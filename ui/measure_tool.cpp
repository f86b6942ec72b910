#include "ui/measure_tool.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace limn::ui
{

namespace
{

constexpr double pointRadius = 3;
constexpr double labelGap = 12; ///< from the pointer
// On any image, in both themes.
constexpr QRgb measureInk = qRgb(0xff, 0xd5, 0x4a);
constexpr QRgb labelGround = qRgba(0x18, 0x19, 0x1b, 0xd8);
constexpr QRgb areaFill = qRgba(0xff, 0xd5, 0x4a, 0x30);

/// Four digits that mean something, no exponent.
QString digits(double value)
{
    const int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

QString formatLength(double metres)
{
    if (metres >= 1000)
        return MeasureTool::tr("%1 km").arg(digits(metres / 1000));
    if (metres >= 1)
        return MeasureTool::tr("%1 m").arg(digits(metres));
    if (metres >= 0.01 || metres == 0)
        return MeasureTool::tr("%1 cm").arg(digits(metres * 100));
    return MeasureTool::tr("%1 mm").arg(digits(metres * 1000));
}

QString formatArea(double squareMetres)
{
    if (squareMetres >= 1e6)
        return MeasureTool::tr("%1 km²").arg(digits(squareMetres / 1e6));
    if (squareMetres >= 1e4)
        return MeasureTool::tr("%1 ha").arg(digits(squareMetres / 1e4));
    if (squareMetres >= 1 || squareMetres == 0)
        return MeasureTool::tr("%1 m²").arg(digits(squareMetres));
    return MeasureTool::tr("%1 cm²").arg(digits(squareMetres * 1e4));
}

MeasureTool::MeasureTool(Kind kind, QObject* parent) : CanvasTool(parent), kind_(kind) {}

void MeasureTool::setImage(const raster::RasterInfo* image)
{
    georeference_.reset();
    if (image)
        georeference_.emplace(*image);
    cancel();
}

std::vector<raster::MapPoint> MeasureTool::shown() const
{
    std::vector<raster::MapPoint> points = points_;
    if (drawing_)
        points.push_back(pointer_);
    return points;
}

QString MeasureTool::text() const
{
    const auto points = shown();
    if (points.size() < (kind_ == Kind::Length ? 2U : 3U))
        return {};
    const bool length = kind_ == Kind::Length;
    const QString pixels = length ? tr("%1 px").arg(digits(raster::pixelLength(points)))
                                  : tr("%1 px²").arg(digits(raster::pixelArea(points)));
    if (!georeference_)
        return pixels;
    const auto ground = length ? raster::groundLength(*georeference_, points)
                               : raster::groundArea(*georeference_, points);
    if (!ground)
        return pixels;
    return (length ? formatLength(*ground) : formatArea(*ground)) + QStringLiteral("  ·  ") +
           pixels;
}

void MeasureTool::change()
{
    Q_EMIT repaintNeeded({});
}

bool MeasureTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    if (!drawing_)
        points_.clear();
    drawing_ = true;
    pointer_ = {event.image.x(), event.image.y()};
    points_.push_back(pointer_);
    change();
    return true;
}

bool MeasureTool::move(const widgets::PointerEvent& event)
{
    if (!drawing_)
        return false;
    pointer_ = {event.image.x(), event.image.y()};
    change();
    return true;
}

bool MeasureTool::release(const widgets::PointerEvent& event)
{
    // Pressed here and let go there is a line as well.
    const raster::MapPoint at{event.image.x(), event.image.y()};
    if (drawing_ && points_.size() == 1 && (at.x != points_[0].x || at.y != points_[0].y)) {
        points_.push_back(at);
        drawing_ = kind_ == Kind::Area;
        change();
    }
    return true;
}

bool MeasureTool::doubleClick(const widgets::PointerEvent& event)
{
    if (!drawing_)
        return press(event);
    // The first of the two clicks has set the point.
    drawing_ = false;
    change();
    return true;
}

bool MeasureTool::key(const QKeyEvent& event)
{
    const bool enter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (enter && drawing_) {
        drawing_ = false;
        change();
        return true;
    }
    if (event.key() == Qt::Key_Backspace && drawing_) {
        points_.pop_back();
        drawing_ = !points_.empty();
        change();
        return true;
    }
    return false;
}

void MeasureTool::cancel()
{
    points_.clear();
    drawing_ = false;
    change();
}

void MeasureTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    const auto points = shown();
    if (points.empty())
        return;
    QPolygonF line;
    for (const raster::MapPoint& point : points)
        line << view.toScreen({point.x, point.y});
    const bool closed = kind_ == Kind::Area && line.size() > 2;
    QPainterPath path;
    path.addPolygon(line);
    if (closed) {
        path.closeSubpath();
        painter.fillPath(path, QColor::fromRgba(areaFill));
    }
    const auto pen = [](const QColor& colour, double width) {
        return QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    };
    painter.strokePath(path, pen(QColor(0, 0, 0, 150), 3.5));
    painter.strokePath(path, pen(QColor::fromRgb(measureInk), 1.5));
    painter.setPen(QPen(QColor(0, 0, 0, 180), 1));
    painter.setBrush(QColor::fromRgb(measureInk));
    for (std::size_t i = 0; i < points_.size(); ++i)
        painter.drawEllipse(line[static_cast<qsizetype>(i)], pointRadius, pointRadius);

    const QString label = text();
    if (label.isEmpty())
        return;
    const QSizeF size(painter.fontMetrics().horizontalAdvance(label) + 12,
                      painter.fontMetrics().height() + 6);
    QPointF corner = line.last() + QPointF(labelGap, labelGap);
    // Inside the picture, on the other side of the pointer where there is no room.
    if (corner.x() + size.width() > view.viewport.width())
        corner.setX(line.last().x() - labelGap - size.width());
    if (corner.y() + size.height() > view.viewport.height())
        corner.setY(line.last().y() - labelGap - size.height());
    const QRectF box(corner, size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgba(labelGround));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, label);
}

} // namespace limn::ui
