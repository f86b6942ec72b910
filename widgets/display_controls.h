// How one image layer is shown: presets and bands, how they are stretched (of the image or of what
// is in view), a histogram with handles, gamma, a colour ramp for a single band. The samples are
// read on a thread of its own; only the last wish counts. GUI thread only.
#pragma once

#include "widgets/raster_layer.h"

#include <functional>
#include <memory>
#include <QWidget>

namespace limn::widgets
{

class DisplayControls : public QWidget
{
    Q_OBJECT
public:
    /// What an exception of the raster room says, in the interface's language.
    using Words = std::function<QString(const std::exception&)>;

    explicit DisplayControls(RasterLayer* layer, QWidget* parent = nullptr, Words words = {});
    ~DisplayControls() override; ///< waits for the samples being read

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
