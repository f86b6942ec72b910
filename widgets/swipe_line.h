// A line over the canvas to compare with: overlays are shown to the right of it only. Dragged by
// the mouse, moved by the arrow keys. GUI thread only.
#pragma once

#include "widgets/canvas.h"

namespace limn::widgets
{

class SwipeLine : public QWidget
{
    Q_OBJECT
public:
    explicit SwipeLine(Canvas* canvas);

    void setWanted(bool wanted);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void moveTo(double place);

    Canvas* canvas_;
    bool wanted_ = false;
    double place_ = 0.5; ///< part of the canvas's width
    int grip_ = 0;       ///< of the mouse, from the line
};

} // namespace limn::widgets
