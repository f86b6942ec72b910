#include "training/patch_reader.h"

#include <algorithm>

namespace limn::training
{

namespace
{

/// Mirrors an index into 0..n-1 about the first and last sample.
int reflected(int i, int n)
{
    if (n == 1)
        return 0;
    const int period = 2 * (n - 1);
    i %= period;
    if (i < 0)
        i += period;
    return i < n ? i : period - i;
}

/// The smallest range of image columns (or rows) that mirroring `first .. first + length` needs.
std::pair<int, int> sourceRange(int first, int length, int n)
{
    int low = n;
    int high = 0;
    for (int i = first; i < first + length; ++i) {
        const int at = reflected(i, n);
        low = std::min(low, at);
        high = std::max(high, at + 1);
    }
    return {low, high};
}

} // namespace

void readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                    const raster::PixelRect& window, float* out)
{
    const raster::PixelSize size = raster.size();
    const raster::PixelRect bounds = raster.bounds();
    if (window.intersected(bounds) == window) {
        scaling.apply(raster.read(window), out);
        return;
    }
    const auto [left, right] = sourceRange(window.x, window.width, size.width);
    const auto [top, bottom] = sourceRange(window.y, window.height, size.height);
    const raster::PixelRect source{left, top, right - left, bottom - top};
    const raster::PixelBlock block = raster.read(source);
    std::vector<float> samples(static_cast<std::size_t>(block.bands) * source.width *
                               source.height);
    scaling.apply(block, samples.data());
    for (int b = 0; b < block.bands; ++b)
        for (int y = 0; y < window.height; ++y) {
            const int row = reflected(window.y + y, size.height) - top;
            const float* from =
                samples.data() + (static_cast<std::size_t>(b) * source.height + row) * source.width;
            float* to = out + (static_cast<std::size_t>(b) * window.height + y) * window.width;
            for (int x = 0; x < window.width; ++x)
                to[x] = from[reflected(window.x + x, size.width) - left];
        }
}

torch::Tensor readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                             const raster::PixelRect& window)
{
    torch::Tensor tensor =
        torch::empty({raster.bandCount(), window.height, window.width}, torch::kFloat32);
    readNormalised(raster, scaling, window, tensor.data_ptr<float>());
    return tensor;
}

void readTargets(const TrainingImage& image, const ClassIndex& classes, const SplitChoice& split,
                 annotation::Split wanted, const raster::PixelRect& window,
                 const raster::PixelRect& within, std::int64_t* out)
{
    const std::size_t count = static_cast<std::size_t>(window.width) * window.height;
    std::fill(out, out + count, ignored);
    const raster::PixelRect area = window.intersected(within).intersected(image.raster->bounds());
    if (area.isEmpty())
        return;
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(area.width) * area.height);
    image.labels->read(area, labels);
    // The split is constant on blocks, so it is asked for once a block and row of blocks.
    const int block = split.rule.byImage ? annotation::maskTileSize : split.rule.blockSize;
    const int firstColumn = area.x / block;
    std::vector<char> belongs((area.right() - 1) / block - firstColumn + 1);
    int blockRow = -1;
    for (int y = area.y; y < area.bottom(); ++y) {
        if (y / block != blockRow) {
            blockRow = y / block;
            for (std::size_t c = 0; c < belongs.size(); ++c)
                belongs[c] = split.at(image.record, (firstColumn + static_cast<int>(c)) * block,
                                      blockRow * block) == wanted;
        }
        const std::uint8_t* from =
            labels.data() + static_cast<std::size_t>(y - area.y) * area.width;
        std::int64_t* to = out + static_cast<std::size_t>(y - window.y) * window.width;
        for (int x = area.x; x < area.right(); ++x)
            if (belongs[x / block - firstColumn])
                to[x - window.x] = classes.index(from[x - area.x]);
    }
}

} // namespace limn::training
