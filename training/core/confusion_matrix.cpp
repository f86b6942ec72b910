#include "training/core/confusion_matrix.h"

#include "training/core/loss.h"

#include <limits>
#include <stdexcept>

namespace limn::training
{
namespace
{

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

} // namespace

ConfusionMatrix::ConfusionMatrix(int classes)
    : classes_(classes), counts_(static_cast<std::size_t>(classes) * classes)
{}

void ConfusionMatrix::add(const torch::Tensor& predicted, const torch::Tensor& reference)
{
    if (predicted.sizes() != reference.sizes())
        throw std::invalid_argument("prediction and reference differ in shape");
    const torch::Tensor prediction = predicted.to(torch::kCPU).contiguous();
    const torch::Tensor truth = reference.to(torch::kCPU).contiguous();
    const int64_t pixels = truth.numel();
    AT_DISPATCH_INTEGRAL_TYPES(prediction.scalar_type(), "prediction", [&] {
        const auto* p = prediction.const_data_ptr<scalar_t>();
        AT_DISPATCH_INTEGRAL_TYPES(truth.scalar_type(), "reference", [&] {
            const auto* t = truth.const_data_ptr<scalar_t>();
            for (int64_t i = 0; i < pixels; ++i) {
                const auto row = static_cast<int64_t>(t[i]);
                if (row != ignored)
                    add(static_cast<int>(row), static_cast<int>(p[i]), 1);
            }
        });
    });
}

void ConfusionMatrix::add(int reference, int predicted, std::int64_t count)
{
    if (reference < 0 || reference >= classes_ || predicted < 0 || predicted >= classes_)
        throw std::out_of_range("a class index is outside the confusion matrix");
    counts_[static_cast<std::size_t>(reference) * classes_ + predicted] += count;
}

void ConfusionMatrix::add(const ConfusionMatrix& other)
{
    if (other.classes_ != classes_)
        throw std::invalid_argument("confusion matrices differ in classes");
    for (std::size_t i = 0; i < counts_.size(); ++i)
        counts_[i] += other.counts_[i];
}

std::int64_t ConfusionMatrix::at(int reference, int predicted) const
{
    return counts_.at(static_cast<std::size_t>(reference) * classes_ + predicted);
}

std::int64_t ConfusionMatrix::total() const
{
    std::int64_t sum = 0;
    for (const std::int64_t count : counts_)
        sum += count;
    return sum;
}

std::int64_t ConfusionMatrix::support(int index) const
{
    std::int64_t sum = 0;
    for (int predicted = 0; predicted < classes_; ++predicted)
        sum += at(index, predicted);
    return sum;
}

std::int64_t ConfusionMatrix::predictions(int index) const
{
    std::int64_t sum = 0;
    for (int reference = 0; reference < classes_; ++reference)
        sum += at(reference, index);
    return sum;
}

double ConfusionMatrix::iou(int index) const
{
    const std::int64_t both = at(index, index);
    const std::int64_t either = support(index) + predictions(index) - both;
    return either > 0 ? static_cast<double>(both) / static_cast<double>(either) : nowhere;
}

double ConfusionMatrix::dice(int index) const
{
    const std::int64_t sum = support(index) + predictions(index);
    return sum > 0 ? 2.0 * static_cast<double>(at(index, index)) / static_cast<double>(sum)
                   : nowhere;
}

double ConfusionMatrix::precision(int index) const
{
    const std::int64_t made = predictions(index);
    if (made > 0)
        return static_cast<double>(at(index, index)) / static_cast<double>(made);
    return support(index) > 0 ? 0 : nowhere;
}

double ConfusionMatrix::recall(int index) const
{
    const std::int64_t there = support(index);
    if (there > 0)
        return static_cast<double>(at(index, index)) / static_cast<double>(there);
    return predictions(index) > 0 ? 0 : nowhere;
}

double ConfusionMatrix::meanIou() const
{
    double sum = 0;
    int occurring = 0;
    for (int index = 0; index < classes_; ++index) {
        if (support(index) + predictions(index) == 0)
            continue;
        sum += iou(index);
        ++occurring;
    }
    return occurring > 0 ? sum / occurring : nowhere;
}

double ConfusionMatrix::pixelAccuracy() const
{
    std::int64_t right = 0;
    for (int index = 0; index < classes_; ++index)
        right += at(index, index);
    const std::int64_t all = total();
    return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : nowhere;
}

double ConfusionMatrix::meanAccuracy() const
{
    double sum = 0;
    int occurring = 0;
    for (int index = 0; index < classes_; ++index) {
        if (support(index) + predictions(index) == 0)
            continue;
        sum += recall(index);
        ++occurring;
    }
    return occurring > 0 ? sum / occurring : nowhere;
}

double ConfusionMatrix::frequencyWeightedIou() const
{
    const auto all = static_cast<double>(total());
    if (all == 0)
        return nowhere;
    double sum = 0;
    for (int index = 0; index < classes_; ++index)
        if (support(index) > 0)
            sum += static_cast<double>(support(index)) / all * iou(index);
    return sum;
}

double ConfusionMatrix::cohenKappa() const
{
    const auto all = static_cast<double>(total());
    if (all == 0)
        return nowhere;
    double chance = 0;
    for (int index = 0; index < classes_; ++index)
        chance += static_cast<double>(support(index)) / all *
                  (static_cast<double>(predictions(index)) / all);
    return chance < 1 ? (pixelAccuracy() - chance) / (1 - chance) : nowhere;
}

} // namespace limn::training
