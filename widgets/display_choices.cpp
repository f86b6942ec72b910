#include "widgets/display_choices.h"

#include <algorithm>
#include <QCoreApplication>

namespace limn::widgets
{

namespace
{

struct Choices
{
    Q_DECLARE_TR_FUNCTIONS(limn::widgets::DisplayChoices)
};

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
        presets.push_back({Choices::tr("True colour"), {*red, *green, *blue}});
    else if (count >= 3)
        presets.push_back({Choices::tr("Bands 1, 2, 3"), {0, 1, 2}});
    if (near && red && green)
        presets.push_back({Choices::tr("Colour infrared"), {*near, *red, *green}});
    else if (count >= 4)
        presets.push_back({Choices::tr("Bands 4, 1, 2 (infrared)"), {3, 0, 1}});
    presets.push_back({Choices::tr("Single band"), {0, 0, 0}});
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
    return {{Choices::tr("2–98 %"), Kind::Percentiles, 2, 98},
            {Choices::tr("0.5–99.5 %"), Kind::Percentiles, 0.5, 99.5},
            {Choices::tr("Minimum–maximum"), Kind::Percentiles, 0, 100},
            {Choices::tr("Mean ± 1 deviation"), Kind::Deviations, 1, 0},
            {Choices::tr("Mean ± 2 deviations"), Kind::Deviations, 2, 0},
            {Choices::tr("Mean ± 3 deviations"), Kind::Deviations, 3, 0},
            {Choices::tr("Range of the type"), Kind::TypeRange, 0, 0}};
}

QString rampTitle(raster::ColourRamp ramp)
{
    switch (ramp) {
    case raster::ColourRamp::Viridis:
        return Choices::tr("Viridis");
    case raster::ColourRamp::Magma:
        return Choices::tr("Magma");
    case raster::ColourRamp::Cividis:
        return Choices::tr("Cividis");
    case raster::ColourRamp::Diverging:
        return Choices::tr("Blue to orange");
    case raster::ColourRamp::Grey:
        break;
    }
    return Choices::tr("Grey");
}

} // namespace limn::widgets
