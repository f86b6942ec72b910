// How far a metric might lie elsewhere, had other images been drawn: percentile bootstrap (Efron,
// Tibshirani 1993) over images, or over blocks of a few. Plain values.
#pragma once

#include "training/core/confusion_matrix.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace limn::training
{

/// Counts of one image or block; what is 0 is left out, since most of it is.
struct SparseCounts
{
    struct Entry
    {
        std::uint8_t reference = 0;
        std::uint8_t predicted = 0;
        std::int64_t count = 0;
    };
    std::vector<Entry> entries;

    explicit SparseCounts(const ConfusionMatrix& confusion);
};

using Interval = std::pair<double, double>; ///< NaN, NaN where it cannot be told

struct Intervals
{
    int resamples = 0;
    int units = 0; ///< images or blocks
    Interval meanIou;
    Interval pixelAccuracy;
    std::vector<Interval> iou; ///< by class
};

/// 95 % intervals; the same units give the same intervals again. Fewer than two units: none.
Intervals bootstrapIntervals(const std::vector<SparseCounts>& units, int classes);

} // namespace limn::training
