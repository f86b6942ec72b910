#include "training/steady_score.h"

#include <algorithm>

namespace limn::training
{

bool SteadyScore::take(double score)
{
    constexpr std::size_t kept = 3;
    if (recent.size() == kept)
        recent.erase(recent.begin());
    recent.push_back(score);
    std::vector<double> sorted = recent;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t count = sorted.size();
    const double counts = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    const bool isBest = counts > best || (counts == best && score >= counts);
    if (isBest)
        best = counts;
    return isBest;
}

} // namespace limn::training
