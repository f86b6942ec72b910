#include "raster/band_statistics.h"

#include "raster/band_samples.h"

#include <algorithm>
#include <cmath>

namespace limn::raster
{

namespace
{

constexpr int permilles = 1000;
/// Beyond these, single outliers would squeeze the histogram into a few bins.
constexpr double histogramFrom = 0.1;
constexpr double histogramTo = 99.9;
constexpr double histogramMargin = 0.05;

} // namespace

BandStatistics BandStatistics::of(const Raster& raster, int band, const PixelRect& window)
{
    const PixelRect area = window.isEmpty() ? raster.bounds() : window.intersected(raster.bounds());
    return area.isEmpty() ? BandStatistics() : BandStatistics(bandSamples(raster, band, area));
}

BandStatistics::BandStatistics(std::vector<float> samples) : count_(samples.size())
{
    if (samples.empty())
        return;
    std::sort(samples.begin(), samples.end());
    double sum = 0;
    for (const float sample : samples)
        sum += sample;
    mean_ = sum / static_cast<double>(count_);
    double squares = 0;
    for (const float sample : samples)
        squares += (sample - mean_) * (sample - mean_);
    deviation_ = std::sqrt(squares / static_cast<double>(count_));
    permilles_.reserve(permilles + 1);
    for (int i = 0; i <= permilles; ++i) {
        const double place = static_cast<double>(i) / permilles * static_cast<double>(count_ - 1);
        permilles_.push_back(samples[static_cast<std::size_t>(std::lround(place))]);
    }

    histogramLow_ = percentile(histogramFrom);
    histogramHigh_ = percentile(histogramTo);
    const double margin = (histogramHigh_ - histogramLow_) * histogramMargin;
    histogramLow_ = std::max(least(), histogramLow_ - margin);
    histogramHigh_ = std::min(most(), histogramHigh_ + margin);
    if (!(histogramHigh_ > histogramLow_)) {
        histogramLow_ = least();
        histogramHigh_ = most() > least() ? most() : least() + 1;
    }
    std::size_t bins = mostBins;
    const bool whole = std::all_of(samples.begin(), samples.end(),
                                   [](float sample) { return sample == std::floor(sample); });
    if (whole) {
        histogramLow_ = std::floor(histogramLow_);
        const double values = std::floor(histogramHigh_) - histogramLow_ + 1;
        const double step = std::ceil(values / mostBins);
        bins = static_cast<std::size_t>(std::ceil(values / step));
        histogramHigh_ = histogramLow_ + step * static_cast<double>(bins);
    }
    histogram_.resize(bins);
    const double last = static_cast<double>(bins) - 1;
    const double factor = static_cast<double>(bins) / (histogramHigh_ - histogramLow_);
    for (const float sample : samples) {
        const double bin = std::clamp((sample - histogramLow_) * factor, 0.0, last);
        ++histogram_[static_cast<std::size_t>(bin)];
    }
}

double BandStatistics::percentile(double percent) const
{
    if (permilles_.empty())
        return 0;
    const double place = std::clamp(percent, 0.0, 100.0) / 100 * permilles;
    return permilles_[static_cast<std::size_t>(std::lround(place))];
}

BandStretch BandStatistics::percentileStretch(double lowPercent, double highPercent) const
{
    if (permilles_.empty())
        return {};
    const double low = percentile(lowPercent);
    const double high = percentile(highPercent);
    if (high > low)
        return {low, high, 1};
    if (most() > least())
        return {least(), most(), 1};
    return {least(), least() + 1, 1};
}

BandStretch BandStatistics::deviationStretch(double deviations) const
{
    if (permilles_.empty())
        return {};
    const double reach = deviations * deviation_;
    return reach > 0 ? BandStretch{mean_ - reach, mean_ + reach, 1}
                     : BandStretch{mean_, mean_ + 1, 1};
}

} // namespace limn::raster
