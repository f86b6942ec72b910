// The whole image small in the canvas's corner, with a frame around what is in view: press or drag
// to go there, wheel to zoom. There only while part of the image is out of view. GUI thread only.
#pragma once

#include "widgets/canvas.h"

#include <QImage>
#include <QWidget>

namespace limn::widgets
{

class Navigator : public QWidget
{
    Q_OBJECT
public:
    static constexpr int side = 176; ///< of the longer side, screen pixels

    explicit Navigator(Canvas* canvas);

    /// The whole image, any size of its proportions; null while there is none.
    void setPicture(const QImage& picture);
    void setWanted(bool wanted); ///< off: it never shows
    bool isWanted() const { return wanted_; }

    /// Where an image point lies in this widget.
    QPointF positionOf(QPointF image) const;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void refresh();
    void centreOn(QPointF position);
    QRectF frame() const; ///< what is in view

    Canvas* canvas_;
    QImage picture_;
    bool wanted_ = true;
    QPointF grip_; ///< from the pointer to the frame's middle
};

} // namespace limn::widgets
