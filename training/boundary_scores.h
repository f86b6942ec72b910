// How well the borders between classes are hit, on labelled pixels only: a border towards
// unlabelled pixels or the image's edge is none. Class indices as ClassIndex has them. One thread.
#pragma once

#include "training/core/loss.h"

#include <cstdint>
#include <span>
#include <vector>

namespace limn::training
{

class BoundaryScores
{
public:
    /// `tolerance` in pixels: how far off a border may be for boundaryF1(), and the width of the
    /// strip that boundaryIou() compares.
    explicit BoundaryScores(int classes, int tolerance = 3);

    /// A map of width x height pixels; reference `ignored` where unlabelled. Maps are independent
    /// of each other.
    void add(std::span<const std::uint8_t> predicted, std::span<const std::uint8_t> reference,
             int width, int height);

    int tolerance() const { return tolerance_; }

    // NaN where the class has no border in any map.
    /// F1 of border pixels within the tolerance of the other's border (Csurka et al. 2013).
    double boundaryF1(int index) const;
    /// IoU of the strips inside the class along its borders (Cheng et al. 2021).
    double boundaryIou(int index) const;
    /// 95th percentile of the distances from border to border, in pixels: the larger of both ways,
    /// averaged over the maps that have both borders (as MONAI).
    double hausdorff95(int index) const;

private:
    struct Sums
    {
        std::int64_t predicted = 0; ///< border pixels
        std::int64_t predictedNear = 0;
        std::int64_t reference = 0;
        std::int64_t referenceNear = 0;
        std::int64_t bothStrips = 0;
        std::int64_t eitherStrip = 0;
        double hausdorff = 0;
        std::int64_t maps = 0;
    };

    int tolerance_;
    std::vector<Sums> sums_;
};

} // namespace limn::training
