#include "training/image_prediction.h"

#include "raster/raster_writer.h"
#include "training/failure.h"
#include "training/patch_reader.h"

#include <algorithm>
#include <cstring>

namespace limn::training
{

namespace
{

PredictionGrid gridOf(const raster::Raster& raster, const TileSides& sides, int reduction)
{
    return {raster.size().width, raster.size().height, sides.tile, sides.margin, reduction};
}

std::string fileName(const raster::Raster& raster)
{
    return std::filesystem::path(raster.info().path).filename().string();
}

/// The tiles of `layer` that `rect` touches, with the values written over what they held.
void mergeTiles(const annotation::TileStore& store, const std::string& layer,
                const raster::PixelRect& rect, const std::vector<std::uint8_t>& values,
                std::vector<annotation::TileStore::Tile>& tiles)
{
    constexpr int side = annotation::maskTileSize;
    for (int row = rect.y / side; row <= (rect.bottom() - 1) / side; ++row)
        for (int column = rect.x / side; column <= (rect.right() - 1) / side; ++column) {
            const raster::PixelRect area{column * side, row * side, side, side};
            const raster::PixelRect part = area.intersected(rect);
            auto pixels = std::make_shared<annotation::MaskTile>();
            pixels->fill(0);
            if (part != area)
                if (const annotation::MaskTilePtr before = store.get(layer, {column, row}))
                    *pixels = *before;
            for (int y = part.y; y < part.bottom(); ++y)
                std::memcpy(pixels->data() + (y - area.y) * side + (part.x - area.x),
                            values.data() + static_cast<std::size_t>(y - rect.y) * rect.width +
                                (part.x - rect.x),
                            part.width);
            tiles.push_back({layer, {column, row}, std::move(pixels)});
        }
}

} // namespace

ImagePrediction::ImagePrediction(SegmentationNetwork& network, const ModelDescription& model,
                                 const raster::Raster& raster, torch::Device device,
                                 Precision precision, TileSides sides)
    : raster_(raster),
      scaling_(model.scaling),
      classes_(model.classIndex()),
      tiles_(network, gridOf(raster, sides, model.reduction), device, precision, model.views)
{
    if (raster.bandCount() != model.network.bands)
        throw TrainingError(fileName(raster) + " has " + std::to_string(raster.bandCount()) +
                            " bands, but the network was trained on " +
                            std::to_string(model.network.bands) +
                            ": use an image of the same kind or another network.");
}

std::vector<GridCell> ImagePrediction::cells(const raster::PixelRect& area) const
{
    return cellsIn(grid(), area.x, area.y, area.width, area.height);
}

PredictedCell ImagePrediction::predict(const GridCell& cell, bool withSoftmax)
{
    raster::PixelRect read;
    std::vector<std::uint8_t> valid;
    const TileSource source = [&](std::int64_t x, std::int64_t y, std::int64_t width,
                                  std::int64_t height) {
        read = {static_cast<int>(x), static_cast<int>(y), static_cast<int>(width),
                static_cast<int>(height)};
        raster::PixelBlock block = readReduced(raster_, read, grid().reduction);
        torch::Tensor samples = torch::empty({block.bands, height, width}, torch::kFloat32);
        scaling_.apply(block, samples.data_ptr<float>());
        valid = std::move(block.valid);
        return samples;
    };
    const CellPrediction predicted = tiles_.predict({cell}, source, withSoftmax).front();
    const int width = static_cast<int>(predicted.classes.size(1));
    const int height = static_cast<int>(predicted.classes.size(0));
    PredictedCell result{
        {static_cast<int>(predicted.x), static_cast<int>(predicted.y), width, height},
        {},
        {},
        predicted.softmax};
    const torch::Tensor classes = predicted.classes.contiguous();
    const torch::Tensor confidence = predicted.confidence.contiguous();
    const auto* index = classes.data_ptr<std::uint8_t>();
    const auto* sure = confidence.data_ptr<std::uint8_t>();
    const std::size_t count = static_cast<std::size_t>(width) * height;
    result.classes.resize(count);
    result.confidence.resize(count);
    const int reduction = grid().reduction;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const std::size_t at = static_cast<std::size_t>(y) * width + x;
            const std::size_t inRead =
                static_cast<std::size_t>((result.rect.y + y) / reduction - read.y) * read.width +
                ((result.rect.x + x) / reduction - read.x);
            if (valid[inRead] == 0)
                continue; // stays 0: nothing was there to see
            result.classes[at] = classes_.value(index[at]);
            result.confidence[at] = sure[at];
        }
    return result;
}

void storeLayer(annotation::TileStore& store, const std::string& layer,
                const raster::PixelRect& rect, const std::vector<std::uint8_t>& values)
{
    std::vector<annotation::TileStore::Tile> tiles;
    mergeTiles(store, layer, rect, values, tiles);
    store.put(tiles);
}

void store(annotation::TileStore& store, const PredictedCell& cell)
{
    std::vector<annotation::TileStore::Tile> tiles;
    mergeTiles(store, "class", cell.rect, cell.classes, tiles);
    mergeTiles(store, "confidence", cell.rect, cell.confidence, tiles);
    store.put(tiles);
}

bool predictToGeoTiff(ImagePrediction& prediction, const ModelDescription& model,
                      const raster::Raster& raster, const std::filesystem::path& file,
                      const CellsDone& done)
{
    const raster::RasterInfo& info = raster.info();
    raster::WriterOptions options = raster::WriterOptions::like(info);
    options.nodata = 0;
    options.bandNames = {"class"};
    for (const annotation::ClassEntry& entry : model.classes)
        options.palette.push_back({entry.value, entry.colour, entry.name});
    raster::RasterWriter writer(file.string(), options);

    const PredictionGrid& grid = prediction.grid();
    const std::int64_t total = grid.columns() * grid.rows();
    std::int64_t count = 0;
    std::vector<std::uint8_t> strip;
    for (std::int64_t row = 0; row < grid.rows(); ++row) {
        // A row of cells at a time: the file's blocks are then written once and in order.
        const int top = static_cast<int>(row * grid.inner());
        const int height = std::min(grid.inner(), info.size.height - top);
        strip.assign(static_cast<std::size_t>(info.size.width) * height, 0);
        for (std::int64_t column = 0; column < grid.columns(); ++column) {
            const PredictedCell cell = prediction.predict({column, row});
            for (int y = 0; y < cell.rect.height; ++y)
                std::memcpy(strip.data() + static_cast<std::size_t>(y) * info.size.width +
                                cell.rect.x,
                            cell.classes.data() + static_cast<std::size_t>(y) * cell.rect.width,
                            cell.rect.width);
            if (!done(++count, total))
                return false;
        }
        writer.write({0, top, info.size.width, height}, std::span<const std::uint8_t>(strip));
    }
    writer.finish();
    return true;
}

} // namespace limn::training
