#include "widgets/navigator.h"

#include <algorithm>
#include <cmath>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace limn::widgets
{

namespace
{

constexpr int corner = 12; ///< from the canvas's edges
constexpr double leastFrame = 6;
constexpr double wheelNotch = 120;
constexpr double wheelFactor = 1.25;
// On any image, in both themes.
constexpr QRgb navigatorGround = qRgb(0x1c, 0x1d, 0x1f);
constexpr QRgb navigatorEdge = qRgb(0x6d, 0x70, 0x75);
constexpr QRgb shade = qRgba(0, 0, 0, 0x70);

} // namespace

Navigator::Navigator(Canvas* canvas) : QWidget(canvas), canvas_(canvas)
{
    setObjectName(QStringLiteral("navigator"));
    setAccessibleName(tr("Navigator"));
    setToolTip(tr("Drag to move the view"));
    setCursor(Qt::PointingHandCursor);
    canvas->installEventFilter(this);
    connect(canvas, &Canvas::viewChanged, this, &Navigator::refresh);
    connect(canvas, &Canvas::imageSizeChanged, this, &Navigator::refresh);
    refresh();
}

void Navigator::setPicture(const QImage& picture)
{
    picture_ = picture;
    refresh();
    update();
}

void Navigator::setWanted(bool wanted)
{
    wanted_ = wanted;
    refresh();
}

void Navigator::refresh()
{
    const raster::PixelSize image = canvas_->imageSize();
    const QRectF all(0, 0, image.width, image.height);
    const bool room = canvas_->width() > 3 * side && canvas_->height() > 2 * side;
    const bool shown = wanted_ && !image.isEmpty() && room && !canvas_->isFitted() &&
                       !canvas_->view().visibleImage().contains(all);
    setVisible(shown);
    if (!shown)
        return;
    const double shrink = static_cast<double>(side) / std::max(image.width, image.height);
    const int width = std::max(24, static_cast<int>(std::lround(image.width * shrink)));
    const int height = std::max(24, static_cast<int>(std::lround(image.height * shrink)));
    setGeometry(canvas_->width() - corner - width, canvas_->height() - corner - height, width,
                height);
    update();
}

QPointF Navigator::positionOf(QPointF image) const
{
    const raster::PixelSize size = canvas_->imageSize();
    return {image.x() / size.width * width(), image.y() / size.height * height()};
}

QRectF Navigator::frame() const
{
    const QRectF seen = canvas_->view().visibleImage();
    QRectF shown(positionOf(seen.topLeft()), positionOf(seen.bottomRight()));
    const double wider = std::max(0.0, leastFrame - shown.width()) / 2;
    const double higher = std::max(0.0, leastFrame - shown.height()) / 2;
    return shown.adjusted(-wider, -higher, wider, higher);
}

void Navigator::centreOn(QPointF position)
{
    const raster::PixelSize size = canvas_->imageSize();
    canvas_->centreOn({position.x() / width() * size.width, position.y() / height() * size.height});
}

void Navigator::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    // Taken hold of inside, the frame moves with the pointer; pressed elsewhere it jumps there.
    const QRectF held = frame();
    grip_ = held.contains(event->position()) ? held.center() - event->position() : QPointF();
    centreOn(event->position() + grip_);
}

void Navigator::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        centreOn(event->position() + grip_);
}

void Navigator::mouseReleaseEvent(QMouseEvent*)
{
    canvas_->setFocus(Qt::MouseFocusReason);
}

void Navigator::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const double notches = event->angleDelta().y() / wheelNotch;
    canvas_->zoomBy(std::pow(wheelFactor, notches), QRectF(canvas_->rect()).center());
}

bool Navigator::eventFilter(QObject* object, QEvent* event)
{
    if (object == canvas_ && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        refresh();
    return false;
}

void Navigator::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), QColor::fromRgb(navigatorGround));
    if (!picture_.isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(rect(), picture_);
    }
    const QRectF seen = frame().intersected(QRectF(rect()));
    painter.setClipRegion(QRegion(rect()).subtracted(QRegion(seen.toAlignedRect())));
    painter.fillRect(rect(), QColor::fromRgba(shade));
    painter.setClipping(false);
    painter.setPen(QPen(QColor(0, 0, 0, 160), 3));
    painter.drawRect(seen.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(seen.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setPen(QColor::fromRgb(navigatorEdge));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace limn::widgets
