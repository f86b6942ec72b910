// Counts of reference class against predicted class, and the metrics made from them (equal to
// torchmetrics'). Labelled pixels only. Plain values.
#pragma once

#include "training/core/libtorch.h"

#include <cstdint>
#include <vector>

namespace limn::training
{

class ConfusionMatrix
{
public:
    explicit ConfusionMatrix(int classes);

    /// Predicted and reference class indices of equal shape, any integer type; reference values
    /// equal to `ignored` do not count. Throws std::out_of_range for an index that is no class.
    void add(const torch::Tensor& predicted, const torch::Tensor& reference);
    void add(int reference, int predicted, std::int64_t count);
    void add(const ConfusionMatrix& other); ///< of as many classes

    int classes() const { return classes_; }
    std::int64_t at(int reference, int predicted) const;
    std::int64_t total() const;
    std::int64_t support(int index) const;     ///< reference pixels of a class
    std::int64_t predictions(int index) const; ///< pixels predicted as a class

    // NaN where a class occurs neither in the reference nor in the prediction; 0 where it occurs in
    // one of them alone.
    double iou(int index) const;
    double dice(int index) const;
    double precision(int index) const;
    double recall(int index) const;
    double meanIou() const; ///< over classes that occur
    double pixelAccuracy() const;
    double meanAccuracy() const; ///< mean recall over classes that occur
    /// IoU weighed by each class's share of the reference (Long et al. 2015).
    double frequencyWeightedIou() const;
    /// Agreement beyond chance (Cohen 1960); NaN where chance alone explains everything.
    double cohenKappa() const;

private:
    int classes_;
    std::vector<std::int64_t> counts_;
};

} // namespace limn::training
