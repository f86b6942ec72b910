#include "training/picture.h"

#include "raster/display.h"
#include "raster/raster_writer.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{

namespace
{

constexpr int largestSide = 4096;

raster::PixelSize reduced(const raster::PixelRect& area)
{
    const double factor =
        std::min(1.0, static_cast<double>(largestSide) / std::max(area.width, area.height));
    return {std::max(1, static_cast<int>(std::lround(area.width * factor))),
            std::max(1, static_cast<int>(std::lround(area.height * factor)))};
}

std::vector<std::uint8_t> display(const raster::Raster& raster, const raster::PixelRect& area,
                                  const raster::PixelSize& size)
{
    const raster::DisplaySettings settings = raster::defaultDisplay(raster);
    const raster::PixelBlock block =
        raster.read(area, size, settings.bands, raster::Resampling::Average);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(size.width) * size.height * 4);
    raster::toRgba(block, settings, rgba.data());
    return rgba;
}

void blend(std::uint8_t* rgba, const std::array<std::uint8_t, 3>& over, double opacity)
{
    for (int c = 0; c < 3; ++c)
        rgba[c] =
            static_cast<std::uint8_t>(std::lround(rgba[c] * (1 - opacity) + over[c] * opacity));
    rgba[3] = 255;
}

} // namespace

std::array<std::uint8_t, 3> heatColour(double value)
{
    struct Stop
    {
        double at;
        std::array<double, 3> rgb;
    };
    static constexpr std::array<Stop, 6> stops{{{0.0, {0, 0, 6}},
                                                {0.2, {52, 16, 104}},
                                                {0.4, {128, 34, 128}},
                                                {0.6, {212, 66, 98}},
                                                {0.8, {250, 142, 74}},
                                                {1.0, {252, 248, 188}}}};
    value = std::clamp(value, 0.0, 1.0);
    std::size_t upper = 1;
    while (upper + 1 < stops.size() && value > stops[upper].at)
        ++upper;
    const Stop& from = stops[upper - 1];
    const Stop& to = stops[upper];
    const double along = (value - from.at) / (to.at - from.at);
    std::array<std::uint8_t, 3> colour{};
    for (int c = 0; c < 3; ++c)
        colour[c] =
            static_cast<std::uint8_t>(std::lround(from.rgb[c] + (to.rgb[c] - from.rgb[c]) * along));
    return colour;
}

void writeHeatPicture(const Explanation& explanation, const raster::Raster& raster,
                      const std::filesystem::path& file)
{
    const raster::PixelRect& area = explanation.area();
    const raster::PixelSize size = reduced(area);
    std::vector<std::uint8_t> rgba = display(raster, area, size);
    for (int y = 0; y < size.height; ++y) {
        const int row = area.y + static_cast<int>((y + 0.5) * area.height / size.height);
        const std::vector<float> values = explanation.read({area.x, row, area.width, 1});
        for (int x = 0; x < size.width; ++x) {
            const double value =
                values[static_cast<std::size_t>((x + 0.5) * area.width / size.width)];
            blend(rgba.data() + (static_cast<std::size_t>(y) * size.width + x) * 4,
                  heatColour(value), 0.25 + 0.5 * value);
        }
    }
    raster::writePicture(file.string(), size.width, size.height, 4, rgba);
}

void writeClassPicture(const raster::Raster& classes, const ModelDescription& model,
                       const raster::Raster& raster, const std::filesystem::path& file)
{
    const raster::PixelRect area = raster.bounds();
    const raster::PixelSize size = reduced(area);
    std::vector<std::uint8_t> rgba = display(raster, area, size);
    for (int y = 0; y < size.height; ++y) {
        const int row = static_cast<int>((y + 0.5) * area.height / size.height);
        const std::vector<std::uint8_t> values =
            raster::readIndices(classes, {0, row, area.width, 1});
        for (int x = 0; x < size.width; ++x) {
            const int value = values[static_cast<std::size_t>((x + 0.5) * area.width / size.width)];
            if (const annotation::ClassEntry* entry = annotation::findClass(model.classes, value))
                blend(rgba.data() + (static_cast<std::size_t>(y) * size.width + x) * 4,
                      entry->colour, 0.45);
        }
    }
    raster::writePicture(file.string(), size.width, size.height, 4, rgba);
}

} // namespace limn::training
