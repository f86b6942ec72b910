#include "training/evaluation.h"

#include "training/patch_reader.h"
#include "training/training_images.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace limn::training
{

namespace
{

constexpr int cellsAWindow = 6;         ///< borders are compared in windows of so many cells a side
constexpr std::size_t leastImages = 10; ///< fewer images are divided into blocks for the intervals

/// Grid cells of the prediction that touch a labelled mask cell, by the window they lie in.
using CellsByWindow = std::map<std::pair<std::int64_t, std::int64_t>, std::vector<GridCell>>;

CellsByWindow labelledCells(const TrainingImage& image, const ImagePrediction& prediction)
{
    std::set<std::pair<std::int64_t, std::int64_t>> found; // row, column
    for (const annotation::LabelledCell& cell : image.labels->cells())
        for (const GridCell& touched :
             prediction.cells({cell.key.column * annotation::maskTileSize,
                               cell.key.row * annotation::maskTileSize, annotation::maskTileSize,
                               annotation::maskTileSize}))
            found.emplace(touched.row, touched.column);
    CellsByWindow cells;
    for (const auto& [row, column] : found)
        cells[{row / cellsAWindow, column / cellsAWindow}].push_back({column, row});
    return cells;
}

std::int64_t count(const CellsByWindow& cells)
{
    std::int64_t sum = 0;
    for (const auto& [window, some] : cells)
        sum += static_cast<std::int64_t>(some.size());
    return sum;
}

/// Predicted and labelled class indices of a window of an image, for what needs neighbours.
class WindowMaps
{
public:
    explicit WindowMaps(const raster::PixelRect& area)
        : area_(area),
          predicted_(static_cast<std::size_t>(area.width) * area.height),
          reference_(predicted_.size(), static_cast<std::uint8_t>(ignored))
    {}

    void set(int x, int y, std::int64_t reference, std::uint8_t predicted)
    {
        const std::size_t at = static_cast<std::size_t>(y - area_.y) * area_.width + (x - area_.x);
        reference_[at] = static_cast<std::uint8_t>(reference);
        predicted_[at] = predicted;
    }

    void addTo(BoundaryScores& boundaries) const
    {
        boundaries.add(predicted_, reference_, area_.width, area_.height);
    }

private:
    raster::PixelRect area_;
    std::vector<std::uint8_t> predicted_;
    std::vector<std::uint8_t> reference_;
};

/// Counts of an image, and of its blocks: quarters of a prediction's cells.
struct UnitCounts
{
    ConfusionMatrix image;
    std::vector<SparseCounts> blocks;

    explicit UnitCounts(int classes) : image(classes) {}

    void add(const std::array<ConfusionMatrix, 4>& quarters)
    {
        for (const ConfusionMatrix& quarter : quarters)
            if (quarter.total() > 0) {
                image.add(quarter);
                blocks.emplace_back(quarter);
            }
    }
};

/// One cell's labelled pixels against what was predicted there.
void compareCell(const PredictedCell& predicted, const std::vector<std::int64_t>& targets,
                 const ClassIndex& classes, int inner, Evaluation& evaluation, UnitCounts& units,
                 WindowMaps& maps)
{
    const ConfusionMatrix empty(evaluation.confusion.classes());
    std::array<ConfusionMatrix, 4> quarters{empty, empty, empty, empty};
    std::vector<std::int64_t> counted(targets);
    const raster::PixelRect& rect = predicted.rect;
    for (int y = 0; y < rect.height; ++y)
        for (int x = 0; x < rect.width; ++x) {
            const std::size_t at = static_cast<std::size_t>(y) * rect.width + x;
            const std::uint8_t index = classes.index(predicted.classes[at]);
            if (targets[at] == ignored || index == ignored) {
                counted[at] = ignored;
                continue;
            }
            const std::size_t quarter = (2 * y >= inner ? 2 : 0) + (2 * x >= inner ? 1 : 0);
            quarters[quarter].add(static_cast<int>(targets[at]), index, 1);
            maps.set(rect.x + x, rect.y + y, targets[at], index);
        }
    units.add(quarters);
    evaluation.scores.add(predicted.softmax,
                          torch::tensor(counted).view({rect.height, rect.width}));
}

double ratio(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

Evaluation evaluateSplit(const annotation::Project& project, LoadedModel& model,
                         annotation::Split split, torch::Device device, Precision precision,
                         const CellsDone& done)
{
    const ModelDescription& description = model.description;
    const ClassIndex classes = description.classIndex();
    TrainingImages images = openTrainingImages(project);
    std::erase_if(images.images, [&](const TrainingImage& image) {
        return image.raster->bandCount() != description.network.bands;
    });
    model.network->to(device);
    Evaluation evaluation(description.network.classes);
    std::vector<SparseCounts> byImage;
    std::vector<SparseCounts> byBlock;
    std::int64_t total = 0;
    for (const TrainingImage& image : images.images)
        total += count(labelledCells(
            image, ImagePrediction(*model.network, description, *image.raster, device, precision)));
    std::int64_t cellsDone = 0;
    std::vector<std::int64_t> targets;
    for (const TrainingImage& image : images.images) {
        ImagePrediction prediction(*model.network, description, *image.raster, device, precision);
        const int side = prediction.grid().inner();
        UnitCounts units(description.network.classes);
        for (const auto& [window, cells] : labelledCells(image, prediction)) {
            const int windowSide = side * cellsAWindow;
            WindowMaps maps(raster::PixelRect{static_cast<int>(window.second * windowSide),
                                              static_cast<int>(window.first * windowSide),
                                              windowSide, windowSide}
                                .intersected(image.raster->bounds()));
            for (const GridCell& cell : cells) {
                const raster::PixelRect rect =
                    raster::PixelRect{static_cast<int>(cell.column * side),
                                      static_cast<int>(cell.row * side), side, side}
                        .intersected(image.raster->bounds());
                targets.resize(static_cast<std::size_t>(rect.width) * rect.height);
                readTargets(image, classes, description.split, split, rect, rect, 1,
                            targets.data());
                if (std::any_of(targets.begin(), targets.end(),
                                [](std::int64_t target) { return target != ignored; }))
                    compareCell(prediction.predict(cell, true), targets, classes, side, evaluation,
                                units, maps);
                if (!done(++cellsDone, total))
                    return evaluation;
            }
            maps.addTo(evaluation.boundaries);
        }
        if (units.image.total() == 0)
            continue;
        evaluation.confusion.add(units.image);
        byImage.emplace_back(units.image);
        byBlock.insert(byBlock.end(), units.blocks.begin(), units.blocks.end());
    }
    if (evaluation.confusion.total() == 0)
        throw TrainingError("There are no labelled pixels in the split \"" +
                            annotation::toString(split) +
                            "\": choose another split or label more of the images.");
    const bool wholeImages = byImage.size() >= leastImages;
    const int blockSide =
        (predictionTile - 2 * SegmentationNetwork::margin) / 2 * description.reduction;
    evaluation.unit = wholeImages ? "image" : "block of " + std::to_string(blockSide) + " px";
    evaluation.intervals =
        bootstrapIntervals(wholeImages ? byImage : byBlock, description.network.classes);
    return evaluation;
}

nlohmann::json metricsJson(const Evaluation& evaluation, const annotation::ClassList& classes)
{
    const ConfusionMatrix& confusion = evaluation.confusion;
    const auto interval = [](const Interval& values) {
        return nlohmann::json::array({values.first, values.second});
    };
    nlohmann::json rows = nlohmann::json::array();
    nlohmann::json matrix = nlohmann::json::array();
    for (int c = 0; c < confusion.classes(); ++c) {
        rows.push_back({{"class", classes[c].name},
                        {"value", classes[c].value},
                        {"iou", confusion.iou(c)},
                        {"iouInterval", interval(evaluation.intervals.iou[c])},
                        {"dice", confusion.dice(c)},
                        {"f1", confusion.dice(c)},
                        {"precision", confusion.precision(c)},
                        {"recall", confusion.recall(c)},
                        {"rocAuc", evaluation.scores.rocAuc(c)},
                        {"prAuc", evaluation.scores.prAuc(c)},
                        {"boundaryF1", evaluation.boundaries.boundaryF1(c)},
                        {"boundaryIou", evaluation.boundaries.boundaryIou(c)},
                        {"hausdorff95", evaluation.boundaries.hausdorff95(c)},
                        {"support", confusion.support(c)}});
        nlohmann::json line = nlohmann::json::array();
        for (int p = 0; p < confusion.classes(); ++p)
            line.push_back(confusion.at(c, p));
        matrix.push_back(line);
    }
    return {{"classes", rows},
            {"meanIou", confusion.meanIou()},
            {"meanIouInterval", interval(evaluation.intervals.meanIou)},
            {"frequencyWeightedIou", confusion.frequencyWeightedIou()},
            {"pixelAccuracy", confusion.pixelAccuracy()},
            {"pixelAccuracyInterval", interval(evaluation.intervals.pixelAccuracy)},
            {"meanAccuracy", confusion.meanAccuracy()},
            {"cohenKappa", confusion.cohenKappa()},
            {"calibrationError", evaluation.scores.calibrationError()},
            {"boundaryTolerance", evaluation.boundaries.tolerance()},
            {"intervals",
             {{"level", 0.95},
              {"unit", evaluation.unit},
              {"units", evaluation.intervals.units},
              {"resamples", evaluation.intervals.resamples}}},
            {"pixels", confusion.total()},
            {"confusionMatrix", matrix}};
}

nlohmann::json compareWithReference(const raster::Raster& prediction, int classValue,
                                    const raster::Raster& reference)
{
    const raster::PixelSize size = prediction.size();
    if (reference.size() != size)
        throw TrainingError("The reference is " + std::to_string(reference.size().width) + " x " +
                            std::to_string(reference.size().height) +
                            " pixels, but the prediction is " + std::to_string(size.width) + " x " +
                            std::to_string(size.height) + ": use a reference of the same size.");
    std::int64_t both = 0;
    std::int64_t predictedOnly = 0;
    std::int64_t referenceOnly = 0;
    std::int64_t neither = 0;
    constexpr int rows = 256;
    const std::array<int, 1> firstBand{0};
    // A mask file may call 0 "no data" although it means "not the class".
    const bool zeroIsNodata = reference.info().bands.front().nodata == 0.0;
    for (int y = 0; y < size.height; y += rows) {
        const raster::PixelRect window{0, y, size.width, std::min(rows, size.height - y)};
        const std::vector<std::uint8_t> values = raster::readIndices(prediction, window);
        const std::vector<std::uint8_t> mask = raster::readIndices(reference, window);
        const raster::PixelBlock block =
            reference.read(window, {window.width, window.height}, firstBand);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!zeroIsNodata && block.valid[i] == 0)
                continue;
            const bool predicted = values[i] == classValue;
            const bool truth = mask[i] != 0;
            ++(predicted ? (truth ? both : predictedOnly) : (truth ? referenceOnly : neither));
        }
    }
    return {{"iou", ratio(both, both + predictedOnly + referenceOnly)},
            {"dice", ratio(2 * both, 2 * both + predictedOnly + referenceOnly)},
            {"precision", ratio(both, both + predictedOnly)},
            {"recall", ratio(both, both + referenceOnly)},
            {"accuracy", ratio(both + neither, both + predictedOnly + referenceOnly + neither)},
            {"pixels", both + predictedOnly + referenceOnly + neither}};
}

} // namespace limn::training
