// What a canvas shows: its stack of layers, composed into one frame that is kept. A layer that has
// changed is composed anew where it has, a view that has moved where it came into sight. For the
// canvas; GUI thread only.
#pragma once

#include "widgets/canvas_frame.h"
#include "widgets/view_composer.h"

#include <functional>
#include <optional>
#include <QPointer>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

class CanvasPicture : public QObject
{
    Q_OBJECT
public:
    ~CanvasPicture() override;

    void setImageSize(raster::PixelSize size) { image_ = size; }
    void setLayers(const std::vector<CanvasLayer*>& layers);
    std::vector<CanvasLayer*> layers() const;
    void setOverlaysHidden(bool hidden);
    bool overlaysHidden() const { return overlaysHidden_; }
    /// Overlays only to the right of this part (0..1) of the width; nothing: everywhere.
    void setSwipe(std::optional<double> place);
    std::optional<double> swipe() const { return swipe_; }
    void invalidateAll();

    /// Brings the picture up to date with the view and draws it. Returns whether anything had to be
    /// composed.
    bool paint(QPainter& painter, const ViewTransform& view, const QRegion& exposed);

    static constexpr QRgb surround = qRgb(0x26, 0x27, 0x29); ///< the same in both themes

Q_SIGNALS:
    /// Something looks different in these screen pixels of the last view; empty for everywhere.
    void outdated(const QRect& screen);

private:
    struct Entry
    {
        QPointer<CanvasLayer> layer;
        ViewTransform announced; ///< the view it was last told
        std::vector<QMetaObject::Connection> connections;
    };

    bool isShown(const CanvasLayer& layer) const;
    void layerChanged(const CanvasLayer& layer, const QRectF& imageRect);
    void tellLayers();
    void composePart(QImage& pixels, const FramePart& part);
    void composeSide(QImage& pixels, const FramePart& part, bool withOverlays);
    void paintPart(QImage& pixels, const FramePart& part,
                   const std::function<void(QPainter&, const QRect&)>& paint) const;
    void paintPixelGrid(QPainter& painter, const QRect& exposed) const;

    raster::PixelSize image_;
    ViewTransform view_;
    std::vector<Entry> layers_;
    bool overlaysHidden_ = false;
    std::optional<double> swipe_;
    CanvasFrame frame_;
    ViewComposer composer_;
};

/// What a canvas without an image shows: `text` below a picture of an image.
void paintEmptyCanvas(QPainter& painter, const QWidget& canvas, const QString& text);

} // namespace limn::widgets
