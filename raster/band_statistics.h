// How the samples of one band are spread: a histogram, percentiles, mean and deviation, and the
// stretches that follow from them. Plain values once made; making them reads the file. Any thread.
#pragma once

#include "raster/display.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limn::raster
{

class BandStatistics
{
public:
    static constexpr int mostBins = 256;

    BandStatistics() = default; ///< of no samples
    /// From a reduced read (about 1000 x 1000 valid samples) of `window`, or of the whole image
    /// when it is empty. Throws RasterError when reading fails.
    static BandStatistics of(const Raster& raster, int band, const PixelRect& window = {});
    /// Of these samples; all must be finite.
    explicit BandStatistics(std::vector<float> samples);

    std::size_t count() const { return count_; } ///< samples looked at
    double least() const { return percentile(0); }
    double most() const { return percentile(100); }
    double mean() const { return mean_; }
    double deviation() const { return deviation_; } ///< standard deviation
    /// 0..100, exact at every tenth of a per cent; 0 without samples.
    double percentile(double percent) const;

    /// Samples in equal bins from histogramLow() to histogramHigh(), where nearly all of them lie;
    /// the few beyond count in the outer bins. Whole numbers get bins of whole numbers, so that no
    /// bin has more of them than its neighbour. Empty without samples.
    const std::vector<std::uint32_t>& histogram() const { return histogram_; }
    double histogramLow() const { return histogramLow_; }
    double histogramHigh() const { return histogramHigh_; }

    /// As percentileStretch() of display.h.
    BandStretch percentileStretch(double lowPercent, double highPercent) const;
    /// The mean less and plus so many standard deviations; [value, value + 1] of a constant band.
    BandStretch deviationStretch(double deviations) const;

private:
    std::size_t count_ = 0;
    double mean_ = 0;
    double deviation_ = 0;
    std::vector<float> permilles_; ///< 1001, or none without samples
    std::vector<std::uint32_t> histogram_;
    double histogramLow_ = 0;
    double histogramHigh_ = 1;
};

} // namespace limn::raster
