// From samples to what the eye sees: which bands are red, green and blue, and how each is stretched
// to 0..255. Plain values and pure functions; any thread.
#pragma once

#include "raster/colour_ramp.h"
#include "raster/raster.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace limn::raster
{

/// Samples at or below `low` show as 0, at or above `high` as 255, linear between, then the gamma:
/// 255 t^(1 / gamma) with t in 0..1, so that more than 1 brightens.
struct BandStretch
{
    double low = 0;
    double high = 255;
    double gamma = 1;
    bool operator==(const BandStretch&) const = default;
};

/// Three 0-based bands as red, green, blue; three times the same band is a grey image, or one in
/// the colours of a ramp, which has no meaning for three different bands.
struct DisplaySettings
{
    std::array<int, 3> bands{0, 0, 0};
    std::array<BandStretch, 3> stretch{};
    ColourRamp ramp = ColourRamp::Grey;

    bool isOneBand() const { return bands[0] == bands[1] && bands[1] == bands[2]; }
    bool operator==(const DisplaySettings&) const = default;
};

/// What a sample type can hold, 0..1 for real numbers: the samples as they are.
BandStretch rangeOfType(SampleType type);

/// Percentiles of one band, 0..100, from a reduced read (at most about 1000 x 1000 samples; valid
/// pixels only) of `window`, or of the whole image when it is empty. A constant band gives
/// [value, value + 1].
BandStretch percentileStretch(const Raster& raster, int band, double lowPercent, double highPercent,
                              const PixelRect& window = {});

/// What a newcomer expects: red, green, blue by role, else the first three bands, else grey; 8-bit
/// images whose values span most of 0..255 as they are, everything else stretched from 2 to 98 % of
/// what is left without a collar of the least value.
DisplaySettings defaultDisplay(const Raster& raster);

/// The block's bands must be the settings' bands in order, or one band, shown as grey. Writes width
/// * height * 4 bytes, RGBA, not premultiplied, alpha 0 where invalid.
void toRgba(const PixelBlock& block, const DisplaySettings& settings, std::uint8_t* rgba);

/// JSON text of the settings, and back; throws std::runtime_error for text that is none.
std::string toJson(const DisplaySettings& settings);
DisplaySettings displayFromJson(const std::string& text);

} // namespace limn::raster
