// Colours for a single band: from the band's low end to its high end through a ramp that keeps its
// order in grey print and for colour-blind eyes. Plain values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace limn::raster
{

/// Grey is no ramp but the shades themselves. Diverging has a neutral middle, for values that have
/// one (differences, anomalies).
enum class ColourRamp { Grey, Viridis, Magma, Cividis, Diverging };

const std::vector<ColourRamp>& colourRamps(); ///< all, in the order to offer them

/// Red, green, blue of each shade 0..255.
using RampColours = std::array<std::array<std::uint8_t, 3>, 256>;
const RampColours& rampColours(ColourRamp ramp);

/// The name in files: "grey", "viridis" ...
std::string rampName(ColourRamp ramp);
/// Throws std::runtime_error for a name that is none.
ColourRamp rampFromName(const std::string& name);

} // namespace limn::raster
