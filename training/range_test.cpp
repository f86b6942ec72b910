#include "training/range_test.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{

namespace
{

constexpr double smoothing = 0.8;
/// The loss has risen for good at so many times the lowest one.
constexpr double farAbove = 2;
/// A loss that fell by less says nothing about a rate.
constexpr double leastFall = 0.02;

OptimisationSettings forTrying(OptimisationSettings settings)
{
    settings.learningRate = RangeTest::lowest;
    settings.schedule = {};
    settings.schedule.kind = "constant";
    settings.warmupShare = 0;
    settings.frozenShare = 0;
    settings.averaging = 0;
    return settings;
}

std::shared_ptr<SegmentationNetwork> copyOfWeights(SegmentationNetwork& network)
{
    auto copy = SegmentationNetwork::make(network.spec());
    loadStateDict(*copy, stateDict(network));
    return copy;
}

} // namespace

RangeTest::RangeTest(SegmentationNetwork& network, OptimisationSettings settings,
                     torch::Device device, Precision precision)
    : optimisation_(std::make_unique<Optimisation>(
          copyOfWeights(network), forTrying(std::move(settings)), device, precision))
{}

double RangeTest::rateAt(int step)
{
    return lowest * std::pow(highest / lowest, static_cast<double>(step) / (steps - 1));
}

StepResult RangeTest::step(const torch::Tensor& images, const torch::Tensor& labels,
                           const MixedLabels& mixed, std::int64_t atOnce)
{
    const int number = static_cast<int>(losses_.size());
    optimisation_->setRateFactor(rateAt(number) / lowest);
    const StepResult result = optimisation_->step(images, labels, 0, mixed, atOnce);
    if (!result.finite) {
        done_ = true;
        return result;
    }
    // Without the bias of an average that begins at 0 (Kingma, Ba 2015).
    sum_ = smoothing * sum_ + (1 - smoothing) * result.loss;
    losses_.push_back(sum_ / (1 - std::pow(smoothing, number + 1)));
    const double least = *std::min_element(losses_.begin(), losses_.end());
    done_ = number + 1 >= steps || losses_.back() > farAbove * least;
    return result;
}

double RangeTest::learningRate() const
{
    if (losses_.empty())
        return 0;
    const auto least = std::min_element(losses_.begin(), losses_.end());
    if (*least > losses_.front() * (1 - leastFall))
        return 0;
    return rateAt(static_cast<int>(least - losses_.begin())) / 10;
}

} // namespace limn::training
