#include "training/core/tiled_prediction.h"

#include "training/core/memory_format.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{
namespace
{

/// Half-open range of pixels along one axis of the image.
struct Span
{
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t length() const { return end - begin; }
};

/// One axis of a cell: what it answers for, and what the network reads for it.
struct Axis
{
    Span kept; ///< inside the image
    Span read; ///< may stick out of the image at its far end, up to a whole stride

    Axis(const PredictionGrid& grid, std::int64_t index, std::int64_t extent)
    {
        const std::int64_t stride = SegmentationNetwork::stride;
        const std::int64_t filled = (extent + stride - 1) / stride * stride;
        kept.begin = index * grid.inner();
        kept.end = std::min(kept.begin + grid.inner(), extent);
        // No margin beyond the image, which ends for the network here as it would in one pass over
        // the whole; and no wider read than the margin needs, in whole strides.
        read.begin = std::max<std::int64_t>(kept.begin - grid.margin, 0);
        read.end = std::min((kept.end + grid.margin + stride - 1) / stride * stride, filled);
    }

    Span inside(std::int64_t extent) const { return {read.begin, std::min(read.end, extent)}; }
    std::int64_t margin() const { return kept.begin - read.begin; } ///< before what is kept
};

/// For each position of `read` the position within `inside` that fills it: itself, behind the
/// image's end its mirror image, or, where that falls outside too, the image's last pixel.
torch::Tensor fill(const Span& read, const Span& inside)
{
    torch::Tensor positions = torch::empty({read.length()}, torch::kLong);
    auto* position = positions.mutable_data_ptr<std::int64_t>();
    const std::int64_t last = inside.length() - 1;
    const bool mirrored = read.end - inside.end <= last;
    for (std::int64_t at = 0; at < read.length(); ++at)
        position[at] = at <= last ? at : mirrored ? 2 * last - at : last;
    return positions;
}

torch::Tensor readTile(const Axis& columns, const Axis& rows, const PredictionGrid& grid,
                       const TileSource& source)
{
    const Span x = columns.inside(grid.width);
    const Span y = rows.inside(grid.height);
    torch::Tensor samples = source(x.begin, y.begin, x.length(), y.length());
    if (x.length() != columns.read.length())
        samples = samples.index_select(2, fill(columns.read, x).to(samples.device()));
    if (y.length() != rows.read.length())
        samples = samples.index_select(1, fill(rows.read, y).to(samples.device()));
    return samples;
}

/// Class and confidence of logits [C, h, w].
void decide(const torch::Tensor& logits, CellPrediction& cell)
{
    const auto [highest, index] = logits.max(0);
    // The winning softmax: exp(highest) / sum(exp).
    const torch::Tensor winning = (highest - logits.logsumexp(0)).exp();
    cell.classes = index.to(torch::kByte).to(torch::kCPU);
    cell.confidence = (winning * 255).round().to(torch::kByte).to(torch::kCPU);
}

} // namespace

std::vector<GridCell> cellsIn(const PredictionGrid& grid, std::int64_t x, std::int64_t y,
                              std::int64_t width, std::int64_t height)
{
    const std::int64_t left = std::max<std::int64_t>(x, 0);
    const std::int64_t top = std::max<std::int64_t>(y, 0);
    const std::int64_t right = std::min(x + width, grid.width);
    const std::int64_t bottom = std::min(y + height, grid.height);
    std::vector<GridCell> cells;
    if (left >= right || top >= bottom)
        return cells;
    for (std::int64_t row = top / grid.inner(); row <= (bottom - 1) / grid.inner(); ++row) {
        for (std::int64_t column = left / grid.inner(); column <= (right - 1) / grid.inner();
             ++column)
            cells.push_back({column, row});
    }
    const auto distance = [&](const GridCell& cell) {
        // Twice the distances from middle to middle, so that all stays whole.
        const std::int64_t dx = (2 * cell.column + 1) * grid.inner() - (left + right);
        const std::int64_t dy = (2 * cell.row + 1) * grid.inner() - (top + bottom);
        return dx * dx + dy * dy;
    };
    std::stable_sort(cells.begin(), cells.end(), [&](const GridCell& a, const GridCell& b) {
        return distance(a) < distance(b);
    });
    return cells;
}

TiledPrediction::TiledPrediction(SegmentationNetwork& network, PredictionGrid grid,
                                 torch::Device device, Precision precision)
    : network_(network), grid_(grid), device_(device), precision_(precision)
{
    constexpr int stride = SegmentationNetwork::stride;
    if (grid.tile % stride != 0 || grid.margin % stride != 0 || grid.margin < 0 ||
        grid.tile <= 2 * grid.margin) {
        throw TrainingError("Tiles of " + std::to_string(grid.tile) + " with margins of " +
                            std::to_string(grid.margin) +
                            " pixels cannot be predicted; both must be multiples of " +
                            std::to_string(stride) + " and a tile larger than its two margins.");
    }
    useChannelsLast(network_);
}

std::vector<CellPrediction> TiledPrediction::predict(const std::vector<GridCell>& cells,
                                                     const TileSource& source, bool withSoftmax)
{
    const torch::NoGradGuard noGradient;
    const AutocastScope autocast(device_, precision_);
    network_.eval();
    std::vector<CellPrediction> predictions;
    predictions.reserve(cells.size());
    // One cell at a time: libraries choose their kernels by the batch's size, and other kernels
    // round differently, so that only a batch of one gives a cell the same answer in all company.
    for (const GridCell& cell : cells) {
        const Axis columns(grid_, cell.column, grid_.width);
        const Axis rows(grid_, cell.row, grid_.height);
        const torch::Tensor tile = readTile(columns, rows, grid_, source)
                                       .to(device_)
                                       .unsqueeze(0)
                                       .contiguous(at::MemoryFormat::ChannelsLast);
        const torch::Tensor logits = network_.forward(tile)[0].to(torch::kFloat);

        CellPrediction prediction;
        prediction.cell = cell;
        prediction.x = columns.kept.begin;
        prediction.y = rows.kept.begin;
        const torch::Tensor kept = logits.narrow(1, rows.margin(), rows.kept.length())
                                       .narrow(2, columns.margin(), columns.kept.length());
        decide(kept, prediction);
        if (withSoftmax)
            prediction.softmax = kept.softmax(0).to(torch::kCPU);
        predictions.push_back(std::move(prediction));
    }
    return predictions;
}

} // namespace limn::training
