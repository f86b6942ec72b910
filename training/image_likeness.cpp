#include "training/image_likeness.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>

namespace limn::training
{

namespace
{

constexpr int likenessSide = 32;
constexpr int lowFrequencies = 8; ///< a side of the transform's corner that makes the hash
constexpr int pieceSide = 8;      ///< pixels that stand for a part of a large image
/// About a second of reading.
constexpr std::int64_t mostRead = 64'000'000;
/// Of 63 bits; those of different pictures differ in about half.
constexpr int mostDifferentBits = 8;
constexpr double leastCorrelation = 0.97;

std::vector<int> allBands(const raster::Raster& raster)
{
    std::vector<int> bands(static_cast<std::size_t>(raster.bandCount()));
    std::iota(bands.begin(), bands.end(), 0);
    return bands;
}

/// The mean of a small piece in the middle of every 32nd part, each way.
raster::PixelBlock sampled(const raster::Raster& raster)
{
    const raster::PixelSize size = raster.size();
    const std::vector<int> bands = allBands(raster);
    raster::PixelBlock block;
    block.width = block.height = likenessSide;
    block.bands = raster.bandCount();
    constexpr std::size_t pixels = likenessSide * likenessSide;
    block.samples.resize(pixels * bands.size());
    block.valid.resize(pixels);
    for (int y = 0; y < likenessSide; ++y)
        for (int x = 0; x < likenessSide; ++x) {
            const auto middle = [](int part, int length) {
                return static_cast<int>((part + 0.5) * length / likenessSide);
            };
            const raster::PixelRect piece{middle(x, size.width), middle(y, size.height), pieceSide,
                                          pieceSide};
            const raster::PixelBlock one =
                raster.read(piece, {1, 1}, bands, raster::Resampling::Average);
            const std::size_t at = static_cast<std::size_t>(y) * likenessSide + x;
            block.valid[at] = one.valid[0];
            for (std::size_t b = 0; b < bands.size(); ++b)
                block.samples[b * pixels + at] = one.samples[b];
        }
    return block;
}

raster::PixelBlock reducedCopy(const raster::Raster& raster)
{
    if (!isQuicklyReduced(raster, likenessSide))
        return sampled(raster);
    const std::vector<int> bands = allBands(raster);
    return raster.read(raster.bounds(), {likenessSide, likenessSide}, bands,
                       raster::Resampling::Average);
}

/// To mean 0 and deviation 1 over the valid samples, the others 0; false where all are the same.
bool standardise(std::vector<float>& values, const std::vector<std::uint8_t>& valid)
{
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (valid[i] != 0) {
            sum += values[i];
            squares += static_cast<double>(values[i]) * values[i];
            ++count;
        }
    if (count == 0)
        return false;
    const double mean = sum / count;
    const double deviation = std::sqrt(std::max(0.0, squares / count - mean * mean));
    if (deviation <= 1e-6 * std::max(1.0, std::abs(mean)))
        return false;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = valid[i] != 0 ? static_cast<float>((values[i] - mean) / deviation) : 0;
    return true;
}

std::uint64_t perceptualHash(const std::vector<float>& picture)
{
    cv::Mat copy(likenessSide, likenessSide, CV_32F);
    std::copy(picture.begin(), picture.end(), copy.begin<float>());
    cv::Mat frequencies;
    cv::dct(copy, frequencies);
    std::vector<float> low; // without the mean
    for (int y = 0; y < lowFrequencies; ++y)
        for (int x = y == 0 ? 1 : 0; x < lowFrequencies; ++x)
            low.push_back(frequencies.at<float>(y, x));
    std::vector<float> sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
    const float median = sorted[sorted.size() / 2];
    std::uint64_t hash = 0;
    for (const float value : low)
        hash = hash << 1 | (value > median ? 1 : 0);
    return hash;
}

} // namespace

bool isQuicklyReduced(const raster::Raster& raster, int side)
{
    const auto pixels = [](const raster::PixelSize& size) {
        return static_cast<std::int64_t>(size.width) * size.height;
    };
    std::int64_t fewest = pixels(raster.size());
    for (const raster::PixelSize& overview : raster.info().overviews)
        if (std::max(overview.width, overview.height) >= side)
            fewest = std::min(fewest, pixels(overview));
    return fewest <= mostRead;
}

Likeness likenessOf(const raster::Raster& raster)
{
    const raster::PixelBlock block = reducedCopy(raster);
    const std::size_t pixels = block.valid.size();
    std::vector<float> sum(pixels);
    bool varies = false;
    for (int b = 0; b < block.bands; ++b) {
        const auto first = block.samples.begin() + static_cast<std::ptrdiff_t>(b * pixels);
        std::vector<float> band(first, first + static_cast<std::ptrdiff_t>(pixels));
        if (!standardise(band, block.valid))
            continue;
        varies = true;
        std::transform(sum.begin(), sum.end(), band.begin(), sum.begin(), std::plus<>());
    }
    Likeness likeness;
    likeness.blank = !varies;
    // Bands that are each other's opposite leave nothing to compare.
    if (likeness.blank || !standardise(sum, block.valid))
        return likeness;
    likeness.hash = perceptualHash(sum);
    likeness.picture = std::move(sum);
    return likeness;
}

bool isAlike(const Likeness& a, const Likeness& b)
{
    if (a.picture.empty() || b.picture.empty() ||
        std::popcount(a.hash ^ b.hash) > mostDifferentBits)
        return false;
    const double product =
        std::inner_product(a.picture.begin(), a.picture.end(), b.picture.begin(), 0.0);
    return product >= leastCorrelation * static_cast<double>(a.picture.size());
}

} // namespace limn::training
