// What pointer and keys do on the canvas: brush, polygon, hand. Tools are written by whoever knows
// what is edited (ui); the canvas only passes events in image coordinates. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"

#include <QCursor>
#include <QKeyEvent>
#include <QObject>
#include <QPointF>

namespace limn::widgets
{

struct PointerEvent
{
    QPointF image;                         ///< image pixels, continuous
    QPointF screen;                        ///< widget pixels
    Qt::MouseButton button = Qt::NoButton; ///< that changed
    Qt::MouseButtons buttons;              ///< held
    Qt::KeyboardModifiers modifiers;
    double pressure = 1; ///< 0..1, a mouse is 1
};

class CanvasTool : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // Each returns whether the tool used the event. A move or release belongs to the tool that took
    // the press.
    virtual bool press(const PointerEvent&) { return false; }
    virtual bool move(const PointerEvent&) { return false; }
    virtual bool release(const PointerEvent&) { return false; }
    virtual bool doubleClick(const PointerEvent&) { return false; }
    virtual bool key(const QKeyEvent&) { return false; }
    virtual void leave() {}
    virtual void cancel() {} ///< Esc, tool change, image change
    virtual QCursor cursor() const { return Qt::CrossCursor; }
    /// Over all layers: cursor ring, rubber lines. Screen coordinates.
    virtual void paint(QPainter&, const ViewTransform&) {}

Q_SIGNALS:
    void repaintNeeded(const QRectF& screenRect); ///< empty for everything
    void cursorChanged();
};

} // namespace limn::widgets
