// What the display controls offer: presets of bands that suit the image, and ways to stretch them.
// Plain values; GUI thread only (the names are translated).
#pragma once

#include "raster/band_statistics.h"

#include <array>
#include <optional>
#include <QString>
#include <vector>

namespace limn::widgets
{

struct BandPreset
{
    QString name;
    std::array<int, 3> bands;
};

/// True colour and colour infrared by the bands' roles, else by their order; a single band last.
std::vector<BandPreset> bandPresets(const raster::RasterInfo& info);

/// How a band's range of values becomes dark to bright.
struct StretchChoice
{
    enum class Kind { Percentiles, Deviations, TypeRange };

    QString name;
    Kind kind = Kind::TypeRange;
    double low = 0;  ///< per cent, or how many deviations on either side
    double high = 0; ///< per cent

    raster::BandStretch stretch(const raster::BandStatistics& statistics,
                                raster::SampleType type) const;
};

/// The first is what an image gets when its bands are changed.
std::vector<StretchChoice> stretchChoices();

QString rampTitle(raster::ColourRamp ramp);

} // namespace limn::widgets
