#include "training/evaluation.h"

#include "training/patch_reader.h"
#include "training/training_images.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace limn::training
{

namespace
{

/// Grid cells of the prediction that touch a labelled mask cell.
std::vector<GridCell> labelledCells(const TrainingImage& image, const ImagePrediction& prediction)
{
    std::set<std::pair<std::int64_t, std::int64_t>> found; // row, column
    for (const annotation::LabelledCell& cell : image.labels->cells())
        for (const GridCell& touched :
             prediction.cells({cell.key.column * annotation::maskTileSize,
                               cell.key.row * annotation::maskTileSize, annotation::maskTileSize,
                               annotation::maskTileSize}))
            found.emplace(touched.row, touched.column);
    std::vector<GridCell> cells;
    for (const auto& [row, column] : found)
        cells.push_back({column, row});
    return cells;
}

double ratio(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

ConfusionMatrix evaluateSplit(const annotation::Project& project, LoadedModel& model,
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
    ConfusionMatrix confusion(description.network.classes);
    std::int64_t total = 0;
    for (const TrainingImage& image : images.images)
        total += static_cast<std::int64_t>(
            labelledCells(image, ImagePrediction(*model.network, description, *image.raster, device,
                                                 precision))
                .size());
    std::int64_t count = 0;
    std::vector<std::int64_t> targets;
    for (const TrainingImage& image : images.images) {
        ImagePrediction prediction(*model.network, description, *image.raster, device, precision);
        for (const GridCell& cell : labelledCells(image, prediction)) {
            const int side = prediction.grid().inner();
            const raster::PixelRect rect =
                raster::PixelRect{static_cast<int>(cell.column * side),
                                  static_cast<int>(cell.row * side), side, side}
                    .intersected(image.raster->bounds());
            targets.resize(static_cast<std::size_t>(rect.width) * rect.height);
            readTargets(image, classes, description.split, split, rect, rect, targets.data());
            const bool any = std::any_of(targets.begin(), targets.end(),
                                         [](std::int64_t target) { return target != ignored; });
            if (any) {
                const PredictedCell predicted = prediction.predict(cell);
                for (std::size_t i = 0; i < targets.size(); ++i) {
                    const std::uint8_t index = classes.index(predicted.classes[i]);
                    if (targets[i] != ignored && index != ignored)
                        confusion.add(static_cast<int>(targets[i]), index, 1);
                }
            }
            if (!done(++count, total))
                return confusion;
        }
    }
    if (confusion.total() == 0)
        throw TrainingError("There are no labelled pixels in the split \"" +
                            annotation::toString(split) +
                            "\": choose another split or label more of the images.");
    return confusion;
}

nlohmann::json metricsJson(const ConfusionMatrix& confusion, const annotation::ClassList& classes)
{
    nlohmann::json rows = nlohmann::json::array();
    nlohmann::json matrix = nlohmann::json::array();
    for (int c = 0; c < confusion.classes(); ++c) {
        rows.push_back({{"class", classes[c].name},
                        {"value", classes[c].value},
                        {"iou", confusion.iou(c)},
                        {"dice", confusion.dice(c)},
                        {"precision", confusion.precision(c)},
                        {"recall", confusion.recall(c)},
                        {"support", confusion.support(c)}});
        nlohmann::json line = nlohmann::json::array();
        for (int p = 0; p < confusion.classes(); ++p)
            line.push_back(confusion.at(c, p));
        matrix.push_back(line);
    }
    return {{"classes", rows},
            {"meanIou", confusion.meanIou()},
            {"pixelAccuracy", confusion.pixelAccuracy()},
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
