#include "training/core/score_curves.h"

#include "training/core/loss.h"

#include <cmath>
#include <limits>

namespace limn::training
{
namespace
{

constexpr int64_t scoreThresholds = 1001;
constexpr int64_t calibrationBins = 15;

double part(double some, double whole)
{
    return whole > 0 ? some / whole : 0;
}

} // namespace

ScoreCurves::ScoreCurves(int classes) : classes_(classes)
{
    const auto whole = torch::TensorOptions().dtype(torch::kLong);
    const auto real = torch::TensorOptions().dtype(torch::kDouble);
    positives_ = torch::zeros({classes, scoreThresholds + 1}, whole);
    negatives_ = torch::zeros_like(positives_);
    confidence_ = torch::zeros({calibrationBins + 1}, real);
    correct_ = torch::zeros_like(confidence_);
    count_ = torch::zeros_like(confidence_);
}

void ScoreCurves::add(const torch::Tensor& probabilities, const torch::Tensor& reference)
{
    const torch::NoGradGuard noGradient;
    const torch::Tensor truth = reference.flatten().to(torch::kLong);
    const torch::Tensor counted = (truth != ignored).nonzero().squeeze(1);
    if (counted.numel() == 0)
        return;
    const torch::Tensor labels = truth.index_select(0, counted);
    const torch::Tensor scores =
        probabilities.reshape({classes_, -1}).to(torch::kFloat).index_select(1, counted);

    const torch::Tensor thresholds = torch::linspace(0, 1, scoreThresholds);
    for (int64_t c = 0; c < classes_; ++c) {
        const torch::Tensor below =
            at::searchsorted(thresholds, scores[c].contiguous(), false, /*right=*/true);
        const torch::Tensor isClass = labels == c;
        const auto counts = [&](const torch::Tensor& chosen) {
            return at::bincount(below.masked_select(chosen), {}, scoreThresholds + 1);
        };
        positives_[c] += counts(isClass);
        negatives_[c] += counts(isClass.logical_not());
    }

    const auto [highest, decided] = scores.max(0);
    const torch::Tensor borders = torch::linspace(0, 1, calibrationBins + 1);
    const torch::Tensor bin =
        at::searchsorted(borders, highest.contiguous(), false, /*right=*/true) - 1;
    confidence_.index_add_(0, bin, highest.to(torch::kDouble));
    correct_.index_add_(0, bin, (decided == labels).to(torch::kDouble));
    count_.index_add_(0, bin, torch::ones({bin.numel()}, torch::kDouble));
}

std::vector<ScoreCurves::Point> ScoreCurves::curve(int index) const
{
    // A pixel counts as found at every threshold up to its score.
    const auto found = [index](const torch::Tensor& counts) {
        return counts[index].flip(0).cumsum(0).flip(0).to(torch::kDouble).contiguous();
    };
    const torch::Tensor hits = found(positives_);
    const torch::Tensor alarms = found(negatives_);
    const double* hit = hits.const_data_ptr<double>();
    const double* alarm = alarms.const_data_ptr<double>();
    std::vector<Point> points;
    for (int64_t i = 0; i < scoreThresholds; ++i) {
        const double threshold = static_cast<double>(i) / (scoreThresholds - 1);
        points.push_back({threshold, part(hit[i + 1], hit[0]),
                          part(hit[i + 1], hit[i + 1] + alarm[i + 1]),
                          part(alarm[i + 1], alarm[0])});
    }
    return points;
}

double ScoreCurves::rocAuc(int index) const
{
    if (positives_[index].sum().item<int64_t>() == 0 ||
        negatives_[index].sum().item<int64_t>() == 0)
        return std::numeric_limits<double>::quiet_NaN();
    const std::vector<Point> points = curve(index);
    double area = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        area += (points[i - 1].falsePositiveRate - points[i].falsePositiveRate) *
                (points[i - 1].recall + points[i].recall) / 2;
    return area;
}

double ScoreCurves::prAuc(int index) const
{
    if (positives_[index].sum().item<int64_t>() == 0)
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<Point> points = curve(index);
    points.push_back({1, 0, 1, 0});
    double area = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        area += (points[i - 1].recall - points[i].recall) * points[i - 1].precision;
    return area;
}

double ScoreCurves::calibrationError() const
{
    const double all = count_.sum().item<double>();
    if (all == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return (confidence_ - correct_).abs().sum().item<double>() / all;
}

} // namespace limn::training
