// Bands and stretch of one image layer: presets, three bands, a percentile stretch. Percentiles are
// computed on a thread of its own; only the last wish counts. GUI thread only.
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
    ~DisplayControls() override; ///< waits for the percentiles under way

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
