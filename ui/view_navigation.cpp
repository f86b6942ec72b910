#include "ui/view_navigation.h"

namespace limn::ui
{

namespace
{
constexpr int boxMargin = 16;
} // namespace

ViewNavigation::ViewNavigation(widgets::Canvas& canvas, WindowActions& actions, ToolSet& tools,
                               QSettings& settings, QWidget* window)
    : QObject(window),
      canvas_(canvas),
      tools_(tools),
      window_(window),
      navigator_(new widgets::Navigator(&canvas)),
      scaleBar_(new widgets::ScaleBar(&canvas)),
      swipeLine_(new widgets::SwipeLine(&canvas))
{
    const auto keep = [&](QAction* action, const QString& key, auto* part) {
        const bool wanted = settings.value(key, true).toBool();
        action->setChecked(wanted);
        part->setWanted(wanted);
        connect(action, &QAction::toggled, this, [&settings, key, part](bool on) {
            settings.setValue(key, on);
            part->setWanted(on);
        });
    };
    keep(actions.showNavigator, "view/navigator", navigator_);
    keep(actions.showScaleBar, "view/scaleBar", scaleBar_);
    connect(actions.swipe, &QAction::toggled, swipeLine_, &widgets::SwipeLine::setWanted);
    connect(actions.goTo, &QAction::triggered, this, &ViewNavigation::askForPlace);
    scaleBar_->setGroundSize([this](QPointF at) {
        return georeference_ ? georeference_->metresPerPixel(at.x(), at.y())
                             : std::optional<double>();
    });
}

void ViewNavigation::setImage(const std::shared_ptr<const raster::Raster>& image)
{
    image_ = image;
    georeference_.reset();
    if (image_)
        georeference_.emplace(image_->info());
    tools_.setImage(image_ ? &image_->info() : nullptr);
    navigator_->setPicture({});
    scaleBar_->refresh();
    if (box_)
        box_->close();
}

void ViewNavigation::setPicture(const QImage& picture)
{
    navigator_->setPicture(picture);
}

void ViewNavigation::askForPlace()
{
    if (!image_)
        return;
    if (!box_) {
        box_ = new GoToBox(image_->info(), window_);
        box_->setAttribute(Qt::WA_DeleteOnClose);
        connect(box_, &GoToBox::placeChosen, &canvas_, &widgets::Canvas::centreOn);
        // In a corner: the place comes into the middle.
        box_->move(canvas_.mapToGlobal(QPoint(boxMargin, boxMargin)));
    }
    box_->show();
    box_->raise();
    box_->activateWindow();
}

} // namespace limn::ui
