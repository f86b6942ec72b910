#include "ui/fill_tool.h"

#include "annotation/area_fill.h"
#include "annotation/flood_fill.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace limn::ui
{

namespace
{
/// The part of the view's width and height that a fill may go beyond it on each side.
constexpr double fillMargin = 0.25;
/// Where the view shows more than can be searched: the side of the square around the click.
constexpr int farSide = 8192;
static_assert(static_cast<std::int64_t>(farSide) * farSide <= annotation::maxFloodPixels);
} // namespace

FillTool::FillTool(EditTarget& target, MaskWork& work, QObject* parent)
    : CanvasTool(parent), target_(target), work_(work)
{}

raster::PixelRect FillTool::bounds(int x, int y) const
{
    const raster::PixelSize image = target_.labels()->image().size;
    const raster::PixelRect whole{0, 0, image.width, image.height};
    const raster::PixelRect view = target_.visibleRect();
    const double across = std::min(2.0 * farSide, fillMargin * view.width);
    const double down = std::min(2.0 * farSide, fillMargin * view.height);
    const raster::PixelRect wide{view.x - static_cast<int>(across), view.y - static_cast<int>(down),
                                 view.width + 2 * static_cast<int>(across),
                                 view.height + 2 * static_cast<int>(down)};
    const raster::PixelRect seen = wide.intersected(whole);
    if (static_cast<std::int64_t>(seen.width) * seen.height <= annotation::maxFloodPixels)
        return seen;
    return raster::PixelRect{x - farSide / 2, y - farSide / 2, farSide, farSide}.intersected(seen);
}

bool FillTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    const int value =
        event.modifiers.testFlag(Qt::AltModifier) ? annotation::unlabelled : target_.classValue();
    const raster::PixelSize image = target_.labels()->image().size;
    const int x = static_cast<int>(std::floor(event.image.x()));
    const int y = static_cast<int>(std::floor(event.image.y()));
    if (!raster::PixelRect{0, 0, image.width, image.height}.contains(x, y))
        return false;
    if (!target_.accepts(value))
        return true;
    if (!target_.picture() || (!bands_.empty() && !target_.raster())) {
        Q_EMIT target_.refused(tr("The image is not read yet: try again in a moment."));
        return true;
    }
    const auto cutOff = std::make_shared<bool>(false);
    const raster::PixelRect view = target_.visibleRect();
    const raster::PixelRect searched = bounds(x, y);
    const bool allInView = view.intersected(searched) == view;
    const auto compute = [=, picture = target_.picture(), raster = target_.raster(), bands = bands_,
                          rule = target_.rule(value), tolerance = tolerance_](
                             annotation::MaskTiles& mask, annotation::Progress& progress) {
        const auto pictures =
            bands.empty() ? std::vector{picture} : annotation::bandPictures(raster, bands);
        const annotation::Flood flood =
            annotation::floodFrom(x, y, tolerance, searched, image, pictures, progress);
        *cutOff = flood.cutOff;
        return annotation::fillArea(mask, flood.area, rule, progress);
    };
    work_.start(value == annotation::unlabelled ? tr("Erase fill") : tr("Fill"), compute,
                [this, cutOff, allInView](bool changed) {
                    if (!changed)
                        Q_EMIT target_.noted(tr("Nothing to fill here: what looks alike has this "
                                                "class already, or is protected."));
                    else if (*cutOff && allInView)
                        Q_EMIT target_.noted(tr("The fill was cut off a little outside the view: "
                                                "move there, or zoom out, and fill on."));
                    else if (*cutOff)
                        Q_EMIT target_.noted(tr("The fill was cut off: it reaches %L1 pixels from "
                                                "the click at most. Click farther on to fill on.")
                                                 .arg(farSide / 2));
                });
    return true;
}

bool FillTool::key(const QKeyEvent& event)
{
    // Another tool taken in hand meanwhile, unlike Esc, leaves the work alone.
    if (event.key() != Qt::Key_Escape || !work_.isRunning())
        return false;
    work_.cancel();
    return true;
}

} // namespace limn::ui
