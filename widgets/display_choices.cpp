#include "widgets/display_choices.h"

#include <algorithm>
#include <QCoreApplication>

namespace limn::widgets
{

namespace
{

QString say(const char* text)
{
    return QCoreApplication::translate("limn::widgets::DisplayControls", text);
}

std::optional<int> bandOf(const raster::RasterInfo& info, raster::BandRole role)
{
    const auto found =
        std::find_if(info.bands.begin(), info.bands.end(),
                     [role](const raster::BandInfo& band) { return band.role == role; });
    if (found == info.bands.end())
        return std::nullopt;
    return static_cast<int>(found - info.bands.begin());
}

} // namespace

std::vector<BandPreset> bandPresets(const raster::RasterInfo& info)
{
    using raster::BandRole;
    std::vector<BandPreset> presets;
    const int count = static_cast<int>(info.bands.size());
    const auto red = bandOf(info, BandRole::Red);
    const auto green = bandOf(info, BandRole::Green);
    const auto blue = bandOf(info, BandRole::Blue);
    const auto near = bandOf(info, BandRole::NearInfrared);
    if (red && green && blue)
        presets.push_back({say("True colour"), {*red, *green, *blue}});
    else if (count >= 3)
        presets.push_back({say("Bands 1, 2, 3"), {0, 1, 2}});
    if (near && red && green)
        presets.push_back({say("Colour infrared"), {*near, *red, *green}});
    else if (count >= 4)
        presets.push_back({say("Bands 4, 1, 2 (infrared)"), {3, 0, 1}});
    presets.push_back({say("Single band"), {0, 0, 0}});
    return presets;
}

raster::BandStretch StretchChoice::stretch(const raster::BandStatistics& statistics,
                                           raster::SampleType type) const
{
    const bool isReal = type == raster::SampleType::Float32 || type == raster::SampleType::Float64;
    switch (kind) {
    case Kind::Percentiles:
        return statistics.percentileStretch(low, high);
    case Kind::Deviations:
        return statistics.deviationStretch(low);
    case Kind::TypeRange:
        break;
    }
    // The range of a real number says nothing about what is in the file.
    return isReal ? statistics.percentileStretch(0, 100) : raster::rangeOfType(type);
}

std::vector<StretchChoice> stretchChoices()
{
    using Kind = StretchChoice::Kind;
    return {{say("2–98 %"), Kind::Percentiles, 2, 98},
            {say("0.5–99.5 %"), Kind::Percentiles, 0.5, 99.5},
            {say("Minimum–maximum"), Kind::Percentiles, 0, 100},
            {say("Mean ± 1 deviation"), Kind::Deviations, 1, 0},
            {say("Mean ± 2 deviations"), Kind::Deviations, 2, 0},
            {say("Mean ± 3 deviations"), Kind::Deviations, 3, 0},
            {say("Range of the type"), Kind::TypeRange, 0, 0}};
}

QString rampTitle(raster::ColourRamp ramp)
{
    switch (ramp) {
    case raster::ColourRamp::Viridis:
        return say("Viridis");
    case raster::ColourRamp::Magma:
        return say("Magma");
    case raster::ColourRamp::Cividis:
        return say("Cividis");
    case raster::ColourRamp::Diverging:
        return say("Blue to orange");
    case raster::ColourRamp::Grey:
        break;
    }
    return say("Grey");
}

} // namespace limn::widgets
