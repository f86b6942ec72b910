// How one image layer is shown: presets and bands, how they are stretched (of the image or of what
// is in view), a histogram with handles, gamma, a colour ramp for a single band. The samples are
// read on a thread of its own; only the last wish counts. GUI thread only.
#pragma once

#include "widgets/raster_layer.h"

#include <memory>
#include <QWidget>

namespace limn::widgets
{

class DisplayControls : public QWidget
{
    Q_OBJECT
public:
    explicit DisplayControls(RasterLayer* layer, QWidget* parent = nullptr);
    ~DisplayControls() override; ///< waits for the samples being read

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
