#include "training/label_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>

namespace limn::training
{

namespace
{

/// A patch of one value in a window.
struct Patch
{
    raster::PixelRect area; ///< in image pixels
    std::int64_t pixels = 0;
    int number = 0; ///< in `numbers`
};

struct Patches
{
    cv::Mat numbers; ///< CV_32S, 0 where there is none
    std::vector<Patch> list;
};

/// `mask` [window.height, window.width] CV_8U, not 0 inside the patches.
Patches patchesOf(const cv::Mat& mask, const raster::PixelRect& window)
{
    Patches patches;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(mask, patches.numbers, stats, centres, 8);
    for (int i = 1; i < count; ++i)
        patches.list.push_back(
            {{window.x + stats.at<int>(i, cv::CC_STAT_LEFT),
              window.y + stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH),
              stats.at<int>(i, cv::CC_STAT_HEIGHT)},
             stats.at<int>(i, cv::CC_STAT_AREA),
             i});
    return patches;
}

/// Whether a patch may go on outside the window.
bool isCut(const raster::PixelRect& patch, const raster::PixelRect& window,
           const raster::PixelRect& image)
{
    return (patch.x == window.x && window.x > image.x) ||
           (patch.y == window.y && window.y > image.y) ||
           (patch.right() == window.right() && window.right() < image.right()) ||
           (patch.bottom() == window.bottom() && window.bottom() < image.bottom());
}

} // namespace

std::vector<Specks> findSpecks(const TrainingImage& image, int leastPixels)
{
    const raster::PixelRect bounds = image.raster->bounds();
    std::map<int, Specks> byClass;
    std::vector<std::uint8_t> labels;
    for (const annotation::LabelledCell& cell : image.labels->cells()) {
        const raster::PixelRect inner =
            raster::PixelRect{cell.key.column * annotation::maskTileSize,
                              cell.key.row * annotation::maskTileSize, annotation::maskTileSize,
                              annotation::maskTileSize}
                .intersected(bounds);
        // A patch that begins in the cell and is small enough ends inside the margin.
        const raster::PixelRect window = inner.grown(leastPixels + 1).intersected(bounds);
        labels.resize(static_cast<std::size_t>(window.width) * window.height);
        image.labels->read(window, labels);
        const cv::Mat values(window.height, window.width, CV_8U, labels.data());
        for (int value = 1; value <= annotation::maxClassValue; ++value) {
            if (cell.counts[static_cast<std::size_t>(value)] == 0)
                continue;
            for (const Patch& patch : patchesOf(values == value, window).list) {
                if (patch.pixels >= leastPixels || !inner.contains(patch.area.x, patch.area.y) ||
                    isCut(patch.area, window, bounds))
                    continue;
                Specks& specks = byClass[value];
                specks.classValue = value;
                if (specks.count++ == 0)
                    specks.first = patch.area;
                specks.pixels += patch.pixels;
                specks.within = specks.within.united(patch.area);
            }
        }
    }
    std::vector<Specks> found;
    for (const auto& [value, specks] : byClass)
        found.push_back(specks);
    return found;
}

std::vector<Disagreement> findDisagreements(const TrainingImage& image, const ClassIndex& known,
                                            const PredictedCell& predicted, int leastPixels,
                                            double leastConfidence)
{
    const raster::PixelRect& rect = predicted.rect;
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(rect.width) * rect.height);
    image.labels->read(rect, labels);
    const auto least = static_cast<int>(std::ceil(leastConfidence * 255));
    std::vector<std::uint8_t> doubted(labels.size()); // the label where it is doubted
    std::array<bool, 256> present{};
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (known.index(labels[i]) != ignored && predicted.classes[i] != 0 &&
            predicted.classes[i] != labels[i] && predicted.confidence[i] >= least) {
            doubted[i] = labels[i];
            present[labels[i]] = true;
        }
    const cv::Mat values(rect.height, rect.width, CV_8U, doubted.data());
    std::vector<Disagreement> found;
    for (int value = 1; value <= annotation::maxClassValue; ++value) {
        if (!present[static_cast<std::size_t>(value)])
            continue;
        const Patches patches = patchesOf(values == value, rect);
        for (const Patch& patch : patches.list) {
            if (patch.pixels < leastPixels)
                continue;
            std::array<std::int64_t, 256> votes{};
            double confidence = 0;
            for (int y = patch.area.y; y < patch.area.bottom(); ++y)
                for (int x = patch.area.x; x < patch.area.right(); ++x)
                    if (patches.numbers.at<int>(y - rect.y, x - rect.x) == patch.number) {
                        const std::size_t at =
                            static_cast<std::size_t>(y - rect.y) * rect.width + (x - rect.x);
                        ++votes[predicted.classes[at]];
                        confidence += predicted.confidence[at] / 255.0;
                    }
            const auto most = std::max_element(votes.begin(), votes.end());
            found.push_back({patch.area, value, static_cast<int>(most - votes.begin()),
                             patch.pixels, confidence / static_cast<double>(patch.pixels)});
        }
    }
    return found;
}

} // namespace limn::training
