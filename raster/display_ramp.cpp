#include "raster/display_ramp.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace limn::raster
{

namespace
{
constexpr int curveSize = 16384;
} // namespace

BandRamp::BandRamp(const BandStretch& stretch)
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

// Written so that NaN becomes 0 and the compiler can do many samples at a time.
void BandRamp::map(const float* samples, std::size_t count, std::uint8_t* shades) const
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

DisplayRamps::DisplayRamps(const DisplaySettings& settings)
    : ramps_{BandRamp(settings.stretch[0]), BandRamp(settings.stretch[1]),
             BandRamp(settings.stretch[2])},
      alike_(settings.isOneBand() && settings.stretch[0] == settings.stretch[1] &&
             settings.stretch[0] == settings.stretch[2]),
      coloured_(settings.isOneBand() && settings.ramp != ColourRamp::Grey),
      colours_(rampColours(settings.ramp))
{}

void DisplayRamps::map(const std::array<const float*, 3>& samples, const std::uint8_t* valid,
                       std::size_t count, std::uint32_t* pixels) const
{
    std::array<std::array<std::uint8_t, chunk>, 3> shades;
    for (std::size_t channel = 0; channel < (isOneChannel() ? 1 : 3); ++channel)
        ramps_[channel].map(samples[channel], count, shades[channel].data());
    if (coloured_) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto& colour = colours_[shades[0][i]];
            shades[2][i] = colour[2];
            shades[1][i] = colour[1];
            shades[0][i] = colour[0];
        }
    }
    const bool grey = alike_ && !coloured_;
    const std::uint8_t* red = shades[0].data();
    const std::uint8_t* green = shades[grey ? 0 : 1].data();
    const std::uint8_t* blue = shades[grey ? 0 : 2].data();
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t colour =
            blue[i] | std::uint32_t{green[i]} << 8 | std::uint32_t{red[i]} << 16 | 0xff000000u;
        pixels[i] = valid[i] ? colour : 0u;
    }
}

DisplayRamps::ByteColours DisplayRamps::byteColours() const
{
    std::array<float, 256> values{};
    std::iota(values.begin(), values.end(), 0.f);
    std::array<std::uint8_t, 256> valid{};
    valid.fill(1);
    std::array<std::uint32_t, 256> pixels{};
    map({values.data(), values.data(), values.data()}, valid.data(), values.size(), pixels.data());
    ByteColours colours{};
    if (isOneChannel()) {
        colours[0] = pixels;
        return colours;
    }
    // The alpha comes with red.
    constexpr std::array<std::uint32_t, 3> parts{0xffff0000u, 0x0000ff00u, 0x000000ffu};
    for (std::size_t channel = 0; channel < parts.size(); ++channel)
        for (std::size_t value = 0; value < pixels.size(); ++value)
            colours[channel][value] = pixels[value] & parts[channel];
    return colours;
}

} // namespace limn::raster
