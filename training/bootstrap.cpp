#include "training/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace limn::training
{

namespace
{

constexpr int bootstrapResamples = 1000;
constexpr double tail = 0.025; // on either side

Interval percentiles(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return std::isnan(value); });
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (values.empty())
        return {none, none};
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        const double rank = share * static_cast<double>(values.size() - 1);
        const auto low = static_cast<std::size_t>(rank);
        const std::size_t high = std::min(low + 1, values.size() - 1);
        return values[low] + (values[high] - values[low]) * (rank - static_cast<double>(low));
    };
    return {at(tail), at(1 - tail)};
}

} // namespace

SparseCounts::SparseCounts(const ConfusionMatrix& confusion)
{
    for (int reference = 0; reference < confusion.classes(); ++reference)
        for (int predicted = 0; predicted < confusion.classes(); ++predicted)
            if (const std::int64_t count = confusion.at(reference, predicted); count > 0)
                entries.push_back({static_cast<std::uint8_t>(reference),
                                   static_cast<std::uint8_t>(predicted), count});
}

Intervals bootstrapIntervals(const std::vector<SparseCounts>& units, int classes)
{
    Intervals result;
    result.units = static_cast<int>(units.size());
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    result.meanIou = result.pixelAccuracy = {none, none};
    result.iou.assign(classes, {none, none});
    if (units.size() < 2)
        return result;
    result.resamples = bootstrapResamples;
    std::mt19937_64 random(1979);
    std::vector<double> meanIou;
    std::vector<double> accuracy;
    std::vector<std::vector<double>> iou(classes);
    for (int n = 0; n < bootstrapResamples; ++n) {
        ConfusionMatrix confusion(classes);
        for (std::size_t i = 0; i < units.size(); ++i)
            for (const SparseCounts::Entry& entry : units[random() % units.size()].entries)
                confusion.add(entry.reference, entry.predicted, entry.count);
        meanIou.push_back(confusion.meanIou());
        accuracy.push_back(confusion.pixelAccuracy());
        for (int c = 0; c < classes; ++c)
            iou[c].push_back(confusion.iou(c));
    }
    result.meanIou = percentiles(std::move(meanIou));
    result.pixelAccuracy = percentiles(std::move(accuracy));
    for (int c = 0; c < classes; ++c)
        result.iou[c] = percentiles(std::move(iou[c]));
    return result;
}

} // namespace limn::training
