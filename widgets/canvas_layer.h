// One layer of the canvas: an image, a mask, a prediction, outlines. The canvas stacks layers and
// asks each to place its pixels or to paint itself; a layer knows no project. GUI thread only.
#pragma once

#include "raster/pixel_rect.h"

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace limn::widgets
{

/// Where the image lies on the screen: screen = (image - origin) * scale. Scale is
/// device-independent screen pixels an image pixel.
struct ViewTransform
{
    QPointF origin; ///< image point at the widget's top left
    double scale = 1;
    QSize viewport;        ///< the widget's size
    double pixelRatio = 1; ///< device pixels a screen pixel

    QPointF toScreen(QPointF image) const { return (image - origin) * scale; }
    QPointF toImage(QPointF screen) const { return screen / scale + origin; }
    QRectF visibleImage() const
    {
        return {origin, QSizeF(viewport.width() / scale, viewport.height() / scale)};
    }
    double deviceScale() const { return scale * pixelRatio; } ///< device pixels an image pixel
    bool operator==(const ViewTransform&) const = default;
};

class ViewComposer;

class CanvasLayer : public QObject
{
    Q_OBJECT
public:
    explicit CanvasLayer(QString id, QString title, QObject* parent = nullptr);

    QString id() const { return id_; }       ///< stable: "image", "mask", "prediction", "gradcam"
    QString title() const { return title_; } ///< for the layer list
    bool isVisible() const { return visible_; }
    double opacity() const { return opacity_; } ///< 0..1
    /// False for layers that stay when the overlays are hidden (the image).
    virtual bool isOverlay() const { return true; }

    /// What a layer shows it either places, where it is made of image pixels, or paints. Nothing is
    /// asked of one that has nothing to show.
    virtual bool isBlank() const { return false; }
    virtual bool isPlaced() const { return false; }
    /// Places the tiles that cover what the composer exposes; its layer is begun. What is placed
    /// must stay until the next call or event.
    virtual void place(ViewComposer&, const ViewTransform&) {}
    /// Paints what lies in `exposed` (screen pixels). The painter is in screen coordinates; opacity
    /// is set by the canvas.
    virtual void paint(QPainter&, const ViewTransform&, const QRect&) {}
    /// The view has moved: ask for tiles. Called before painting.
    virtual void viewChanged(const ViewTransform&) {}

public Q_SLOTS:
    void setVisible(bool visible);
    void setOpacity(double opacity);

Q_SIGNALS:
    /// Image pixels that look different now; empty for everything.
    void changed(const QRectF& imageRect);
    void appearanceChanged(); ///< visibility or opacity

private:
    QString id_;
    QString title_;
    bool visible_ = true;
    double opacity_ = 1;
};

} // namespace limn::widgets
