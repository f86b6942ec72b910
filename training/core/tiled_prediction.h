// Prediction of an image of any size by overlapped tiles on one fixed grid, so that what is
// predicted first in view and what the whole image gets later are the same pixels.
//
// The grid is anchored at the image's origin: cell (c, r) covers inner x inner pixels from
// (c * inner, r * inner) where inner = tile - 2 * margin is a multiple of the network's stride, as
// is the margin; the tile read for it has a margin at each side, except where the image ends.
// Measured: origins off the stride change 2.2 % of pixels' classes. A network of a lower working
// resolution sees squares of reduction x reduction image pixels as one working pixel; its logits
// are brought back to the image's pixels (bilinear) before they are decided upon. Needs LibTorch
// alone: pixels come from a function, so that a GPU machine without GDAL can be measured.
#pragma once

#include "training/core/device.h"
#include "training/core/network.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace limn::training
{

struct PredictionGrid
{
    std::int64_t width = 0; ///< of the image
    std::int64_t height = 0;
    int tile = 512;    ///< largest side of what the network sees; multiple of the stride
    int margin = 64;   ///< thrown away at each side; multiple of the stride
    int reduction = 1; ///< image pixels a side of a working pixel, which tile and margin count

    int inner() const { return (tile - 2 * margin) * reduction; } ///< image pixels
    std::int64_t columns() const { return (width + inner() - 1) / inner(); }
    std::int64_t rows() const { return (height + inner() - 1) / inner(); }
};

struct GridCell
{
    std::int64_t column = 0;
    std::int64_t row = 0;
    bool operator==(const GridCell&) const = default;
};

/// Cells that touch the rectangle of image pixels, nearest to its middle first.
std::vector<GridCell> cellsIn(const PredictionGrid& grid, std::int64_t x, std::int64_t y,
                              std::int64_t width, std::int64_t height);

struct CellPrediction
{
    GridCell cell;
    std::int64_t x = 0; ///< of its first pixel in the image
    std::int64_t y = 0;
    torch::Tensor classes;    ///< [h, w] uint8 class index, cut at the image's edge
    torch::Tensor confidence; ///< [h, w] uint8, 255 times the winning softmax
    torch::Tensor softmax;    ///< [C, h, w] float32 on the CPU, where it was asked for
};

/// Normalised float32 samples [B, h, w] of the image at (x, y), in working pixels; called only with
/// rectangles inside the image. What lacks to a whole stride at the right and below is filled by
/// reflection (the last pixel where the image is too small), as SegmentationNetwork::forward does.
using TileSource = std::function<torch::Tensor(std::int64_t x, std::int64_t y, std::int64_t width,
                                               std::int64_t height)>;

class TiledPrediction
{
public:
    /// `views`: in how many positions each tile is looked at, as logitsOfViews(). Throws
    /// TrainingError when tile or margin is not a multiple of the stride or tile <= 2 margin, or
    /// for a number of views that there is not.
    TiledPrediction(SegmentationNetwork& network, PredictionGrid grid, torch::Device device,
                    Precision precision, int views = 1);

    const PredictionGrid& grid() const { return grid_; }
    /// The cells as one batch; each cell's result does not depend on its neighbours in the batch.
    std::vector<CellPrediction> predict(const std::vector<GridCell>& cells,
                                        const TileSource& source, bool withSoftmax = false);

private:
    SegmentationNetwork& network_;
    PredictionGrid grid_;
    torch::Device device_;
    Precision precision_;
    int views_;
};

} // namespace limn::training
