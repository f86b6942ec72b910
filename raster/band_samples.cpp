#include "raster/band_samples.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::raster
{

namespace
{

constexpr int sampleSide = 1000;
/// Above this many source pixels a sample, reading the whole image takes too long.
constexpr double sparseReduction = 64;

void appendValid(const PixelBlock& block, std::vector<float>& values)
{
    for (std::size_t i = 0; i < block.valid.size(); ++i)
        if (block.valid[i])
            values.push_back(block.samples[i]);
}

/// Small full-resolution windows spread evenly, for an image without overviews that is too large
/// to be read as a whole.
std::vector<float> scatteredSamples(const Raster& raster, int band, const PixelRect& window)
{
    constexpr int across = 8;
    constexpr int side = sampleSide / across;
    std::vector<float> values;
    for (int row = 0; row < across; ++row)
        for (int column = 0; column < across; ++column) {
            const auto place = [](int begin, int length, int index) {
                const double centre = (index + 0.5) / across * length;
                return begin + static_cast<int>(std::max(0.0, centre - side / 2.0));
            };
            const PixelRect patch =
                window.intersected({place(window.x, window.width, column),
                                    place(window.y, window.height, row), side, side});
            appendValid(raster.read(patch, {patch.width, patch.height}, std::array{band}), values);
        }
    return values;
}

} // namespace

std::vector<float> bandSamples(const Raster& raster, int band, const PixelRect& window)
{
    const double reduction =
        std::max({1.0, window.width / double{sampleSide}, window.height / double{sampleSide}});
    const auto reduced = [reduction](int length) {
        return std::max(1, static_cast<int>(std::lround(length / reduction)));
    };
    double best = 1;
    for (const PixelSize& overview : raster.info().overviews) {
        const double factor = static_cast<double>(raster.size().width) / overview.width;
        if (factor <= reduction * 1.2)
            best = std::max(best, factor);
    }
    const double beyondOverviews = reduction / best;
    if (beyondOverviews * beyondOverviews > sparseReduction)
        return scatteredSamples(raster, band, window);
    std::vector<float> values;
    appendValid(
        raster.read(window, {reduced(window.width), reduced(window.height)}, std::array{band}),
        values);
    return values;
}

} // namespace limn::raster
