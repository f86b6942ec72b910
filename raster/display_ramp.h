// From float samples to pixels by display settings, some at a time. Internal to the raster room;
// any thread.
#pragma once

#include "raster/display.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace limn::raster
{

/// 0..255 of the samples of one band; gamma through a table, since pow() costs more than the rest.
class BandRamp
{
public:
    explicit BandRamp(const BandStretch& stretch);
    void map(const float* samples, std::size_t count, std::uint8_t* shades) const;

private:
    float low_;
    float factor_;
    std::vector<std::uint8_t> curve_; ///< empty: linear
};

class DisplayRamps
{
public:
    static constexpr std::size_t chunk = 1024; ///< pixels at a time, at most

    explicit DisplayRamps(const DisplaySettings& settings);

    /// Samples of red, green and blue (the same where the settings show one band) and a validity
    /// byte a pixel become pixels 0xAARRGGBB, 0 where not valid.
    void map(const std::array<const float*, 3>& samples, const std::uint8_t* valid,
             std::size_t count, std::uint32_t* pixels) const;

    /// For samples that are bytes: what each value of red, green and blue adds to its pixel, to be
    /// joined by "or" into what map() makes of the three where they are valid.
    using ByteColours = std::array<std::array<std::uint32_t, 256>, 3>;
    ByteColours byteColours() const;
    /// The first of the three is the whole pixel already.
    bool isOneChannel() const { return alike_ || coloured_; }

private:
    std::array<BandRamp, 3> ramps_;
    bool alike_;    ///< every channel shows the same: one is enough
    bool coloured_; ///< one band in the colours of a ramp
    const RampColours& colours_;
};

} // namespace limn::raster
