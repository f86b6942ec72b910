// One look at the held-back labels, batch by batch (one thread), and when the next is due.
#pragma once

#include "training/core/confusion_matrix.h"
#include "training/core/device.h"
#include "training/core/loss.h"
#include "training/core/network.h"
#include "training/patch_sampler.h"

#include <cstddef>
#include <vector>

namespace limn::training
{

/// Of the clock's time; a validation that costs more looks at fewer patches, or comes later.
inline constexpr double validationShare = 0.05;

/// Seconds from one validation to the next.
struct EpochLength
{
    double shortest = 0; ///< even if every label was seen before
    double longest = 0;  ///< even if not
};

/// For what begins `begun` seconds into a run of `total` seconds by the clock, where the last
/// validation took `cost` (0: there was none). Often at first, when every minute makes a better
/// network of it, and seldom later: neither all the time on a fast machine nor never on a slow one.
EpochLength epochByTheClock(double total, double begun, double cost);

class ValidationPass
{
public:
    ValidationPass(std::vector<PatchPlace> places, int classes, LossSettings loss,
                   torch::Tensor classWeights);

    bool isDone() const { return next_ >= places_.size(); }
    bool isEmpty() const { return places_.empty(); } ///< nothing is held back
    /// The next `count` patches through the network, which is in eval mode on `device`.
    void look(const PatchSampler& sampler, SegmentationNetwork& network, torch::Device device,
              Precision precision, std::size_t count);

    const ConfusionMatrix& confusion() const { return confusion_; }
    double loss() const; ///< mean over the patches

private:
    std::vector<PatchPlace> places_;
    std::size_t next_ = 0;
    ConfusionMatrix confusion_;
    LossSettings settings_;
    torch::Tensor classWeights_;
    double sum_ = 0;
};

} // namespace limn::training
