// Predicts an image, cell by cell of one fixed grid, into a tile store that the desktop shows or
// into a GeoTIFF. A cell's pixels are the same whichever way and in whichever order they are asked
// for. Memory is bounded by a few cells and one row of cells, whatever the image's size. One
// thread.
#pragma once

#include "annotation/tile_store.h"
#include "raster/raster.h"
#include "training/core/tiled_prediction.h"
#include "training/model.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace limn::training
{

/// Larger tiles waste less on margins, smaller ones show something sooner.
inline constexpr int predictionTile = 768;

/// Sides in working pixels of what the network sees at once; multiples of its stride.
struct TileSides
{
    int tile = predictionTile;
    int margin = SegmentationNetwork::margin; ///< thrown away at each side
};

struct PredictedCell
{
    raster::PixelRect rect;               ///< in image pixels
    std::vector<std::uint8_t> classes;    ///< class values, 0 where the image is invalid
    std::vector<std::uint8_t> confidence; ///< 0..255
    torch::Tensor softmax;                ///< [C, height, width] float32, where it was asked for
};

class ImagePrediction
{
public:
    /// The network is on `device`; it and the raster must outlive this. Throws TrainingError when
    /// the image has another number of bands than the network, and as TiledPrediction does.
    ImagePrediction(SegmentationNetwork& network, const ModelDescription& model,
                    const raster::Raster& raster, torch::Device device, Precision precision,
                    TileSides sides = {});

    const PredictionGrid& grid() const { return tiles_.grid(); }
    /// Cells that touch the area, nearest to its middle first.
    std::vector<GridCell> cells(const raster::PixelRect& area) const;
    PredictedCell predict(const GridCell& cell, bool withSoftmax = false);

private:
    const raster::Raster& raster_;
    BandScaling scaling_;
    ClassIndex classes_;
    TiledPrediction tiles_;
};

/// Puts a cell into the layers "class" and "confidence", in one transaction; pixels of the touched
/// tiles outside the cell stay as they are.
void store(annotation::TileStore& store, const PredictedCell& cell);
/// The same for any one layer.
void storeLayer(annotation::TileStore& store, const std::string& layer,
                const raster::PixelRect& rect, const std::vector<std::uint8_t>& values);

/// Called after every cell; false ends the work (then nothing is left under the file's name).
using CellsDone = std::function<bool(std::int64_t done, std::int64_t total)>;

/// The whole image as class values with the classes' colours and the image's georeferencing, 0
/// meaning none. Returns false when `done` ended it.
bool predictToGeoTiff(ImagePrediction& prediction, const ModelDescription& model,
                      const raster::Raster& raster, const std::filesystem::path& file,
                      const CellsDone& done);

} // namespace limn::training
