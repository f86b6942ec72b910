#include "annotation/grab_cut.h"

#include "annotation/class_list.h"
#include "annotation/project.h"
#include "annotation/shape_raster.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace limn::annotation
{
namespace
{

constexpr int grabCutIterations = 4;
/// How much of the polygon's size is looked at around it, and at least so many pixels.
constexpr double surroundings = 0.15;
constexpr int leastSurroundings = 12;

raster::PixelRect windowAround(const Shape& shape, const raster::PixelSize& image)
{
    const raster::PixelRect box = bounds(shape);
    const int margin =
        std::max(leastSurroundings,
                 static_cast<int>(std::lround(surroundings * std::max(box.width, box.height))));
    return box.grown(margin).intersected({0, 0, image.width, image.height});
}

} // namespace

Area findObject(const Shape& around, int classValue, const MaskTiles& mask,
                const ReducedPictureSource& picture, Progress& progress)
{
    const raster::PixelRect window = windowAround(around, mask.imageSize());
    if (window.isEmpty())
        throw ProjectError("The polygon lies outside the image: choose another one.");
    const double pixels = static_cast<double>(window.width) * window.height;
    const int step = std::max(
        1, static_cast<int>(std::ceil(std::sqrt(pixels / static_cast<double>(maxGrabCutSamples)))));
    const int columns = (window.width + step - 1) / step;
    const int rows = (window.height + step - 1) / step;
    const std::size_t samples = static_cast<std::size_t>(columns) * rows;

    progress.report(0);
    std::vector<std::uint8_t> rgba(samples * 4);
    picture({window.x, window.y, columns * step, rows * step}, {columns, rows}, rgba);
    cv::Mat rgb;
    cv::cvtColor(cv::Mat(rows, columns, CV_8UC4, rgba.data()), rgb, cv::COLOR_RGBA2RGB);
    std::vector<std::uint8_t> inside(samples);
    rasterizeSampled(around, 1, window, step, inside);
    std::vector<std::uint8_t> painted(samples);
    mask.read(window, step, painted);

    cv::Mat1b kind(rows, columns);
    std::size_t i = 0;
    bool anyInside = false;
    bool anyOutside = false;
    for (std::uint8_t& pixel : kind) {
        if (inside[i] == 0 || rgba[4 * i + 3] == 0)
            pixel = cv::GC_BGD;
        else if (painted[i] == classValue)
            pixel = cv::GC_FGD;
        else
            pixel = painted[i] == unlabelled ? cv::GC_PR_FGD : cv::GC_BGD;
        anyOutside = anyOutside || pixel == cv::GC_BGD;
        anyInside = anyInside || pixel != cv::GC_BGD;
        ++i;
    }
    if (!anyInside || !anyOutside)
        throw ProjectError("There is nothing to tell apart here: draw the polygon around the "
                           "object with some of its surroundings outside.");
    cv::Mat background;
    cv::Mat foreground;
    for (int round = 0; round < grabCutIterations; ++round) {
        progress.report(0.1 + 0.85 * round / grabCutIterations);
        cv::grabCut(rgb, kind, {}, background, foreground, 1,
                    round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    }
    progress.report(0.95);
    std::vector<std::uint8_t> found(samples);
    std::transform(kind.begin(), kind.end(), found.begin(), [](std::uint8_t pixel) {
        return std::uint8_t{pixel == cv::GC_FGD || pixel == cv::GC_PR_FGD};
    });
    return Area::both(Area::squares(window, step, std::move(found)), Area::polygon(around));
}

} // namespace limn::annotation
