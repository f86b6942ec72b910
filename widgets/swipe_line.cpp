#include "widgets/swipe_line.h"

#include <algorithm>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace limn::widgets
{

namespace
{

constexpr int swipeReach = 7; ///< screen pixels to each side in which the line is taken hold of
constexpr double keyStep = 0.02;
constexpr int gripHeight = 36;

} // namespace

SwipeLine::SwipeLine(Canvas* canvas) : QWidget(canvas), canvas_(canvas)
{
    setObjectName(QStringLiteral("swipeLine"));
    setAccessibleName(tr("Swipe"));
    setToolTip(tr("Drag: overlays are shown to the right of the line"));
    setCursor(Qt::SplitHCursor);
    setFocusPolicy(Qt::ClickFocus);
    canvas->installEventFilter(this);
    connect(canvas, &Canvas::imageSizeChanged, this, &SwipeLine::refresh);
    refresh();
}

void SwipeLine::setWanted(bool wanted)
{
    wanted_ = wanted;
    refresh();
}

void SwipeLine::refresh()
{
    const bool shown = wanted_ && !canvas_->imageSize().isEmpty();
    setVisible(shown);
    canvas_->setSwipe(shown ? std::optional(place_) : std::nullopt);
    const int x = static_cast<int>(place_ * canvas_->width());
    setGeometry(x - swipeReach, 0, 2 * swipeReach, canvas_->height());
}

void SwipeLine::moveTo(double place)
{
    place_ = std::clamp(place, 0.0, 1.0);
    refresh();
}

bool SwipeLine::eventFilter(QObject* object, QEvent* event)
{
    if (object == canvas_ && event->type() == QEvent::Resize)
        refresh();
    return false;
}

void SwipeLine::mousePressEvent(QMouseEvent* event)
{
    grip_ = static_cast<int>(event->position().x()) - swipeReach;
}

void SwipeLine::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo((mapToParent(event->position()).x() - grip_) / std::max(1, canvas_->width()));
}

void SwipeLine::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left)
        moveTo(place_ - keyStep);
    else if (event->key() == Qt::Key_Right)
        moveTo(place_ + keyStep);
    else
        QWidget::keyPressEvent(event);
}

void SwipeLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(swipeReach - 2, 0, 4, height(), QColor(0, 0, 0, 150));
    painter.fillRect(swipeReach - 1, 0, 2, height(), Qt::white);
    const QRect grip(swipeReach - 4, (height() - gripHeight) / 2, 8, gripHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QColor(0, 0, 0, 150));
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(grip, 3, 3);
}

} // namespace limn::widgets
