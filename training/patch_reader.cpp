#include "training/patch_reader.h"

#include <algorithm>
#include <array>
#include <numeric>

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

/// Image pixels of a window in working pixels, the image's end aside.
raster::PixelRect enlarged(const raster::PixelRect& window, int reduction)
{
    return {window.x * reduction, window.y * reduction, window.width * reduction,
            window.height * reduction};
}

/// Means of the block's valid pixels by squares of `reduction`, the last ones cut by its end.
raster::PixelBlock averaged(const raster::PixelBlock& block, int reduction)
{
    raster::PixelBlock result;
    const raster::PixelSize size = reducedSize({block.width, block.height}, reduction);
    result.width = size.width;
    result.height = size.height;
    result.bands = block.bands;
    result.valid.resize(static_cast<std::size_t>(size.width) * size.height);
    result.samples.resize(result.valid.size() * block.bands);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int right = std::min((x + 1) * reduction, block.width);
            const int bottom = std::min((y + 1) * reduction, block.height);
            const std::size_t at = static_cast<std::size_t>(y) * size.width + x;
            for (int b = 0; b < block.bands; ++b) {
                double sum = 0;
                int count = 0;
                for (int v = y * reduction; v < bottom; ++v)
                    for (int u = x * reduction; u < right; ++u)
                        if (block.isValid(u, v)) {
                            sum += block.sample(b, u, v);
                            ++count;
                        }
                if (count == 0)
                    continue;
                result.valid[at] = 1;
                result.samples[static_cast<std::size_t>(b) * result.valid.size() + at] =
                    static_cast<float>(sum / count);
            }
        }
    return result;
}

/// The most frequent label of an area of labels; 0 where more than half is unlabelled.
std::uint8_t majority(const std::vector<std::uint8_t>& labels, int width,
                      const raster::PixelRect& area)
{
    std::array<std::pair<std::uint8_t, int>, 16> counts{}; // largest reduction is 4
    std::size_t kinds = 0;
    int labelled = 0;
    for (int y = area.y; y < area.bottom(); ++y)
        for (int x = area.x; x < area.right(); ++x) {
            const std::uint8_t label = labels[static_cast<std::size_t>(y) * width + x];
            if (label == annotation::unlabelled)
                continue;
            ++labelled;
            std::size_t kind = 0;
            while (kind < kinds && counts[kind].first != label)
                ++kind;
            if (kind == kinds)
                counts[kinds++] = {label, 0};
            ++counts[kind].second;
        }
    if (2 * labelled < area.width * area.height)
        return annotation::unlabelled;
    const auto most =
        std::max_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(kinds),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most->first;
}

/// Labels of an area in working pixels.
std::vector<std::uint8_t> readLabels(const TrainingImage& image, const raster::PixelRect& area,
                                     int reduction)
{
    const raster::PixelRect source = enlarged(area, reduction).intersected(image.raster->bounds());
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(source.width) * source.height);
    image.labels->read(source, labels);
    if (reduction == 1)
        return labels;
    std::vector<std::uint8_t> reduced(static_cast<std::size_t>(area.width) * area.height);
    const raster::PixelRect whole{0, 0, source.width, source.height};
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x)
            reduced[static_cast<std::size_t>(y) * area.width + x] = majority(
                labels, source.width,
                raster::PixelRect{x * reduction, y * reduction, reduction, reduction}.intersected(
                    whole));
    return reduced;
}

} // namespace

raster::PixelSize reducedSize(raster::PixelSize size, int reduction)
{
    return {(size.width + reduction - 1) / reduction, (size.height + reduction - 1) / reduction};
}

raster::PixelBlock readReduced(const raster::Raster& raster, const raster::PixelRect& window,
                               int reduction)
{
    if (reduction == 1)
        return raster.read(window);
    const raster::PixelRect source = enlarged(window, reduction);
    const raster::PixelRect inside = source.intersected(raster.bounds());
    // The last pixels are cut: GDAL knows no squares of several sizes.
    if (inside != source)
        return averaged(raster.read(inside), reduction);
    std::vector<int> bands(static_cast<std::size_t>(raster.bandCount()));
    std::iota(bands.begin(), bands.end(), 0);
    return raster.read(source, {window.width, window.height}, bands, raster::Resampling::Average);
}

void readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                    const raster::PixelRect& window, int reduction, float* out)
{
    const raster::PixelSize size = reducedSize(raster.size(), reduction);
    const raster::PixelRect bounds{0, 0, size.width, size.height};
    if (window.intersected(bounds) == window) {
        scaling.apply(readReduced(raster, window, reduction), out);
        return;
    }
    const auto [left, right] = sourceRange(window.x, window.width, size.width);
    const auto [top, bottom] = sourceRange(window.y, window.height, size.height);
    const raster::PixelRect source{left, top, right - left, bottom - top};
    const raster::PixelBlock block = readReduced(raster, source, reduction);
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
                             const raster::PixelRect& window, int reduction)
{
    torch::Tensor tensor =
        torch::empty({raster.bandCount(), window.height, window.width}, torch::kFloat32);
    readNormalised(raster, scaling, window, reduction, tensor.data_ptr<float>());
    return tensor;
}

void readTargets(const TrainingImage& image, const ClassIndex& classes, const SplitChoice& split,
                 annotation::Split wanted, const raster::PixelRect& window,
                 const raster::PixelRect& within, int reduction, std::int64_t* out)
{
    const std::size_t count = static_cast<std::size_t>(window.width) * window.height;
    std::fill(out, out + count, ignored);
    const raster::PixelSize size = reducedSize(image.raster->size(), reduction);
    const raster::PixelRect area =
        window.intersected(within).intersected({0, 0, size.width, size.height});
    if (area.isEmpty())
        return;
    const std::vector<std::uint8_t> labels = readLabels(image, area, reduction);
    // The split is constant on blocks, whose sides are whole working pixels, so it is asked for
    // once a block and row of blocks.
    const int block = std::max(
        1, (split.rule.byImage ? annotation::maskTileSize : split.rule.blockSize) / reduction);
    const int firstColumn = area.x / block;
    std::vector<char> belongs((area.right() - 1) / block - firstColumn + 1);
    int blockRow = -1;
    for (int y = area.y; y < area.bottom(); ++y) {
        if (y / block != blockRow) {
            blockRow = y / block;
            for (std::size_t c = 0; c < belongs.size(); ++c)
                belongs[c] =
                    split.at(image.record, (firstColumn + static_cast<int>(c)) * block * reduction,
                             blockRow * block * reduction) == wanted;
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
