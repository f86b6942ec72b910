// Which validation was the best, where few held-back pixels let single ones jump. Pure.
#pragma once

#include <vector>

namespace limn::training
{

/// Scores of validations in their order. One counts as much as the median of itself and the two
/// before it (the mean of the first two), so that neither a lucky nor an unlucky one decides; of
/// two that count the same the later one is better, unless it lies below that median.
struct SteadyScore
{
    std::vector<double> recent; ///< at most three, the newest last
    double best = -1;           ///< what the best one counted; -1: none yet

    /// Whether `score`, 0..1, is the best so far.
    bool take(double score);
};

} // namespace limn::training
