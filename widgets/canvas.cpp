#include "widgets/canvas.h"

#include "widgets/canvas_picture.h"
#include "widgets/view_limits.h"

#include <algorithm>
#include <cmath>
#include <QElapsedTimer>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPinchGesture>
#include <QTabletEvent>
#include <QWheelEvent>
#include <utility>

namespace limn::widgets
{

namespace
{

constexpr double notchFactor = 1.25; ///< zoom a notch of the wheel
constexpr double notchPan = 96;      ///< screen pixels a notch of the wheel
constexpr double notchAngle = 120;   ///< Qt's angle delta of one notch
constexpr double arrowPan = 64;      ///< screen pixels a key press

} // namespace

struct Canvas::State
{
    enum class Drag { None, Pan, Tool };

    explicit State(Canvas* canvas) : q(canvas) {}

    Canvas* q;
    raster::PixelSize image;
    QString emptyText;
    QPointer<CanvasTool> tool;
    std::vector<QMetaObject::Connection> toolConnections;
    ViewTransform view;
    bool fitted = true; ///< the view is the fitted one and stays so when the widget's size changes
    CanvasPicture picture;
    QPoint place; ///< of the canvas in its window

    Drag drag = Drag::None;
    Qt::MouseButton dragButton = Qt::NoButton;
    QPointF panFrom;   ///< screen, where the pan began
    QPointF panOrigin; ///< the view's origin then
    bool spaceHeld = false;

    ViewLimits limits() const { return {q->size(), q->devicePixelRatioF(), image}; }

    void apply(const ViewTransform& wanted, bool isFit)
    {
        fitted = isFit;
        const ViewTransform next = limits().clamped(wanted);
        if (next == view)
            return;
        view = next;
        q->update();
        Q_EMIT q->viewChanged(view);
    }

    void panBy(QPointF screen)
    {
        ViewTransform moved = view;
        moved.origin -= screen / view.scale;
        apply(moved, false);
    }

    void updateCursor()
    {
        if (drag == Drag::Pan)
            q->setCursor(Qt::ClosedHandCursor);
        else if (spaceHeld)
            q->setCursor(Qt::OpenHandCursor);
        else if (tool && !image.isEmpty())
            q->setCursor(tool->cursor());
        else
            q->unsetCursor();
    }

    PointerEvent pointer(const QSinglePointEvent& event, double pressure) const
    {
        PointerEvent result;
        result.screen = event.position();
        result.image = view.toImage(event.position());
        result.button = event.button();
        result.buttons = event.buttons();
        result.modifiers = event.modifiers();
        result.pressure = pressure;
        return result;
    }

    void startPan(const PointerEvent& event)
    {
        drag = Drag::Pan;
        dragButton = event.button;
        panFrom = event.screen;
        panOrigin = view.origin;
        updateCursor();
    }

    void press(const PointerEvent& event)
    {
        if (image.isEmpty() || drag != Drag::None)
            return;
        if (event.button == Qt::MiddleButton || (event.button == Qt::LeftButton && spaceHeld)) {
            startPan(event);
            return;
        }
        if (tool && tool->press(event)) {
            drag = Drag::Tool;
            dragButton = event.button;
        } else if (event.button == Qt::LeftButton) {
            startPan(event);
        }
    }

    void move(const PointerEvent& event)
    {
        if (image.isEmpty())
            return;
        if (drag == Drag::Pan) {
            ViewTransform moved = view;
            moved.origin = panOrigin - (event.screen - panFrom) / view.scale;
            apply(moved, false);
        } else if (tool) {
            tool->move(event);
        }
        const QPointF at = view.toImage(event.screen);
        Q_EMIT q->cursorMoved(at, QRectF(0, 0, image.width, image.height).contains(at));
    }

    void release(const PointerEvent& event)
    {
        if (drag == Drag::None || event.button != dragButton)
            return;
        const Drag ended = std::exchange(drag, Drag::None);
        dragButton = Qt::NoButton;
        if (ended == Drag::Tool && tool)
            tool->release(event);
        updateCursor();
    }

    void cancelTool()
    {
        if (tool)
            tool->cancel();
        if (drag == Drag::Tool)
            drag = Drag::None;
    }

    void pinch(const QPinchGesture& gesture)
    {
        const QPointF centre = q->mapFromGlobal(gesture.centerPoint());
        if (gesture.changeFlags() & QPinchGesture::CenterPointChanged)
            panBy(gesture.centerPoint() - gesture.lastCenterPoint());
        if (gesture.changeFlags() & QPinchGesture::ScaleFactorChanged)
            q->zoomBy(gesture.scaleFactor(), centre);
    }

    bool navigate(const QKeyEvent& event)
    {
        const double part = event.modifiers() & Qt::ShiftModifier ? 4 : 1;
        switch (event.key()) {
        case Qt::Key_Left:
            panBy({arrowPan * part, 0});
            return true;
        case Qt::Key_Right:
            panBy({-arrowPan * part, 0});
            return true;
        case Qt::Key_Up:
            panBy({0, arrowPan * part});
            return true;
        case Qt::Key_Down:
            panBy({0, -arrowPan * part});
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            q->zoomBy(notchFactor, QRectF(q->rect()).center());
            return true;
        case Qt::Key_Minus:
            q->zoomBy(1 / notchFactor, QRectF(q->rect()).center());
            return true;
        default:
            return false;
        }
    }
};

Canvas::Canvas(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>(this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setTabletTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    grabGesture(Qt::PinchGesture);
    setMinimumSize(120, 120);
    connect(&state_->picture, &CanvasPicture::outdated, this, [this](const QRect& screen) {
        if (screen.isEmpty())
            update();
        else
            update(screen);
    });
}

Canvas::~Canvas()
{
    for (const auto& connection : state_->toolConnections)
        disconnect(connection);
}

void Canvas::setImageSize(raster::PixelSize size)
{
    state_->cancelTool();
    if (size == state_->image)
        return;
    state_->image = size;
    state_->picture.setImageSize(size);
    state_->drag = State::Drag::None;
    fit();
    state_->updateCursor();
    state_->picture.invalidateAll();
    Q_EMIT imageSizeChanged();
}

raster::PixelSize Canvas::imageSize() const
{
    return state_->image;
}

void Canvas::setEmptyText(const QString& text)
{
    state_->emptyText = text;
    setAccessibleDescription(text);
    update();
}

void Canvas::setLayers(const std::vector<CanvasLayer*>& layers)
{
    state_->picture.setLayers(layers);
}

std::vector<CanvasLayer*> Canvas::layers() const
{
    return state_->picture.layers();
}

void Canvas::setOverlaysHidden(bool hidden)
{
    state_->picture.setOverlaysHidden(hidden);
}

bool Canvas::overlaysHidden() const
{
    return state_->picture.overlaysHidden();
}

void Canvas::setSwipe(std::optional<double> place)
{
    state_->picture.setSwipe(place);
}

std::optional<double> Canvas::swipe() const
{
    return state_->picture.swipe();
}

void Canvas::setTool(CanvasTool* tool)
{
    if (tool == state_->tool)
        return;
    state_->cancelTool();
    for (const auto& connection : state_->toolConnections)
        disconnect(connection);
    state_->toolConnections.clear();
    state_->tool = tool;
    if (tool)
        state_->toolConnections = {
            connect(tool, &CanvasTool::repaintNeeded, this,
                    [this](const QRectF& rect) {
                        if (rect.isEmpty())
                            update();
                        else
                            update(rect.toAlignedRect().adjusted(-1, -1, 1, 1));
                    }),
            connect(tool, &CanvasTool::cursorChanged, this, [this] { state_->updateCursor(); }),
        };
    state_->updateCursor();
    update();
}

CanvasTool* Canvas::tool() const
{
    return state_->tool;
}

const ViewTransform& Canvas::view() const
{
    return state_->view;
}

void Canvas::setView(const ViewTransform& view)
{
    state_->apply(view, false);
}

void Canvas::fit()
{
    state_->apply(state_->limits().fitted(), true);
}

bool Canvas::isFitted() const
{
    return state_->fitted;
}

void Canvas::zoomTo(double scale)
{
    zoomBy(scale / state_->view.scale, QPointF(width(), height()) / 2);
}

void Canvas::zoomBy(double factor, QPointF screen)
{
    if (state_->image.isEmpty() || !(factor > 0))
        return;
    // The factor is cut before the point is held, so that the end of the range does not pan.
    ViewTransform zoomed = state_->view;
    const QPointF held = zoomed.toImage(screen);
    zoomed.scale = std::clamp(zoomed.scale * factor, state_->limits().minScale(), maxScale);
    zoomed.origin = held - screen / zoomed.scale;
    state_->apply(zoomed, false);
}

void Canvas::centreOn(QPointF image)
{
    ViewTransform moved = state_->view;
    moved.origin = image - QPointF(width(), height()) / (2 * moved.scale);
    state_->apply(moved, false);
}

void Canvas::showRect(const QRectF& imageRect)
{
    if (state_->image.isEmpty() || !imageRect.isValid())
        return;
    state_->apply(state_->limits().showing(imageRect), false);
}

bool Canvas::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::Gesture:
        if (auto* pinch = static_cast<QPinchGesture*>(
                static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture))) {
            state_->pinch(*pinch);
            return true;
        }
        break;
    case QEvent::NativeGesture: {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value(), gesture->position());
            return true;
        }
        break;
    }
    case QEvent::ShortcutOverride:
        // Space would else press a button or trigger an action while it is held to pan.
        if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
            event->accept();
            return true;
        }
        break;
    case QEvent::FocusOut:
        state_->spaceHeld = false;
        state_->updateCursor();
        break;
    case QEvent::ScreenChangeInternal:
    case QEvent::Show:
        state_->apply(state_->fitted ? state_->limits().fitted() : state_->view, state_->fitted);
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void Canvas::paintEvent(QPaintEvent* event)
{
    QElapsedTimer clock;
    clock.start();
    QPainter painter(this);
    if (state_->image.isEmpty()) {
        paintEmptyCanvas(painter, *this, state_->emptyText);
        return;
    }
    if (state_->view.pixelRatio != devicePixelRatioF())
        state_->apply(state_->view, state_->fitted);
    const bool composed = state_->picture.paint(painter, state_->view, event->region());
    if (state_->tool) {
        painter.setRenderHint(QPainter::Antialiasing);
        state_->tool->paint(painter, state_->view);
    }
    painter.end();
    if (composed)
        Q_EMIT framePainted(clock.nsecsElapsed() / 1000);
}

void Canvas::resizeEvent(QResizeEvent* event)
{
    // What is drawn stays under the hand where a bar above the canvas comes or goes.
    const QPoint place = mapTo(window(), QPoint());
    const QPoint moved = place - std::exchange(state_->place, place);
    const QSize grown = event->size() - event->oldSize();
    const bool fromAbove = moved.y() != 0 && moved.x() == 0 && grown.width() == 0;
    if (state_->fitted && !(isVisible() && fromAbove)) {
        state_->apply(state_->limits().fitted(), true);
        return;
    }
    ViewTransform still = state_->view;
    still.origin += QPointF(moved) / still.scale;
    state_->apply(still, state_->fitted);
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    if (state_->image.isEmpty()) {
        event->ignore();
        return;
    }
    event->accept();
    const QPoint angle = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier) {
        const int along = angle.y() != 0 ? angle.y() : angle.x();
        state_->panBy({along / notchAngle * notchPan, 0});
        return;
    }
    if (angle.x() != 0 && std::abs(angle.x()) > std::abs(angle.y())) {
        state_->panBy({angle.x() / notchAngle * notchPan, 0});
        return;
    }
    if (angle.y() == 0)
        return;
    const double before = state_->view.scale;
    double after = before * std::pow(notchFactor, angle.y() / notchAngle);
    // One to one is where pixels are what they are: the wheel never steps over it.
    if ((before < 1 && after > 1) || (before > 1 && after < 1))
        after = 1;
    zoomBy(after / before, event->position());
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    state_->press(state_->pointer(*event, 1));
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    state_->move(state_->pointer(*event, 1));
}

void Canvas::mouseReleaseEvent(QMouseEvent* event)
{
    state_->release(state_->pointer(*event, 1));
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const PointerEvent pointer = state_->pointer(*event, 1);
    if (state_->image.isEmpty() || state_->drag != State::Drag::None)
        return;
    if (state_->tool && !state_->spaceHeld && event->button() != Qt::MiddleButton &&
        state_->tool->doubleClick(pointer))
        return;
    // Quick strokes one after the other arrive as double clicks.
    state_->press(pointer);
}

void Canvas::tabletEvent(QTabletEvent* event)
{
    // Accepted, so that no mouse event is made of it.
    event->accept();
    switch (event->type()) {
    case QEvent::TabletPress:
        setFocus(Qt::MouseFocusReason);
        state_->press(state_->pointer(*event, event->pressure()));
        break;
    case QEvent::TabletMove:
        state_->move(state_->pointer(*event, event->pressure()));
        break;
    case QEvent::TabletRelease:
        state_->release(state_->pointer(*event, event->pressure()));
        break;
    default:
        break;
    }
}

void Canvas::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space) {
        if (!event->isAutoRepeat()) {
            state_->spaceHeld = true;
            state_->updateCursor();
        }
        return;
    }
    if (state_->image.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (state_->tool && state_->tool->key(*event))
        return;
    if (event->key() == Qt::Key_Escape)
        state_->cancelTool();
    else if (state_->navigate(*event))
        return;
    QWidget::keyPressEvent(event);
}

void Canvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    if (!event->isAutoRepeat()) {
        state_->spaceHeld = false;
        state_->updateCursor();
    }
}

void Canvas::leaveEvent(QEvent*)
{
    if (state_->tool)
        state_->tool->leave();
    Q_EMIT cursorMoved({}, false);
}

} // namespace limn::widgets
