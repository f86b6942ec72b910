#include "raster/mean_reduction.h"

#include "raster/overview_builder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace limn::raster
{

namespace
{

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

bool isReal(SampleType type)
{
    return type == SampleType::Float32 || type == SampleType::Float64;
}

} // namespace

MeanReduction::MeanReduction(const RasterInfo& source)
    : bands_(static_cast<int>(source.bands.size())), type_(source.bands.front().type)
{
    const BandInfo& first = source.bands.front();
    const bool alike = std::all_of(source.bands.begin(), source.bands.end(), [&](const auto& band) {
        return band.type == first.type && band.nodata == first.nodata;
    });
    const bool anyNodata = std::any_of(source.bands.begin(), source.bands.end(),
                                       [](const auto& band) { return band.nodata.has_value(); });
    bandByBand_ = anyNodata && bands_ > 1;
    // float32 holds a mean of anything, and NaN says what is missing in whichever band.
    if (!alike || isReal(type_) || (anyNodata && std::isnan(*first.nodata))) {
        type_ = SampleType::Float32;
        nodata_ = notANumber;
        missing_ = notANumber;
        return;
    }
    if (first.nodata) {
        nodata_ = first.nodata;
        missing_ = static_cast<float>(*first.nodata);
    }
    alpha_ = source.masked && !anyNodata;
}

void MeanReduction::append(const PixelBlock& block, PixelSize part,
                           std::vector<float>& samples) const
{
    const bool whole = std::all_of(block.valid.begin(), block.valid.end(),
                                   [](std::uint8_t valid) { return valid != 0; });
    std::vector<float> sums(part.width);
    std::vector<int> counts(part.width);
    for (int band = 0; band < block.bands; ++band)
        for (int y = 0; y < part.height; ++y) {
            std::fill(sums.begin(), sums.end(), 0.f);
            std::fill(counts.begin(), counts.end(), 0);
            const int lastRow = std::min((y + 1) * overviewStep, block.height);
            for (int row = y * overviewStep; row < lastRow; ++row) {
                const std::size_t line = static_cast<std::size_t>(row) * block.width;
                const float* from = block.samples.data() +
                                    static_cast<std::size_t>(band) * block.valid.size() + line;
                const std::uint8_t* valid = block.valid.data() + line;
                const int wholeCells = block.width / overviewStep;
                for (int x = 0; x < wholeCells; ++x, from += overviewStep, valid += overviewStep) {
                    sums[x] += (from[0] + from[1]) + (from[2] + from[3]);
                    counts[x] += whole ? overviewStep : valid[0] + valid[1] + valid[2] + valid[3];
                }
                for (int x = wholeCells * overviewStep; x < block.width; ++x, ++from, ++valid) {
                    sums[wholeCells] += *from;
                    counts[wholeCells] += *valid;
                }
            }
            // Samples of invalid pixels are 0, so that they add nothing.
            for (int x = 0; x < part.width; ++x)
                samples.push_back(counts[x] > 0 ? sums[x] / static_cast<float>(counts[x])
                                                : missing_);
        }
}

std::vector<float> MeanReduction::read(const Raster& source, const PixelRect& part) const
{
    static_assert(overviewStep == 4, "the sums above are of four");
    const PixelRect window = PixelRect{part.x * overviewStep, part.y * overviewStep,
                                       part.width * overviewStep, part.height * overviewStep}
                                 .intersected(source.bounds());
    const PixelSize size{window.width, window.height};
    const PixelSize out{part.width, part.height};
    std::vector<float> samples;
    samples.reserve(static_cast<std::size_t>(part.width) * part.height * storedBands());
    std::vector<std::uint8_t> valid(static_cast<std::size_t>(part.width) * part.height);
    const auto take = [&](const PixelBlock& block) {
        append(block, out, samples);
        if (!alpha_)
            return;
        for (int y = 0; y < block.height; ++y)
            for (int x = 0; x < block.width; ++x)
                valid[static_cast<std::size_t>(y / overviewStep) * part.width + x / overviewStep] |=
                    block.valid[static_cast<std::size_t>(y) * block.width + x];
    };
    if (bandByBand_) {
        for (int band = 0; band < bands_; ++band)
            take(source.read(window, size, std::array{band}));
    } else {
        std::vector<int> all(bands_);
        std::iota(all.begin(), all.end(), 0);
        take(source.read(window, size, all));
    }
    if (alpha_)
        std::transform(valid.begin(), valid.end(), std::back_inserter(samples),
                       [](std::uint8_t any) { return any ? 255.f : 0.f; });
    return samples;
}

std::vector<float> MeanReduction::stored(const PixelBlock& block) const
{
    std::vector<float> samples = block.samples;
    const std::size_t plane = block.valid.size();
    if (nodata_)
        for (int band = 0; band < block.bands; ++band)
            for (std::size_t i = 0; i < plane; ++i)
                if (!block.valid[i])
                    samples[band * plane + i] = missing_;
    if (alpha_)
        std::transform(block.valid.begin(), block.valid.end(), std::back_inserter(samples),
                       [](std::uint8_t valid) { return valid ? 255.f : 0.f; });
    return samples;
}

} // namespace limn::raster
