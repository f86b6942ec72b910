// How fast a network can learn, found by trying: the rate rises from step to step until the loss
// does (the learning rate range test of Smith 2017, "Cyclical Learning Rates for Training Neural
// Networks"). One thread.
#pragma once

#include "training/core/optimisation.h"

#include <memory>
#include <vector>

namespace limn::training
{

class RangeTest
{
public:
    static constexpr int steps = 40; ///< at most
    static constexpr double lowest = 1e-6;
    static constexpr double highest = 1;

    /// Learns with a copy of `network`, which stays as it is; `settings` as for the training to
    /// come.
    RangeTest(SegmentationNetwork& network, OptimisationSettings settings, torch::Device device,
              Precision precision);

    bool isDone() const { return done_; }
    int tried() const { return static_cast<int>(losses_.size()); } ///< rates
    /// One batch at the next rate, as Optimisation::step().
    StepResult step(const torch::Tensor& images, const torch::Tensor& labels,
                    const MixedLabels& mixed, std::int64_t atOnce);
    /// A tenth of the rate at which the smoothed loss was lowest; 0 where it did not fall.
    double learningRate() const;

private:
    static double rateAt(int step);
    std::unique_ptr<Optimisation> optimisation_;
    std::vector<double> losses_; ///< smoothed, of each step
    double sum_ = 0;
    bool done_ = false;
};

} // namespace limn::training
