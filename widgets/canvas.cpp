#include "widgets/canvas.h"

#include "widgets/canvas_frame.h"
#include "widgets/icon.h"

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

namespace limn::widgets
{

namespace
{

// The same in both themes: what surrounds an image changes how it is seen.
constexpr QRgb surround = qRgb(0x26, 0x27, 0x29);
constexpr QRgb emptyInk = qRgb(0x94, 0x97, 0x9c);
constexpr QRgb gridInk = qRgba(0x80, 0x80, 0x80, 0x5a);
constexpr double gridFrom = 16;      ///< screen pixels an image pixel
constexpr double fitMargin = 12;     ///< screen pixels on each side
constexpr double notchFactor = 1.25; ///< zoom a notch of the wheel
constexpr double notchPan = 96;      ///< screen pixels a notch of the wheel
constexpr double notchAngle = 120;   ///< Qt's angle delta of one notch
constexpr double arrowPan = 64;      ///< screen pixels a key press

} // namespace

struct Canvas::State
{
    enum class Drag { None, Pan, Tool };

    struct Entry
    {
        QPointer<CanvasLayer> layer;
        ViewTransform announced; ///< the view it was last told
        std::vector<QMetaObject::Connection> connections;
    };

    explicit State(Canvas* canvas) : q(canvas) {}

    Canvas* q;
    raster::PixelSize image;
    QString emptyText;
    std::vector<Entry> layers;
    bool overlaysHidden = false;
    QPointer<CanvasTool> tool;
    std::vector<QMetaObject::Connection> toolConnections;
    ViewTransform view;
    bool fitted = true; ///< the view is the fitted one and stays so when the widget's size changes
    CanvasFrame frame;

    Drag drag = Drag::None;
    Qt::MouseButton dragButton = Qt::NoButton;
    QPointF panFrom;   ///< screen, where the pan began
    QPointF panOrigin; ///< the view's origin then
    bool spaceHeld = false;

    bool isShown(const CanvasLayer& layer) const
    {
        return layer.isVisible() && layer.opacity() > 0 && !(overlaysHidden && layer.isOverlay());
    }

    double fitScale() const
    {
        if (image.isEmpty())
            return 1;
        const double width = std::max(1.0, q->width() - 2 * fitMargin);
        const double height = std::max(1.0, q->height() - 2 * fitMargin);
        return std::min({width / image.width, height / image.height, maxScale});
    }

    ViewTransform fittedView() const
    {
        ViewTransform fitted;
        fitted.scale = fitScale();
        fitted.origin = QPointF(image.width, image.height) / 2 -
                        QPointF(q->width(), q->height()) / (2 * fitted.scale);
        return fitted;
    }

    /// Within the allowed scales, the widget's middle over the image, on whole device pixels.
    ViewTransform clamped(ViewTransform wanted) const
    {
        wanted.viewport = q->size();
        wanted.pixelRatio = q->devicePixelRatioF();
        const double smallest = std::min(1.0, fitScale()) / 2;
        const QPointF half = QPointF(q->width(), q->height()) / 2;
        const QPointF middle = wanted.origin + half / wanted.scale;
        const double scale = std::clamp(wanted.scale, smallest, maxScale);
        const QPointF reachable(std::clamp(middle.x(), 0.0, double(image.width)),
                                std::clamp(middle.y(), 0.0, double(image.height)));
        if (scale != wanted.scale || reachable != middle)
            wanted.origin = reachable - half / scale;
        wanted.scale = scale;
        const double device = wanted.deviceScale();
        wanted.origin = QPointF(std::round(wanted.origin.x() * device) / device,
                                std::round(wanted.origin.y() * device) / device);
        return wanted;
    }

    void apply(const ViewTransform& wanted, bool isFit)
    {
        fitted = isFit;
        const ViewTransform next = clamped(wanted);
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

    void invalidateAll()
    {
        frame.invalidateAll();
        q->update();
    }

    void layerChanged(const CanvasLayer& layer, const QRectF& imageRect)
    {
        if (!isShown(layer))
            return;
        if (imageRect.isEmpty()) {
            invalidateAll();
            return;
        }
        const QRectF screen(view.toScreen(imageRect.topLeft()), imageRect.size() * view.scale);
        // Interpolation reaches into the neighbouring pixels.
        const QRect part = screen.toAlignedRect().adjusted(-2, -2, 2, 2).intersected(q->rect());
        if (part.isEmpty())
            return;
        frame.invalidate(part);
        q->update(part);
    }

    void tellLayers()
    {
        for (Entry& entry : layers) {
            if (!entry.layer || !isShown(*entry.layer) || entry.announced == view)
                continue;
            entry.announced = view;
            entry.layer->viewChanged(view);
        }
    }

    void paintPart(QPainter& painter, const QRect& exposed) const
    {
        painter.fillRect(exposed, QColor::fromRgb(surround));
        for (const Entry& entry : layers) {
            if (!entry.layer || !isShown(*entry.layer))
                continue;
            painter.save();
            painter.setOpacity(entry.layer->opacity());
            entry.layer->paint(painter, view, exposed);
            painter.restore();
        }
        if (view.scale >= gridFrom)
            paintPixelGrid(painter, exposed);
    }

    void paintPixelGrid(QPainter& painter, const QRect& exposed) const
    {
        const QRectF all(view.toScreen({0, 0}), QSizeF(image.width, image.height) * view.scale);
        const QRectF part = all.intersected(exposed);
        if (part.isEmpty())
            return;
        const QColor ink = QColor::fromRgba(gridInk);
        const double thin = 1 / view.pixelRatio;
        const auto first = view.toImage(part.topLeft());
        const auto last = view.toImage(part.bottomRight());
        for (int x = static_cast<int>(std::floor(first.x())); x <= last.x(); ++x)
            painter.fillRect(
                QRectF(view.toScreen(QPointF(x, 0)).x(), part.top(), thin, part.height()), ink);
        for (int y = static_cast<int>(std::floor(first.y())); y <= last.y(); ++y)
            painter.fillRect(
                QRectF(part.left(), view.toScreen(QPointF(0, y)).y(), part.width(), thin), ink);
    }

    void paintEmpty(QPainter& painter) const
    {
        painter.fillRect(q->rect(), QColor::fromRgb(surround));
        if (emptyText.isEmpty())
            return;
        constexpr int side = 48;
        constexpr int gap = 16;
        QPalette ink = q->palette();
        ink.setColor(QPalette::ButtonText, QColor::fromRgb(emptyInk));
        QFont font = q->font();
        font.setPixelSize(16);
        painter.setFont(font);
        const QRect bounds = painter.boundingRect(q->rect().adjusted(24, 0, -24, 0),
                                                  Qt::AlignHCenter | Qt::TextWordWrap, emptyText);
        const int top = (q->height() - side - gap - bounds.height()) / 2;
        icon(QStringLiteral("image-plus"), ink)
            .paint(&painter, QRect((q->width() - side) / 2, top, side, side));
        painter.setPen(QColor::fromRgb(emptyInk));
        painter.drawText(QRect(24, top + side + gap, q->width() - 48, bounds.height() + 4),
                         Qt::AlignHCenter | Qt::TextWordWrap, emptyText);
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
}

Canvas::~Canvas()
{
    for (const auto& entry : state_->layers)
        for (const auto& connection : entry.connections)
            disconnect(connection);
    for (const auto& connection : state_->toolConnections)
        disconnect(connection);
}

void Canvas::setImageSize(raster::PixelSize size)
{
    state_->cancelTool();
    if (size == state_->image)
        return;
    state_->image = size;
    state_->drag = State::Drag::None;
    fit();
    state_->updateCursor();
    state_->invalidateAll();
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
    for (const auto& entry : state_->layers)
        for (const auto& connection : entry.connections)
            disconnect(connection);
    state_->layers.clear();
    for (CanvasLayer* layer : layers) {
        State::Entry entry;
        entry.layer = layer;
        entry.connections = {
            connect(layer, &CanvasLayer::changed, this,
                    [this, layer](const QRectF& rect) { state_->layerChanged(*layer, rect); }),
            connect(layer, &CanvasLayer::appearanceChanged, this,
                    [this] { state_->invalidateAll(); }),
            connect(layer, &QObject::destroyed, this,
                    [this] {
                        std::erase_if(state_->layers,
                                      [](const auto& each) { return each.layer.isNull(); });
                        state_->invalidateAll();
                    }),
        };
        state_->layers.push_back(std::move(entry));
    }
    state_->invalidateAll();
}

std::vector<CanvasLayer*> Canvas::layers() const
{
    std::vector<CanvasLayer*> result;
    for (const auto& entry : state_->layers)
        result.push_back(entry.layer);
    return result;
}

void Canvas::setOverlaysHidden(bool hidden)
{
    if (hidden == state_->overlaysHidden)
        return;
    state_->overlaysHidden = hidden;
    state_->invalidateAll();
}

bool Canvas::overlaysHidden() const
{
    return state_->overlaysHidden;
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
    state_->apply(state_->fittedView(), true);
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
    const double smallest = std::min(1.0, state_->fitScale()) / 2;
    ViewTransform zoomed = state_->view;
    const QPointF held = zoomed.toImage(screen);
    zoomed.scale = std::clamp(zoomed.scale * factor, smallest, maxScale);
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
    ViewTransform shown = state_->view;
    shown.scale =
        std::min({std::max(1.0, width() - 2 * fitMargin) / imageRect.width(),
                  std::max(1.0, height() - 2 * fitMargin) / imageRect.height(), maxScale});
    shown.origin = imageRect.center() - QPointF(width(), height()) / (2 * shown.scale);
    state_->apply(shown, false);
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
        state_->apply(state_->fitted ? state_->fittedView() : state_->view, state_->fitted);
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
        state_->paintEmpty(painter);
        return;
    }
    if (state_->view.pixelRatio != devicePixelRatioF())
        state_->apply(state_->view, state_->fitted);
    state_->frame.moveTo(state_->view);
    state_->tellLayers();
    const bool composed = state_->frame.compose(
        [this](QPainter& part, const QRect& exposed) { state_->paintPart(part, exposed); });
    state_->frame.draw(painter, event->region());
    if (state_->tool) {
        painter.setRenderHint(QPainter::Antialiasing);
        state_->tool->paint(painter, state_->view);
    }
    painter.end();
    if (composed)
        Q_EMIT framePainted(clock.nsecsElapsed() / 1000);
}

void Canvas::resizeEvent(QResizeEvent*)
{
    state_->apply(state_->fitted ? state_->fittedView() : state_->view, state_->fitted);
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
