// The list of a canvas's layers, topmost first: eye, name, opacity slider with per cent; for an
// image layer also its bands and stretch. Works on the layers themselves. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/display_controls.h"

#include <memory>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

class LayerList : public QWidget
{
    Q_OBJECT
public:
    /// `words` says what the raster room says in the interface's language.
    explicit LayerList(QWidget* parent = nullptr, DisplayControls::Words words = {});
    ~LayerList() override;
    void setLayers(const std::vector<CanvasLayer*>& layers); ///< bottom to top, as the canvas

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
