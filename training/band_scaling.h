// From samples as they are in a file to what a network sees: each band brought to 0..1 by its own
// limits, then (value - mean) / std of the encoder's pretrained weights. 8-bit bands have the
// limits 0 and 255; all others the 1st and 99th percentile of the training images. The scaling is
// kept with the model, so that predicting sees the very numbers training saw. Plain values; any
// thread.
#pragma once

#include "raster/raster.h"
#include "training/core/registry.h"
#include "training/core/weights.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace limn::training
{

struct BandScale
{
    double low = 0;    ///< the sample that becomes 0 ...
    double high = 255; ///< ... and the one that becomes 1, before mean and std
    double mean = 0;
    double std = 1;
    bool operator==(const BandScale&) const = default;
};

struct BandScaling
{
    std::vector<BandScale> bands;
    bool operator==(const BandScaling&) const = default;

    /// Writes bands * height * width normalised values, planar; invalid pixels become 0. What lies
    /// far outside the limits is cut at one range below and above them.
    void apply(const raster::PixelBlock& block, float* out) const;
};

/// Red, green and blue by role; without roles the first three of at least three bands.
BandRoles bandRoles(const raster::RasterInfo& info);

/// Limits from reduced reads of at most 16 of the rasters (all with the same number of bands).
BandScaling bandScaling(const std::vector<std::shared_ptr<raster::Raster>>& rasters,
                        const BandRoles& roles, const Normalisation& normalisation);

nlohmann::json toJson(const BandScaling& scaling);
BandScaling bandScalingFromJson(const nlohmann::json& json); ///< throws nlohmann::json::exception

} // namespace limn::training
