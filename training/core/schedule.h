// The learning rate along a run. Plain values.
#pragma once

#include <string>
#include <vector>

namespace limn::training
{

struct ScheduleSettings
{
    /// A row of schedules(): "cosine", "constant", "step", "onecycle", "poly" or "plateau".
    std::string kind = "cosine";
    double stepShare = 0.3;  ///< "step": part of the run after which the rate falls, repeatedly
    double stepFactor = 0.1; ///< "step", "plateau": what a fall leaves of the rate
    double polyPower = 0.9;  ///< "poly": (1 - progress)^power (Chen et al. 2017)
    /// "plateau": validations without a better mean IoU before the rate falls.
    int plateauPatience = 5;
};

const std::vector<std::string>& schedules();

/// Linear from a tenth to 1 within `share`.
double warmUp(double progress, double share);

/// The share of the highest rate at `progress` 0..1 through the run, whose part `warmupShare` warms
/// up, or less of it: 1 in `warmed` ends the warm-up early ("onecycle" rises by itself). "cosine"
/// ends at a hundredth (Loshchilov, Hutter 2017); "onecycle" rises from 1/25 in the first 30 % and
/// ends at 1/250000 (Smith, Topin 2018, with torch's numbers); "plateau" is constant here, since it
/// follows the validations (TrainingRun).
double rateShare(const ScheduleSettings& settings, double warmupShare, double progress,
                 double warmed = 0);

} // namespace limn::training
