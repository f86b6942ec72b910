// What the probabilities of a network are worth, beyond the class it decides for: ROC and
// precision-recall curves with their areas, and calibration. Counts in bins, so that memory does
// not grow with the pixels; equal to torchmetrics with 1001 thresholds and 15 calibration bins.
#pragma once

#include "training/core/libtorch.h"

#include <cstdint>
#include <vector>

namespace limn::training
{

class ScoreCurves
{
public:
    explicit ScoreCurves(int classes);

    /// probabilities [C, ...] float32 on the CPU, reference [...] integers; pixels whose reference
    /// is `ignored` do not count.
    void add(const torch::Tensor& probabilities, const torch::Tensor& reference);

    struct Point
    {
        double threshold = 0;
        double recall = 0; ///< also the true positive rate
        double precision = 0;
        double falsePositiveRate = 0;
    };
    /// From threshold 0 to 1.
    std::vector<Point> curve(int index) const;

    // NaN where the class does not occur in the reference, or nothing else does.
    double rocAuc(int index) const;
    double prAuc(int index) const; ///< average precision
    /// Mean distance between confidence and accuracy over 15 bins of confidence, weighed by their
    /// pixels (Guo et al. 2017).
    double calibrationError() const;

private:
    int classes_;
    torch::Tensor positives_;  ///< [C, thresholds + 1] int64: pixels of the class by score
    torch::Tensor negatives_;  ///< the others
    torch::Tensor confidence_; ///< [bins + 1] float64 sums
    torch::Tensor correct_;
    torch::Tensor count_;
};

} // namespace limn::training
