#include "training/core/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limn::training
{
namespace
{

constexpr double lastCosine = 0.01;
constexpr double firstRate = 0.1; // of the warm-up
constexpr double cycleRise = 0.3;
constexpr double cycleFirst = 1.0 / 25;
constexpr double cycleLast = cycleFirst / 1e4;

/// From `first` to `last` along half a cosine, 0..1.
double halfCosine(double first, double last, double along)
{
    return last + (first - last) * 0.5 * (1 + std::cos(std::numbers::pi * along));
}

double oneCycle(double progress)
{
    if (progress < cycleRise)
        return halfCosine(cycleFirst, 1, progress / cycleRise);
    return halfCosine(1, cycleLast, (progress - cycleRise) / (1 - cycleRise));
}

} // namespace

const std::vector<std::string>& schedules()
{
    static const std::vector<std::string> names{"cosine",   "constant", "step",
                                                "onecycle", "poly",     "plateau"};
    return names;
}

double warmUp(double progress, double share)
{
    if (share <= 0 || progress >= share)
        return 1;
    return firstRate + (1 - firstRate) * std::max(0.0, progress) / share;
}

double rateShare(const ScheduleSettings& settings, double warmupShare, double progress,
                 double warmed)
{
    if (settings.kind == "onecycle")
        return oneCycle(std::clamp(progress, 0.0, 1.0));
    if (progress < warmupShare)
        return std::max(warmUp(progress, warmupShare), warmUp(warmed, 1));
    const double along =
        std::clamp((progress - warmupShare) / std::max(1e-9, 1 - warmupShare), 0.0, 1.0);
    if (settings.kind == "cosine")
        return halfCosine(1, lastCosine, along);
    if (settings.kind == "step")
        return std::pow(settings.stepFactor, std::floor(along / settings.stepShare + 1e-9));
    if (settings.kind == "poly")
        return std::pow(1 - along, settings.polyPower);
    return 1;
}

} // namespace limn::training
