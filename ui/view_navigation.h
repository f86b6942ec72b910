// Finding one's way on the image: the navigator, the scale bar and the line to compare with over
// the canvas, going to a place, and the image that the measuring tools measure. GUI thread only.
#pragma once

#include "raster/georeference.h"
#include "ui/go_to_box.h"
#include "ui/tool_set.h"
#include "ui/window_actions.h"
#include "widgets/navigator.h"
#include "widgets/scale_bar.h"
#include "widgets/swipe_line.h"

#include <memory>
#include <optional>
#include <QImage>
#include <QObject>
#include <QPointer>
#include <QSettings>

namespace limn::ui
{

class ViewNavigation : public QObject
{
    Q_OBJECT
public:
    /// Connects its actions; whether navigator and scale bar show is kept in `settings`.
    ViewNavigation(widgets::Canvas& canvas, WindowActions& actions, ToolSet& tools,
                   QSettings& settings, QWidget* window);

    void setImage(const std::shared_ptr<const raster::Raster>& image); ///< nullptr for none
    void setPicture(const QImage& picture);                            ///< the whole image, small

private:
    void askForPlace();

    widgets::Canvas& canvas_;
    ToolSet& tools_;
    QWidget* window_;
    widgets::Navigator* navigator_;
    widgets::ScaleBar* scaleBar_;
    widgets::SwipeLine* swipeLine_;
    std::shared_ptr<const raster::Raster> image_;
    std::optional<raster::Georeference> georeference_;
    QPointer<GoToBox> box_;
};

} // namespace limn::ui
