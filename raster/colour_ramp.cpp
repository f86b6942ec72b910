#include "raster/colour_ramp.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

namespace limn::raster
{

namespace
{

// Seventeen colours, evenly spaced, of the public-domain (CC0) ramps of matplotlib.
constexpr std::uint32_t viridis[] = {0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d,
                                     0x2c728e, 0x26828e, 0x21918c, 0x1f9f88, 0x27ad81, 0x3dbc74,
                                     0x5cc863, 0x81d34d, 0xaadc32, 0xd5e21a, 0xfde725};
constexpr std::uint32_t magma[] = {0x000004, 0x0a0822, 0x1d1147, 0x36106b, 0x51127c, 0x6a1c81,
                                   0x832681, 0x9c2e7f, 0xb73779, 0xcf4070, 0xe55064, 0xf4695c,
                                   0xfb8761, 0xfea571, 0xfec287, 0xfde0a1, 0xfcfdbf};
constexpr std::uint32_t cividis[] = {0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d,
                                     0x61656f, 0x6f7073, 0x7d7c78, 0x8b8778, 0x9a9376, 0xaaa073,
                                     0xbbad6d, 0xccba64, 0xddc858, 0xefd748, 0xfee838};
constexpr std::uint32_t diverging[] = {0x0b3c74, 0x2f6dac, 0x79a8d2, 0xbcd5e8, 0xf1f1ee,
                                       0xf3d3b0, 0xe39f5c, 0xb9651d, 0x7a3a04};
constexpr std::uint32_t grey[] = {0x000000, 0xffffff};

RampColours spread(std::span<const std::uint32_t> stops)
{
    RampColours colours{};
    const auto last = static_cast<double>(stops.size() - 1);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const double place = static_cast<double>(i) / 255 * last;
        const auto below = std::min(static_cast<std::size_t>(place), stops.size() - 2);
        const double part = place - static_cast<double>(below);
        for (int channel = 0; channel < 3; ++channel) {
            const int shift = 16 - 8 * channel;
            const double from = stops[below] >> shift & 0xff;
            const double to = stops[below + 1] >> shift & 0xff;
            colours[i][channel] = static_cast<std::uint8_t>(std::lround(from + (to - from) * part));
        }
    }
    return colours;
}

} // namespace

const std::vector<ColourRamp>& colourRamps()
{
    static const std::vector<ColourRamp> all{ColourRamp::Grey, ColourRamp::Viridis,
                                             ColourRamp::Magma, ColourRamp::Cividis,
                                             ColourRamp::Diverging};
    return all;
}

const RampColours& rampColours(ColourRamp ramp)
{
    static const std::array<RampColours, 5> tables{spread(grey), spread(viridis), spread(magma),
                                                   spread(cividis), spread(diverging)};
    return tables.at(static_cast<std::size_t>(ramp));
}

std::string rampName(ColourRamp ramp)
{
    switch (ramp) {
    case ColourRamp::Viridis:
        return "viridis";
    case ColourRamp::Magma:
        return "magma";
    case ColourRamp::Cividis:
        return "cividis";
    case ColourRamp::Diverging:
        return "diverging";
    case ColourRamp::Grey:
        break;
    }
    return "grey";
}

ColourRamp rampFromName(const std::string& name)
{
    for (const ColourRamp ramp : colourRamps())
        if (rampName(ramp) == name)
            return ramp;
    throw std::runtime_error("no colour ramp is called " + name);
}

} // namespace limn::raster
