#include "training/core/tiled_prediction.h"

#include "training/core/memory_format.h"
#include "training/core/views.h"

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
    Span kept;  ///< inside the image; working pixels
    Span read;  ///< may stick out of the image at its far end, up to a whole stride
    Span image; ///< image pixels of what is kept
    std::int64_t extent;

    Axis(const PredictionGrid& grid, std::int64_t index, std::int64_t imageExtent)
        : extent((imageExtent + grid.reduction - 1) / grid.reduction)
    {
        const std::int64_t stride = SegmentationNetwork::stride;
        const std::int64_t filled = (extent + stride - 1) / stride * stride;
        const std::int64_t inner = grid.inner() / grid.reduction;
        kept.begin = index * inner;
        kept.end = std::min(kept.begin + inner, extent);
        image.begin = kept.begin * grid.reduction;
        image.end = std::min(kept.end * grid.reduction, imageExtent);
        // No margin beyond the image, which ends for the network here as it would in one pass over
        // the whole; and no wider read than the margin needs, in whole strides.
        read.begin = std::max<std::int64_t>(kept.begin - grid.margin, 0);
        read.end = std::min((kept.end + grid.margin + stride - 1) / stride * stride, filled);
    }

    Span inside() const { return {read.begin, std::min(read.end, extent)}; }
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

torch::Tensor readTile(const Axis& columns, const Axis& rows, const TileSource& source)
{
    const Span x = columns.inside();
    const Span y = rows.inside();
    torch::Tensor samples = source(x.begin, y.begin, x.length(), y.length());
    if (x.length() != columns.read.length())
        samples = samples.index_select(2, fill(columns.read, x).to(samples.device()));
    if (y.length() != rows.read.length())
        samples = samples.index_select(1, fill(rows.read, y).to(samples.device()));
    return samples;
}

/// Logits of about so many values are brought to the image's resolution at once.
constexpr std::int64_t valuesAtOnce = std::int64_t{1} << 24;

/// The working pixels [begin, end) of a tile that image pixels of its kept part are made of: their
/// own, and a neighbour at each side where the tile has one.
Span madeOf(const Axis& axis, std::int64_t first, std::int64_t count, int reduction,
            std::int64_t size)
{
    const std::int64_t begin = axis.margin() + first / reduction - 1;
    const std::int64_t end = axis.margin() + (first + count - 1) / reduction + 2;
    return {std::max<std::int64_t>(begin, 0), std::min(end, size)};
}

/// `count` image rows, from the kept part's row `first` on, of a tile's logits [C, h, w]: bilinear
/// between the middles of working pixels, those of the margin too, so that cells fit together.
torch::Tensor enlargedRows(const torch::Tensor& logits, const Axis& columns, const Axis& rows,
                           int reduction, std::int64_t first, std::int64_t count)
{
    const std::int64_t width = columns.image.length();
    const Span y = madeOf(rows, first, count, reduction, logits.size(1));
    const Span x = madeOf(columns, 0, width, reduction, logits.size(2));
    const torch::Tensor part =
        logits.narrow(1, y.begin, y.length()).narrow(2, x.begin, x.length()).unsqueeze(0);
    const torch::Tensor large = torch::upsample_bilinear2d(
        part, {y.length() * reduction, x.length() * reduction}, /*align_corners=*/false)[0];
    return large.narrow(1, (rows.margin() - y.begin) * reduction + first, count)
        .narrow(2, (columns.margin() - x.begin) * reduction, width);
}

/// What the kept logits of a cell say, given piece by piece from the top down.
class Decisions
{
public:
    /// [C, h, w]
    void add(const torch::Tensor& logits, bool withSoftmax)
    {
        const auto [highest, index] = logits.max(0);
        // The winning softmax: exp(highest) / sum(exp).
        const torch::Tensor winning = (highest - logits.logsumexp(0)).exp();
        classes_.push_back(index.to(torch::kByte).to(torch::kCPU));
        confidence_.push_back((winning * 255).round().to(torch::kByte).to(torch::kCPU));
        if (withSoftmax)
            softmax_.push_back(logits.softmax(0).to(torch::kCPU));
    }

    void giveTo(CellPrediction& cell) const
    {
        cell.classes = joined(classes_, 0);
        cell.confidence = joined(confidence_, 0);
        if (!softmax_.empty())
            cell.softmax = joined(softmax_, 1);
    }

private:
    static torch::Tensor joined(const std::vector<torch::Tensor>& pieces, std::int64_t axis)
    {
        return pieces.size() == 1 ? pieces.front() : torch::cat(pieces, axis);
    }

    std::vector<torch::Tensor> classes_;
    std::vector<torch::Tensor> confidence_;
    std::vector<torch::Tensor> softmax_;
};

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
                                 torch::Device device, Precision precision, int views)
    : network_(network), grid_(grid), device_(device), precision_(precision), views_(views)
{
    constexpr int stride = SegmentationNetwork::stride;
    if (grid.reduction < 1)
        throw TrainingError("There is no working resolution of 1 / " +
                            std::to_string(grid.reduction) + ": use 1, 2 or 4.");
    if (!isNumberOfViews(views))
        throw TrainingError("An image cannot be looked at in " + std::to_string(views) +
                            " positions: use 1, 2, 4 or 8.");
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
        const torch::Tensor tile = readTile(columns, rows, source)
                                       .to(device_)
                                       .unsqueeze(0)
                                       .contiguous(at::MemoryFormat::ChannelsLast);
        const torch::Tensor logits = logitsOfViews(network_, tile, views_);

        CellPrediction prediction;
        prediction.cell = cell;
        prediction.x = columns.image.begin;
        prediction.y = rows.image.begin;
        Decisions decisions;
        if (grid_.reduction == 1) {
            decisions.add(logits.narrow(1, rows.margin(), rows.kept.length())
                              .narrow(2, columns.margin(), columns.kept.length()),
                          withSoftmax);
        } else {
            const std::int64_t height = rows.image.length();
            const std::int64_t step = std::max<std::int64_t>(
                grid_.reduction, valuesAtOnce / (logits.size(0) * columns.image.length()));
            for (std::int64_t row = 0; row < height; row += step)
                decisions.add(enlargedRows(logits, columns, rows, grid_.reduction, row,
                                           std::min(step, height - row)),
                              withSoftmax);
        }
        decisions.giveTo(prediction);
        predictions.push_back(std::move(prediction));
    }
    return predictions;
}

} // namespace limn::training
