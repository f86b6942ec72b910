#include "widgets/scale_bar.h"

#include <cmath>
#include <QEvent>
#include <QLocale>
#include <QPainter>

namespace limn::widgets
{

namespace
{

constexpr double longest = 144; ///< screen pixels
constexpr int corner = 12;      ///< from the canvas's edges
constexpr int padding = 8;
constexpr int tick = 6;
constexpr int barHeight = 36;
// On any image, in both themes.
constexpr QRgb backdrop = qRgba(0x18, 0x19, 0x1b, 0xb8);
constexpr QRgb barInk = qRgb(0xff, 0xff, 0xff);

/// 1, 2 or 5 times a power of ten, not above `value`.
double roundDown(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    const double digits = value / power;
    // A hair less than the digit still is the digit: powers of ten are not exact.
    constexpr double hair = 1e-9;
    return power * (digits + hair >= 5 ? 5 : digits + hair >= 2 ? 2 : 1);
}

QString inMetres(double metres)
{
    const QLocale locale;
    const auto number = [&](double value) { return locale.toString(value, 'g', 6); };
    if (metres >= 1000)
        return ScaleBar::tr("%1 km").arg(number(metres / 1000));
    if (metres >= 1)
        return ScaleBar::tr("%1 m").arg(number(metres));
    if (metres >= 0.01)
        return ScaleBar::tr("%1 cm").arg(number(metres * 100));
    if (metres >= 0.001)
        return ScaleBar::tr("%1 mm").arg(number(metres * 1000));
    return ScaleBar::tr("%1 µm").arg(number(metres * 1e6));
}

} // namespace

ScaleBar::ScaleBar(Canvas* canvas) : QWidget(canvas), canvas_(canvas)
{
    setObjectName(QStringLiteral("scaleBar"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    canvas->installEventFilter(this);
    connect(canvas, &Canvas::viewChanged, this, &ScaleBar::refresh);
    connect(canvas, &Canvas::imageSizeChanged, this, &ScaleBar::refresh);
    refresh();
}

void ScaleBar::setGroundSize(GroundSize groundSize)
{
    groundSize_ = std::move(groundSize);
    refresh();
}

void ScaleBar::setWanted(bool wanted)
{
    wanted_ = wanted;
    refresh();
}

ScaleBar::Length ScaleBar::lengthFor(double scale, std::optional<double> metresPerPixel)
{
    if (!(scale > 0))
        return {};
    const bool ground = metresPerPixel && *metresPerPixel > 0 && std::isfinite(*metresPerPixel);
    const double unit = ground ? *metresPerPixel : 1; // units an image pixel
    double length = roundDown(longest / scale * unit);
    if (!ground)
        length = std::max(1.0, length); // less than a pixel is nothing
    return {length / unit * scale,
            ground ? inMetres(length) : tr("%1 px").arg(QLocale().toString(length, 'g', 9))};
}

void ScaleBar::refresh()
{
    const bool shown = wanted_ && !canvas_->imageSize().isEmpty();
    setVisible(shown);
    if (!shown)
        return;
    const ViewTransform& view = canvas_->view();
    const auto metres =
        groundSize_ ? groundSize_(view.visibleImage().center()) : std::optional<double>();
    length_ = lengthFor(view.scale, metres);
    const int text = fontMetrics().horizontalAdvance(length_.text);
    const int width = 2 * padding + std::max(text, static_cast<int>(std::ceil(length_.screen)) + 1);
    setGeometry(corner, canvas_->height() - corner - barHeight, width, barHeight);
    update();
}

bool ScaleBar::eventFilter(QObject* object, QEvent* event)
{
    if (object == canvas_ && event->type() == QEvent::Resize)
        refresh();
    return false;
}

void ScaleBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgba(backdrop));
    painter.drawRoundedRect(rect(), 4, 4);
    painter.setPen(QPen(QColor::fromRgb(barInk), 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    const double left = (width() - length_.screen) / 2;
    const double bottom = height() - padding;
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{QPointF(left, bottom - tick), QPointF(left, bottom),
                                   QPointF(left + length_.screen, bottom),
                                   QPointF(left + length_.screen, bottom - tick)});
    painter.drawText(QRectF(0, 2, width(), height() - padding - tick), Qt::AlignCenter,
                     length_.text);
}

} // namespace limn::widgets
