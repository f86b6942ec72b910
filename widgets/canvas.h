// The picture: a stack of layers over one image, panned and zoomed under the hand, and a tool.
//
// Wheel zooms at the cursor, Shift + wheel pans sideways; Space or the middle button held pans in
// any tool; pinch zooms. Events not used for that go to the tool; what the tool does not use either
// pans (left button, arrow keys) or zooms (+ and -). Esc that the tool does not use cancels it.
//
// The composed layers are kept as one frame: a changed layer repaints its part of it, a pan moves
// it and paints what comes into sight. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/canvas_tool.h"
#include "widgets/view_limits.h"

#include <memory>
#include <optional>
#include <QPointer>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

class Canvas : public QWidget
{
    Q_OBJECT
public:
    explicit Canvas(QWidget* parent = nullptr);
    ~Canvas() override;

    /// The image's size; the view is fitted when the size changes. Empty: nothing is shown but
    /// `emptyText`.
    void setImageSize(raster::PixelSize size);
    raster::PixelSize imageSize() const;
    void setEmptyText(const QString& text);

    /// Bottom to top. The canvas does not own them; a deleted layer leaves by itself.
    void setLayers(const std::vector<CanvasLayer*>& layers);
    std::vector<CanvasLayer*> layers() const;
    /// Hides every layer that isOverlay() while true (the key held in the window).
    void setOverlaysHidden(bool hidden);
    bool overlaysHidden() const;

    /// Shows overlays only to the right of this part (0..1) of the width; nothing: everywhere.
    void setSwipe(std::optional<double> place);
    std::optional<double> swipe() const;

    void setTool(CanvasTool* tool); ///< not owned; the old one is cancelled
    CanvasTool* tool() const;

    const ViewTransform& view() const;
    void setView(const ViewTransform& view); ///< clamped so that the image stays reachable
    static constexpr double maxScale = ViewLimits::maxScale;
    /// The whole image was asked for last; a bar above the canvas may cover a little of it.
    bool isFitted() const;

public Q_SLOTS:
    void fit();                                 ///< the whole image
    void zoomTo(double scale);                  ///< about the middle
    void zoomBy(double factor, QPointF screen); ///< about a screen point
    void centreOn(QPointF image);
    void showRect(const QRectF& imageRect);

Q_SIGNALS:
    void viewChanged(const limn::widgets::ViewTransform& view);
    void imageSizeChanged();
    void cursorMoved(QPointF image, bool inside);
    /// After a frame that painted layers, with its time; for the status and the benchmarks.
    void framePainted(qint64 microseconds);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
