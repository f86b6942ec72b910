#include "raster/display.h"

#include "raster/band_samples.h"
#include "raster/display_ramp.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <future>
#include <limits>
#include <stdexcept>

namespace limn::raster
{

namespace
{

constexpr double lowPercentile = 2;
constexpr double highPercentile = 98;
/// 8-bit images whose values reach over this part of 0..255 look right as they are.
constexpr double wideSpan = 0.6 * 255;

float percentile(std::vector<float>& values, double percent)
{
    const double place =
        std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(values.size() - 1);
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(place));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

/// From `low` to `high` percent; where most of the band is one value, from the least to the most.
BandStretch stretchOf(std::vector<float>& values, double lowPercent, double highPercent)
{
    if (values.empty())
        return {};
    const float low = percentile(values, lowPercent);
    const float high = percentile(values, highPercent);
    if (high > low)
        return {low, high, 1};
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (*most > *least)
        return {*least, *most, 1};
    return {*least, static_cast<double>(*least) + 1, 1};
}

/// As stretchOf(), but the collar around a rotated scene, one least value that no nodata declares,
/// does not count, and a band of one value other than 0 is bright rather than black.
BandStretch pleasantStretch(std::vector<float> values)
{
    if (values.empty())
        return {};
    const BandStretch whole = stretchOf(values, lowPercentile, highPercentile);
    const auto [leastPlace, mostPlace] = std::minmax_element(values.begin(), values.end());
    const float least = *leastPlace;
    const float most = *mostPlace;
    if (least == most && least != 0)
        return {static_cast<double>(least) - 1, least, 1};
    if (whole.low > least)
        return whole;
    std::erase(values, least);
    const bool oneValueLeft =
        std::all_of(values.begin(), values.end(), [most](float value) { return value == most; });
    return oneValueLeft ? whole : stretchOf(values, lowPercentile, highPercentile);
}

std::array<int, 3> displayBands(const RasterInfo& info)
{
    const auto find = [&info](BandRole role) {
        const auto found = std::find_if(info.bands.begin(), info.bands.end(),
                                        [role](const BandInfo& band) { return band.role == role; });
        return found == info.bands.end() ? -1 : static_cast<int>(found - info.bands.begin());
    };
    const std::array<int, 3> byRole{find(BandRole::Red), find(BandRole::Green),
                                    find(BandRole::Blue)};
    if (*std::min_element(byRole.begin(), byRole.end()) >= 0)
        return byRole;
    if (info.bands.size() >= 3)
        return {0, 1, 2};
    return {0, 0, 0};
}

bool isSpreadWide(const std::array<BandStretch, 3>& stretch)
{
    double low = 255;
    double high = 0;
    for (const BandStretch& band : stretch) {
        low = std::min(low, band.low);
        high = std::max(high, band.high);
    }
    return high - low >= wideSpan;
}

} // namespace

BandStretch rangeOfType(SampleType type)
{
    switch (type) {
    case SampleType::UInt8:
        return {0, 255, 1};
    case SampleType::Int8:
        return {-128, 127, 1};
    case SampleType::UInt16:
        return {0, 65535, 1};
    case SampleType::Int16:
        return {-32768, 32767, 1};
    case SampleType::UInt32:
        return {0, 4294967295.0, 1};
    case SampleType::Int32:
        return {-2147483648.0, 2147483647.0, 1};
    case SampleType::Float32:
    case SampleType::Float64:
        break;
    }
    return {0, 1, 1};
}

BandStretch percentileStretch(const Raster& raster, int band, double lowPercent, double highPercent,
                              const PixelRect& window)
{
    const PixelRect area = window.isEmpty() ? raster.bounds() : window.intersected(raster.bounds());
    if (area.isEmpty())
        return {};
    std::vector<float> values = bandSamples(raster, band, area);
    return stretchOf(values, lowPercent, highPercent);
}

DisplaySettings defaultDisplay(const Raster& raster)
{
    const RasterInfo& info = raster.info();
    DisplaySettings settings;
    settings.bands = displayBands(info);
    if (info.paletted)
        return settings;
    // Each band on a thread of its own: this is what the first look at an image waits for.
    std::array<std::future<BandStretch>, 3> stretches;
    const auto firstUse = [&settings](int channel) {
        return std::find(settings.bands.begin(), settings.bands.begin() + channel,
                         settings.bands[channel]) -
               settings.bands.begin();
    };
    for (int channel = 0; channel < 3; ++channel)
        if (firstUse(channel) == channel)
            stretches[channel] = std::async(std::launch::async, [&raster, &settings, channel] {
                return pleasantStretch(
                    bandSamples(raster, settings.bands[channel], raster.bounds()));
            });
    for (int channel = 0; channel < 3; ++channel)
        settings.stretch[channel] = firstUse(channel) == channel
                                        ? stretches[channel].get()
                                        : settings.stretch[firstUse(channel)];
    const bool bytes = std::all_of(settings.bands.begin(), settings.bands.end(), [&](int band) {
        return info.bands[band].type == SampleType::UInt8;
    });
    if (bytes && isSpreadWide(settings.stretch))
        settings.stretch = {};
    return settings;
}

void toRgba(const PixelBlock& block, const DisplaySettings& settings, std::uint8_t* rgba)
{
    static_assert(std::endian::native == std::endian::little, "pixels are packed as R + G 2^8 ...");
    if (block.bands != 1 && block.bands != 3)
        throw std::invalid_argument("toRgba needs the three bands of the settings");
    DisplaySettings shown = settings;
    if (block.bands == 1)
        shown.bands = {0, 0, 0};
    const DisplayRamps ramps(shown);
    const std::size_t plane = block.valid.size();
    const std::size_t step = block.bands == 1 ? 0 : plane;
    std::array<std::uint32_t, DisplayRamps::chunk> pixels;
    for (std::size_t begin = 0; begin < plane; begin += DisplayRamps::chunk) {
        const std::size_t count = std::min(DisplayRamps::chunk, plane - begin);
        const float* samples = block.samples.data() + begin;
        ramps.map({samples, samples + step, samples + 2 * step}, block.valid.data() + begin, count,
                  pixels.data());
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t pixel = pixels[i];
            pixels[i] = (pixel & 0xff00ff00u) | (pixel & 0xffu) << 16 | (pixel >> 16 & 0xffu);
        }
        std::memcpy(rgba + begin * 4, pixels.data(), count * 4);
    }
}

std::string toJson(const DisplaySettings& settings)
{
    nlohmann::json json;
    json["bands"] = settings.bands;
    for (const BandStretch& band : settings.stretch)
        json["stretch"].push_back({{"low", band.low}, {"high", band.high}, {"gamma", band.gamma}});
    if (settings.ramp != ColourRamp::Grey)
        json["ramp"] = rampName(settings.ramp);
    return json.dump();
}

DisplaySettings displayFromJson(const std::string& text)
{
    const auto unusable = [](const std::string& why) {
        return std::runtime_error("The display settings cannot be read (" + why +
                                  "); reset the display of this image");
    };
    try {
        const nlohmann::json json = nlohmann::json::parse(text);
        DisplaySettings settings;
        settings.bands = json.at("bands").get<std::array<int, 3>>();
        if (json.at("stretch").size() != settings.stretch.size())
            throw unusable("not three stretches");
        for (std::size_t i = 0; i < settings.stretch.size(); ++i) {
            const nlohmann::json& band = json.at("stretch").at(i);
            settings.stretch[i] = {band.at("low").get<double>(), band.at("high").get<double>(),
                                   band.at("gamma").get<double>()};
            if (!(settings.stretch[i].gamma > 0) || settings.bands[i] < 0)
                throw unusable("a band or gamma below 0");
        }
        if (json.contains("ramp"))
            settings.ramp = rampFromName(json.at("ramp").get<std::string>());
        return settings;
    } catch (const nlohmann::json::exception& error) {
        throw unusable(error.what());
    }
}

} // namespace limn::raster
