#include "raster/display.h"

#include "raster/band_samples.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
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

/// 0..255 of one sample value; gamma through a table, since pow() costs more than all the rest.
class Ramp
{
public:
    explicit Ramp(const BandStretch& stretch)
        : low_(static_cast<float>(stretch.low)),
          factor_(static_cast<float>(255 / std::max(stretch.high - stretch.low, 1e-30)))
    {
        if (stretch.gamma == 1 || !(stretch.gamma > 0))
            return;
        curve_.resize(curveSize);
        for (int i = 0; i < curveSize; ++i)
            curve_[i] = static_cast<std::uint8_t>(
                std::lround(255 * std::pow(i / (curveSize - 1.0), 1 / stretch.gamma)));
    }

    /// Written so that NaN becomes 0 and the compiler can do many samples at a time.
    void map(const float* samples, std::size_t count, std::uint8_t* shades) const
    {
        const float low = low_;
        const float factor = factor_;
        if (curve_.empty()) {
            for (std::size_t i = 0; i < count; ++i) {
                float value = (samples[i] - low) * factor + 0.5f;
                value = value > 0.f ? value : 0.f;
                value = value < 255.f ? value : 255.f;
                shades[i] = static_cast<std::uint8_t>(static_cast<int>(value));
            }
            return;
        }
        constexpr float top = curveSize - 1;
        for (std::size_t i = 0; i < count; ++i) {
            float value = (samples[i] - low) * factor * (top / 255) + 0.5f;
            value = value > 0.f ? value : 0.f;
            value = value < top ? value : top;
            shades[i] = curve_[static_cast<std::size_t>(value)];
        }
    }

private:
    static constexpr int curveSize = 16384;

    float low_;
    float factor_;
    std::vector<std::uint8_t> curve_;
};

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
    for (int channel = 0; channel < 3; ++channel) {
        const auto same = std::find(settings.bands.begin(), settings.bands.begin() + channel,
                                    settings.bands[channel]);
        settings.stretch[channel] =
            same != settings.bands.begin() + channel
                ? settings.stretch[same - settings.bands.begin()]
                : pleasantStretch(bandSamples(raster, settings.bands[channel], raster.bounds()));
    }
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
    const bool grey = block.bands == 1;
    if (!grey && block.bands != 3)
        throw std::invalid_argument("toRgba needs the three bands of the settings");
    const std::size_t plane = block.valid.size();
    const auto ramp = [&settings](int channel) { return Ramp(settings.stretch[channel]); };
    const std::array<Ramp, 3> ramps{ramp(0), ramp(1), ramp(2)};
    // Where every channel shows the same, one is enough.
    const bool alike = settings.stretch[0] == settings.stretch[1] &&
                       settings.stretch[0] == settings.stretch[2] && (grey || settings.isOneBand());
    const bool coloured = settings.ramp != ColourRamp::Grey && (grey || settings.isOneBand());
    const RampColours& colours = rampColours(settings.ramp);

    constexpr std::size_t chunk = 1024;
    std::array<std::array<std::uint8_t, chunk>, 3> shades;
    std::array<std::uint32_t, chunk> packed;
    for (std::size_t begin = 0; begin < plane; begin += chunk) {
        const std::size_t count = std::min(chunk, plane - begin);
        for (int channel = 0; channel < (alike || coloured ? 1 : 3); ++channel)
            ramps[channel].map(block.samples.data() + (grey ? 0 : channel * plane) + begin, count,
                               shades[channel].data());
        if (coloured) {
            for (std::size_t i = 0; i < count; ++i) {
                const auto& colour = colours[shades[0][i]];
                shades[2][i] = colour[2];
                shades[1][i] = colour[1];
                shades[0][i] = colour[0];
            }
        }
        const std::uint8_t* red = shades[0].data();
        const std::uint8_t* green = shades[alike && !coloured ? 0 : 1].data();
        const std::uint8_t* blue = shades[alike && !coloured ? 0 : 2].data();
        const std::uint8_t* valid = block.valid.data() + begin;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t colour =
                red[i] | std::uint32_t{green[i]} << 8 | std::uint32_t{blue[i]} << 16 | 0xff000000u;
            packed[i] = valid[i] ? colour : 0u;
        }
        std::memcpy(rgba + begin * 4, packed.data(), count * 4);
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
