// One layer in the layer list: eye, name, opacity. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/display_controls.h"

#include <QPointer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QSlider;
class QToolButton;
QT_END_NAMESPACE

namespace limn::widgets
{

class LayerRow : public QWidget
{
    Q_OBJECT
public:
    /// `words` for the display controls of an image.
    LayerRow(CanvasLayer* layer, const DisplayControls::Words& words, QWidget* parent = nullptr);

private:
    void showAppearance();

    QPointer<CanvasLayer> layer_;
    QToolButton* eye_ = nullptr;
    QLabel* title_ = nullptr;
    QSlider* opacity_ = nullptr;
    QLabel* percent_ = nullptr;
};

} // namespace limn::widgets
