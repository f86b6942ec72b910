#include "widgets/canvas_picture.h"

#include "widgets/icon.h"

#include <algorithm>
#include <cmath>
#include <QPainter>

namespace limn::widgets
{

namespace
{

constexpr QRgb gridInk = qRgba(0x80, 0x80, 0x80, 0x5a);
constexpr double gridFrom = 16; ///< screen pixels an image pixel
constexpr QRgb emptyInk = qRgb(0x94, 0x97, 0x9c);

} // namespace

CanvasPicture::~CanvasPicture()
{
    for (const Entry& entry : layers_)
        for (const auto& connection : entry.connections)
            disconnect(connection);
}

void CanvasPicture::setLayers(const std::vector<CanvasLayer*>& layers)
{
    for (const Entry& entry : layers_)
        for (const auto& connection : entry.connections)
            disconnect(connection);
    layers_.clear();
    for (CanvasLayer* layer : layers) {
        Entry entry;
        entry.layer = layer;
        entry.connections = {
            connect(layer, &CanvasLayer::changed, this,
                    [this, layer](const QRectF& rect) { layerChanged(*layer, rect); }),
            connect(layer, &CanvasLayer::appearanceChanged, this, &CanvasPicture::invalidateAll),
            connect(layer, &QObject::destroyed, this,
                    [this] {
                        std::erase_if(layers_,
                                      [](const auto& each) { return each.layer.isNull(); });
                        invalidateAll();
                    }),
        };
        layers_.push_back(std::move(entry));
    }
    invalidateAll();
}

std::vector<CanvasLayer*> CanvasPicture::layers() const
{
    std::vector<CanvasLayer*> result;
    for (const Entry& entry : layers_)
        result.push_back(entry.layer);
    return result;
}

void CanvasPicture::setOverlaysHidden(bool hidden)
{
    if (hidden == overlaysHidden_)
        return;
    overlaysHidden_ = hidden;
    invalidateAll();
}

void CanvasPicture::setSwipe(std::optional<double> place)
{
    if (place == swipe_)
        return;
    swipe_ = place;
    invalidateAll();
}

void CanvasPicture::invalidateAll()
{
    frame_.invalidateAll();
    Q_EMIT outdated({});
}

bool CanvasPicture::isShown(const CanvasLayer& layer) const
{
    return layer.isVisible() && layer.opacity() > 0 && !(overlaysHidden_ && layer.isOverlay());
}

void CanvasPicture::layerChanged(const CanvasLayer& layer, const QRectF& imageRect)
{
    if (!isShown(layer))
        return;
    if (imageRect.isEmpty()) {
        invalidateAll();
        return;
    }
    const QRectF screen(view_.toScreen(imageRect.topLeft()), imageRect.size() * view_.scale);
    // Interpolation reaches into the neighbouring pixels.
    const QRect part = screen.toAlignedRect()
                           .adjusted(-2, -2, 2, 2)
                           .intersected(QRect(QPoint(0, 0), view_.viewport));
    if (part.isEmpty())
        return;
    frame_.invalidate(part);
    Q_EMIT outdated(part);
}

void CanvasPicture::tellLayers()
{
    for (Entry& entry : layers_) {
        if (!entry.layer || !isShown(*entry.layer) || entry.announced == view_)
            continue;
        entry.announced = view_;
        entry.layer->viewChanged(view_);
    }
}

bool CanvasPicture::paint(QPainter& painter, const ViewTransform& view, const QRegion& exposed)
{
    // The line of the swipe stays where it is when the picture moves below it.
    if (swipe_ && !(view == view_))
        frame_.invalidateAll();
    view_ = view;
    frame_.moveTo(view);
    tellLayers();
    const bool composed = frame_.compose(
        [this](QImage& pixels, const FramePart& part) { composePart(pixels, part); });
    frame_.draw(painter, exposed);
    return composed;
}

void CanvasPicture::composePart(QImage& pixels, const FramePart& part)
{
    if (!swipe_) {
        composeSide(pixels, part, true);
        return;
    }
    const int line =
        static_cast<int>(std::lround(*swipe_ * view_.viewport.width() * view_.pixelRatio));
    FramePart left = part;
    left.device.setRight(std::min(part.device.right(), line - 1));
    FramePart right = part;
    right.device.setLeft(std::max(part.device.left(), line));
    if (!left.device.isEmpty())
        composeSide(pixels, left, false);
    if (!right.device.isEmpty())
        composeSide(pixels, right, true);
}

void CanvasPicture::composeSide(QImage& pixels, const FramePart& part, bool withOverlays)
{
    composer_.begin(view_, part.device, image_);
    for (const Entry& entry : layers_) {
        if (!entry.layer || !isShown(*entry.layer) || entry.layer->isBlank() ||
            (entry.layer->isOverlay() && !withOverlays))
            continue;
        if (entry.layer->isPlaced()) {
            composer_.startLayer(entry.layer->opacity());
            entry.layer->place(composer_, view_);
            continue;
        }
        composer_.compose(pixels, part.shift, surround);
        paintPart(pixels, part, [&](QPainter& painter, const QRect& exposed) {
            painter.setOpacity(entry.layer->opacity());
            entry.layer->paint(painter, view_, exposed);
        });
    }
    composer_.compose(pixels, part.shift, surround);
    if (view_.scale >= gridFrom)
        paintPart(pixels, part, [this](QPainter& painter, const QRect& exposed) {
            paintPixelGrid(painter, exposed);
        });
}

void CanvasPicture::paintPart(QImage& pixels, const FramePart& part,
                              const std::function<void(QPainter&, const QRect&)>& paint) const
{
    const double ratio = view_.pixelRatio;
    QPainter painter(&pixels);
    painter.translate(part.shift);
    painter.setClipRect(part.device);
    painter.scale(ratio, ratio);
    paint(painter, QRectF(part.device.x() / ratio, part.device.y() / ratio,
                          part.device.width() / ratio, part.device.height() / ratio)
                       .toAlignedRect());
}

void CanvasPicture::paintPixelGrid(QPainter& painter, const QRect& exposed) const
{
    const QRectF all(view_.toScreen({0, 0}), QSizeF(image_.width, image_.height) * view_.scale);
    const QRectF part = all.intersected(exposed);
    if (part.isEmpty())
        return;
    const QColor ink = QColor::fromRgba(gridInk);
    const double thin = 1 / view_.pixelRatio;
    const auto first = view_.toImage(part.topLeft());
    const auto last = view_.toImage(part.bottomRight());
    for (int x = static_cast<int>(std::floor(first.x())); x <= last.x(); ++x)
        painter.fillRect(QRectF(view_.toScreen(QPointF(x, 0)).x(), part.top(), thin, part.height()),
                         ink);
    for (int y = static_cast<int>(std::floor(first.y())); y <= last.y(); ++y)
        painter.fillRect(QRectF(part.left(), view_.toScreen(QPointF(0, y)).y(), part.width(), thin),
                         ink);
}

void paintEmptyCanvas(QPainter& painter, const QWidget& canvas, const QString& text)
{
    painter.fillRect(canvas.rect(), QColor::fromRgb(CanvasPicture::surround));
    if (text.isEmpty())
        return;
    constexpr int side = 48;
    constexpr int gap = 16;
    QPalette ink = canvas.palette();
    ink.setColor(QPalette::ButtonText, QColor::fromRgb(emptyInk));
    QFont font = canvas.font();
    font.setPixelSize(16);
    painter.setFont(font);
    const QRect bounds = painter.boundingRect(canvas.rect().adjusted(24, 0, -24, 0),
                                              Qt::AlignHCenter | Qt::TextWordWrap, text);
    const int top = (canvas.height() - side - gap - bounds.height()) / 2;
    icon(QStringLiteral("image-plus"), ink)
        .paint(&painter, QRect((canvas.width() - side) / 2, top, side, side));
    painter.setPen(QColor::fromRgb(emptyInk));
    painter.drawText(QRect(24, top + side + gap, canvas.width() - 48, bounds.height() + 4),
                     Qt::AlignHCenter | Qt::TextWordWrap, text);
}

} // namespace limn::widgets
