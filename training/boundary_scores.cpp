#include "training/boundary_scores.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace limn::training
{

namespace
{

constexpr double undefinedScore = std::numeric_limits<double>::quiet_NaN();

/// Pixels of the class that have another class within `width` pixels; `open` are those that may be
/// anything.
cv::Mat strip(const cv::Mat& ofClass, const cv::Mat& open, int shape, int width)
{
    cv::Mat inner;
    cv::erode(ofClass | open, inner, cv::getStructuringElement(shape, {3, 3}), {-1, -1}, width);
    return ofClass & ~inner;
}

/// Pixels from each pixel to the nearest of a border that has at least one.
cv::Mat distanceTo(const cv::Mat& border)
{
    cv::Mat distance;
    cv::distanceTransform(~border, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    return distance;
}

std::vector<float> distancesAt(const cv::Mat& border, const cv::Mat& distance)
{
    std::vector<float> found;
    for (int y = 0; y < border.rows; ++y) {
        const auto* on = border.ptr<std::uint8_t>(y);
        const auto* far = distance.ptr<float>(y);
        for (int x = 0; x < border.cols; ++x)
            if (on[x] != 0)
                found.push_back(far[x]);
    }
    return found;
}

/// With linear interpolation between ranks, as numpy.
double percentile95(std::vector<float> values)
{
    const double rank = 0.95 * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(rank);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(low);
    std::nth_element(values.begin(), at, values.end());
    const double lower = *at;
    if (low + 1 == values.size())
        return lower;
    const double upper = *std::min_element(at + 1, values.end());
    return lower + (upper - lower) * (rank - static_cast<double>(low));
}

std::int64_t countWithin(const std::vector<float>& distances, int tolerance)
{
    return std::count_if(distances.begin(), distances.end(),
                         [&](float distance) { return distance <= static_cast<float>(tolerance); });
}

double share(std::int64_t some, std::int64_t whole)
{
    return whole > 0 ? static_cast<double>(some) / static_cast<double>(whole) : 0;
}

} // namespace

BoundaryScores::BoundaryScores(int classes, int tolerance) : tolerance_(tolerance), sums_(classes)
{}

void BoundaryScores::add(std::span<const std::uint8_t> predicted,
                         std::span<const std::uint8_t> reference, int width, int height)
{
    const auto mat = [&](std::span<const std::uint8_t> map) {
        // OpenCV only reads it.
        return cv::Mat(height, width, CV_8U, const_cast<std::uint8_t*>(map.data()));
    };
    const cv::Mat truth = mat(reference);
    const cv::Mat answer = mat(predicted);
    const cv::Mat open = truth == static_cast<int>(ignored);
    std::array<bool, 256> present{};
    for (std::size_t i = 0; i < reference.size(); ++i)
        if (reference[i] != ignored) {
            present[reference[i]] = true;
            present[predicted[i]] = true;
        }
    for (std::size_t c = 0; c < sums_.size(); ++c) {
        if (!present[c])
            continue;
        Sums& sums = sums_[c];
        const cv::Mat wanted = truth == static_cast<int>(c);
        const cv::Mat made = (answer == static_cast<int>(c)) & ~open;
        const cv::Mat wantedStrip = strip(wanted, open, cv::MORPH_RECT, tolerance_);
        const cv::Mat madeStrip = strip(made, open, cv::MORPH_RECT, tolerance_);
        sums.bothStrips += cv::countNonZero(wantedStrip & madeStrip);
        sums.eitherStrip += cv::countNonZero(wantedStrip | madeStrip);

        const cv::Mat wantedBorder = strip(wanted, open, cv::MORPH_CROSS, 1);
        const cv::Mat madeBorder = strip(made, open, cv::MORPH_CROSS, 1);
        const int wantedPixels = cv::countNonZero(wantedBorder);
        const int madePixels = cv::countNonZero(madeBorder);
        sums.reference += wantedPixels;
        sums.predicted += madePixels;
        if (wantedPixels == 0 || madePixels == 0)
            continue;
        const std::vector<float> ofMade = distancesAt(madeBorder, distanceTo(wantedBorder));
        const std::vector<float> ofWanted = distancesAt(wantedBorder, distanceTo(madeBorder));
        sums.predictedNear += countWithin(ofMade, tolerance_);
        sums.referenceNear += countWithin(ofWanted, tolerance_);
        sums.hausdorff += std::max(percentile95(ofMade), percentile95(ofWanted));
        ++sums.maps;
    }
}

double BoundaryScores::boundaryF1(int index) const
{
    const Sums& sums = sums_.at(index);
    if (sums.predicted + sums.reference == 0)
        return undefinedScore;
    const double precision = share(sums.predictedNear, sums.predicted);
    const double recall = share(sums.referenceNear, sums.reference);
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

double BoundaryScores::boundaryIou(int index) const
{
    const Sums& sums = sums_.at(index);
    return sums.eitherStrip > 0 ? share(sums.bothStrips, sums.eitherStrip) : undefinedScore;
}

double BoundaryScores::hausdorff95(int index) const
{
    const Sums& sums = sums_.at(index);
    return sums.maps > 0 ? sums.hausdorff / static_cast<double>(sums.maps) : undefinedScore;
}

} // namespace limn::training
