#include "training/band_scaling.h"

#include "raster/display.h"

#include <algorithm>

namespace limn::training
{

void BandScaling::apply(const raster::PixelBlock& block, float* out) const
{
    const std::size_t plane = static_cast<std::size_t>(block.width) * block.height;
    for (int b = 0; b < block.bands; ++b) {
        const BandScale& scale = bands.at(b);
        const auto gain = static_cast<float>(1.0 / (scale.high - scale.low));
        const auto low = static_cast<float>(scale.low);
        const auto mean = static_cast<float>(scale.mean);
        const auto inverse = static_cast<float>(1.0 / scale.std);
        const float* in = block.samples.data() + b * plane;
        float* to = out + b * plane;
        for (std::size_t i = 0; i < plane; ++i) {
            const float fraction = std::clamp((in[i] - low) * gain, -1.0f, 2.0f);
            to[i] = block.valid[i] ? (fraction - mean) * inverse : 0.0f;
        }
    }
}

BandRoles bandRoles(const raster::RasterInfo& info)
{
    BandRoles roles{-1, -1, -1};
    for (int b = 0; b < static_cast<int>(info.bands.size()); ++b) {
        const raster::BandRole role = info.bands[b].role;
        if (role == raster::BandRole::Red && roles.red < 0)
            roles.red = b;
        else if (role == raster::BandRole::Green && roles.green < 0)
            roles.green = b;
        else if (role == raster::BandRole::Blue && roles.blue < 0)
            roles.blue = b;
    }
    if (roles.red < 0 && roles.green < 0 && roles.blue < 0 && info.bands.size() >= 3)
        return {0, 1, 2};
    return roles;
}

BandScaling bandScaling(const std::vector<std::shared_ptr<raster::Raster>>& rasters,
                        const BandRoles& roles, const Normalisation& normalisation)
{
    BandScaling scaling;
    const int bands = rasters.front()->bandCount();
    const double meanOfThree =
        (normalisation.mean[0] + normalisation.mean[1] + normalisation.mean[2]) / 3;
    const double stdOfThree =
        (normalisation.std[0] + normalisation.std[1] + normalisation.std[2]) / 3;
    const std::size_t step = (rasters.size() + 15) / 16;
    for (int b = 0; b < bands; ++b) {
        BandScale scale;
        double low = 0;
        double high = 0;
        int count = 0;
        bool bytes = true;
        for (std::size_t r = 0; r < rasters.size(); r += step) {
            if (rasters[r]->info().bands[b].type == raster::SampleType::UInt8) {
                low += 0;
                high += 255;
            } else {
                bytes = false;
                const raster::BandStretch stretch =
                    raster::percentileStretch(*rasters[r], b, 1, 99);
                low += stretch.low;
                high += stretch.high;
            }
            ++count;
        }
        scale.low = bytes ? 0 : low / count;
        scale.high = bytes ? 255 : std::max(high / count, scale.low + 1e-6);
        const int channel = b == roles.red ? 0 : b == roles.green ? 1 : b == roles.blue ? 2 : -1;
        scale.mean = channel < 0 ? meanOfThree : normalisation.mean[channel];
        scale.std = channel < 0 ? stdOfThree : normalisation.std[channel];
        scaling.bands.push_back(scale);
    }
    return scaling;
}

nlohmann::json toJson(const BandScaling& scaling)
{
    nlohmann::json json = nlohmann::json::array();
    for (const BandScale& scale : scaling.bands)
        json.push_back(
            {{"low", scale.low}, {"high", scale.high}, {"mean", scale.mean}, {"std", scale.std}});
    return json;
}

BandScaling bandScalingFromJson(const nlohmann::json& json)
{
    BandScaling scaling;
    for (const nlohmann::json& row : json) {
        BandScale scale{row.at("low"), row.at("high"), row.at("mean"), row.at("std")};
        scaling.bands.push_back(scale);
    }
    return scaling;
}

} // namespace limn::training
