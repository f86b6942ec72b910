// What the network of a run gets of an image: which bands, and how their samples are scaled. Kept
// with the run, apart from how the user looks at the image. Plain values; any thread.
#pragma once

#include "raster/display.h"

#include <array>
#include <QString>
#include <vector>

namespace limn::ui
{

/// The network gets ((sample - low) / (high - low) - mean) / deviation.
struct NetworkBand
{
    QString name;
    double low = 0;
    double high = 1;
    double mean = 0;
    double deviation = 1;
};

struct NetworkInput
{
    std::vector<NetworkBand> bands;      ///< in the image's order
    std::array<int, 3> colours{0, 0, 0}; ///< which are red, green and blue to the network
};

/// From the run's model.json. Throws std::runtime_error with a sentence where there is none yet or
/// it cannot be read.
NetworkInput readNetworkInput(const QString& projectFolder, const QString& run);

/// `bands` of the input as the network gets them but for mean and deviation: black is its 0, white
/// its 1.
raster::DisplaySettings displayOf(const NetworkInput& input, const std::array<int, 3>& bands);

} // namespace limn::ui
