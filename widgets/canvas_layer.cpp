#include "widgets/canvas_layer.h"

#include <algorithm>

namespace limn::widgets
{

CanvasLayer::CanvasLayer(QString id, QString title, QObject* parent)
    : QObject(parent), id_(std::move(id)), title_(std::move(title))
{}

void CanvasLayer::setVisible(bool visible)
{
    if (visible == visible_)
        return;
    visible_ = visible;
    Q_EMIT appearanceChanged();
}

void CanvasLayer::setOpacity(double opacity)
{
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (opacity == opacity_)
        return;
    opacity_ = opacity;
    Q_EMIT appearanceChanged();
}

} // namespace limn::widgets
