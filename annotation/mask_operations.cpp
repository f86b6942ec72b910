#include "annotation/mask_operations.h"

#include "annotation/class_list.h"
#include "annotation/mask_writer.h"
#include "annotation/run_components.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <vector>

namespace limn::annotation
{
namespace
{

using raster::PixelRect;

/// Rows read at once where a window is gone through from top to bottom.
constexpr int stripRows = 64;
/// Side of the parts that a window is worked on in.
constexpr int partSize = 1024;

PixelRect insideImage(const MaskTiles& mask, const PixelRect& window)
{
    return window.intersected({0, 0, mask.imageSize().width, mask.imageSize().height});
}

PaintRule erasing()
{
    return {unlabelled, false, {}};
}

RunComponents componentsOf(const MaskTiles& mask, const PixelRect& window, int value, bool others,
                           Progress& progress)
{
    using Neighbours = RunComponents::Neighbours;
    RunComponents components(others ? Neighbours::Four : Neighbours::Eight);
    std::vector<std::uint8_t> strip;
    const auto width = static_cast<std::size_t>(window.width);
    for (int y = window.y; y < window.bottom(); y += stripRows) {
        const int rows = std::min(stripRows, window.bottom() - y);
        strip.resize(width * static_cast<std::size_t>(rows));
        mask.read({window.x, y, window.width, rows}, 1, strip);
        for (int row = 0; row < rows; ++row)
            components.addRow(
                std::span(strip).subspan(static_cast<std::size_t>(row) * width, width),
                static_cast<std::uint8_t>(value), others);
        progress.report(0.9 * (y + rows - window.y) / window.height);
    }
    return components;
}

/// Paints the runs of the components that `isWanted(component)`.
MaskEdit paintComponents(MaskTiles& mask, const PixelRect& window, const RunComponents& components,
                         const std::function<bool(std::uint32_t)>& isWanted, const PaintRule& rule)
{
    MaskWriter writer(mask);
    for (std::size_t i = 0; i < components.runs().size(); ++i) {
        const PixelRun& run = components.runs()[i];
        if (isWanted(components.component(i)))
            writer.paintRun(window.y + run.row, window.x + run.first, window.x + run.end, rule);
    }
    return writer.finish();
}

/// What one part of a window is worked on with: the class around it and the rows to paint.
struct Part
{
    PixelRect area;    ///< pixels to decide about
    PixelRect around;  ///< what can be seen of the neighbourhood
    cv::Mat1b values;  ///< of `around`
    cv::Mat1b isClass; ///< of `around`: 1 or 0

    std::uint8_t at(int x, int y) const { return isClass(y - around.y, x - around.x); }
};

/// Calls `change(part, writer)` for the parts whose neighbourhood within `reach` has the class.
template <typename Change>
MaskEdit changeParts(MaskTiles& mask, const PixelRect& window, int classValue, int reach,
                     Progress& progress, Change change)
{
    const MaskTiles before = mask;
    MaskWriter writer(mask);
    const PixelRect all = insideImage(mask, window);
    const int columns = (all.width + partSize - 1) / partSize;
    const int rows = (all.height + partSize - 1) / partSize;
    for (int i = 0; i < columns * rows; ++i) {
        progress.report(static_cast<double>(i) / (columns * rows));
        Part part;
        part.area = PixelRect{all.x + i % columns * partSize, all.y + i / columns * partSize,
                              partSize, partSize}
                        .intersected(all);
        part.around = insideImage(before, part.area.grown(reach));
        std::vector<std::uint8_t> values(static_cast<std::size_t>(part.around.width) *
                                         part.around.height);
        before.read(part.around, 1, values);
        if (!std::memchr(values.data(), classValue, values.size()))
            continue;
        part.values = cv::Mat1b(part.around.height, part.around.width, values.data());
        part.isClass = (part.values == classValue) / 255;
        change(part, writer);
    }
    return writer.finish();
}

/// Paints the runs of the part's pixels of which `isWanted(x, y)`.
template <typename IsWanted>
void paintWhere(const Part& part, MaskWriter& writer, const PaintRule& rule, IsWanted isWanted)
{
    for (int y = part.area.y; y < part.area.bottom(); ++y) {
        int x = part.area.x;
        while (x < part.area.right()) {
            const int first = x;
            while (x < part.area.right() && isWanted(x, y))
                ++x;
            if (first < x)
                writer.paintRun(y, first, x, rule);
            ++x;
        }
    }
}

/// How many of the pixels in the square of side 2 radius + 1 around each are `isIt` (1 or 0).
cv::Mat1i countAround(const cv::Mat1b& isIt, int radius)
{
    const int side = 2 * radius + 1;
    cv::Mat1i count;
    cv::boxFilter(isIt, count, CV_32S, {side, side}, {-1, -1}, false, cv::BORDER_REPLICATE);
    return count;
}

/// Gives the part's pixels of which `losesIt(x, y)` the value that is most frequent beside the
/// class in the square around them.
template <typename LosesIt>
void giveAway(const Part& part, int classValue, int radius, MaskWriter& writer, LosesIt losesIt)
{
    std::array<bool, 256> isThere{};
    for (const std::uint8_t value : part.values)
        isThere[value] = true;
    cv::Mat1i most = cv::Mat1i::zeros(part.values.size());
    cv::Mat1b best = cv::Mat1b::zeros(part.values.size());
    for (int value = 0; value < 256; ++value) {
        if (!isThere[static_cast<std::size_t>(value)] || value == classValue)
            continue;
        const cv::Mat1i count = countAround((part.values == value) / 255, radius);
        const cv::Mat more = count > most;
        count.copyTo(most, more);
        best.setTo(value, more);
    }
    for (int value = 0; value < 256; ++value) {
        if (!isThere[static_cast<std::size_t>(value)] || value == classValue)
            continue;
        paintWhere(part, writer, PaintRule(value, false, {}), [&](int x, int y) {
            return best(y - part.around.y, x - part.around.x) == value && losesIt(x, y);
        });
    }
}

/// The distance of every pixel to the nearest one whose value in `isClass` is `value`.
cv::Mat1f distanceTo(const cv::Mat1b& isClass, int value)
{
    cv::Mat1f distance;
    cv::distanceTransform(isClass != value, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    return distance;
}

/// Between the squares of whole numbers, so that rounding does not matter.
float reachOf(int radius)
{
    return std::sqrt(static_cast<float>(radius) * static_cast<float>(radius) + 0.5F);
}

} // namespace

MaskEdit fillHoles(MaskTiles& mask, const PixelRect& window, int classValue, Progress& progress)
{
    const PixelRect all = insideImage(mask, window);
    const RunComponents components = componentsOf(mask, all, classValue, true, progress);
    std::vector<bool> isOpen(components.runs().size(), false);
    for (std::size_t i = 0; i < components.runs().size(); ++i) {
        const PixelRun& run = components.runs()[i];
        if (run.row == 0 || run.row == all.height - 1 || run.first == 0 || run.end == all.width)
            isOpen[components.component(i)] = true;
    }
    return paintComponents(
        mask, all, components, [&](std::uint32_t component) { return !isOpen[component]; },
        PaintRule(classValue, true, {}));
}

MaskEdit removeSpecks(MaskTiles& mask, const PixelRect& window, int classValue,
                      std::int64_t minPixels, Progress& progress)
{
    const PixelRect all = insideImage(mask, window);
    const RunComponents components = componentsOf(mask, all, classValue, false, progress);
    const raster::PixelSize image = mask.imageSize();
    const auto goesOn = [&](const PixelRun& run) {
        const int y = all.y + run.row;
        return (y == all.y && y > 0) || (y == all.bottom() - 1 && y < image.height - 1) ||
               (run.first == 0 && all.x > 0) || (run.end == all.width && all.right() < image.width);
    };
    std::vector<std::int64_t> pixels(components.runs().size(), 0);
    for (std::size_t i = 0; i < components.runs().size(); ++i) {
        const PixelRun& run = components.runs()[i];
        std::int64_t& count = pixels[components.component(i)];
        count += run.end - run.first;
        if (goesOn(run))
            count = std::max(count, minPixels);
    }
    return paintComponents(
        mask, all, components,
        [&](std::uint32_t component) { return pixels[component] < minPixels; }, erasing());
}

MaskEdit smoothClass(MaskTiles& mask, const PixelRect& window, const PaintRule& rule, int radius,
                     Progress& progress)
{
    radius = std::clamp(radius, 1, maxOperationRadius);
    const int area = (2 * radius + 1) * (2 * radius + 1);
    return changeParts(
        mask, window, rule.value, radius, progress, [&](const Part& part, MaskWriter& writer) {
            const cv::Mat1i count = countAround(part.isClass, radius);
            const auto most = [&](int x, int y) {
                return 2 * count(y - part.around.y, x - part.around.x) > area;
            };
            paintWhere(part, writer, rule, most);
            giveAway(part, rule.value, radius, writer,
                     [&](int x, int y) { return part.at(x, y) != 0 && !most(x, y); });
        });
}

MaskEdit growClass(MaskTiles& mask, const PixelRect& window, const PaintRule& rule, int radius,
                   Progress& progress)
{
    radius = std::clamp(radius, 1, maxOperationRadius);
    const float reach = reachOf(radius);
    return changeParts(mask, window, rule.value, radius, progress,
                       [&](const Part& part, MaskWriter& writer) {
                           const cv::Mat1f distance = distanceTo(part.isClass, 1);
                           paintWhere(part, writer, rule, [&](int x, int y) {
                               return distance(y - part.around.y, x - part.around.x) <= reach;
                           });
                       });
}

MaskEdit shrinkClass(MaskTiles& mask, const PixelRect& window, int classValue, int radius,
                     Progress& progress)
{
    radius = std::clamp(radius, 1, maxOperationRadius);
    const float reach = reachOf(radius);
    return changeParts(
        mask, window, classValue, radius, progress, [&](const Part& part, MaskWriter& writer) {
            if (cv::countNonZero(part.isClass) == static_cast<int>(part.isClass.total()))
                return;
            const cv::Mat1f distance = distanceTo(part.isClass, 0);
            giveAway(part, classValue, radius, writer, [&](int x, int y) {
                return part.at(x, y) != 0 &&
                       distance(y - part.around.y, x - part.around.x) <= reach;
            });
        });
}

MaskEdit replaceClass(MaskTiles& mask, const PixelRect& window, int from, int to,
                      Progress& progress)
{
    PaintRule rule(to, false, {});
    rule.replaces.fill(false);
    rule.replaces[static_cast<std::uint8_t>(from)] = from != to;
    rule.replacesAll = false;
    const PixelRect all = insideImage(mask, window);
    std::vector<MaskTileKey> keys;
    for (const auto& [key, tile] : mask.tiles()) {
        if (tileArea(key, mask.imageSize()).intersected(all).isEmpty())
            continue;
        if (tile->uniform()
                ? *tile->uniform() == from
                : std::memchr(mask.pixels(key)->data(), from, sizeof(MaskTile)) != nullptr)
            keys.push_back(key);
    }
    MaskWriter writer(mask);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const PixelRect area = tileArea(keys[i], mask.imageSize()).intersected(all);
        for (int y = area.y; y < area.bottom(); ++y)
            writer.paintRun(y, area.x, area.right(), rule);
        progress.report(static_cast<double>(i + 1) / static_cast<double>(keys.size()));
    }
    return writer.finish();
}

} // namespace limn::annotation
