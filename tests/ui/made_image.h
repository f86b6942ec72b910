// A small georeferenced image with two textures that a network tells apart within seconds: the left
// part is dark and smooth, the right part bright and striped; four bands of bytes.
#pragma once

#include "raster/raster_writer.h"

#include <QString>
#include <vector>

namespace limn::tests
{

inline void makeImage(const QString& file, int width, int height)
{
    raster::WriterOptions options;
    options.size = {width, height};
    options.bands = 4;
    options.transform = raster::GeoTransform{500000, 5, 0, 5200000, 0, -5};
    raster::RasterWriter writer(file.toStdString(), options);
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(width) * height * 4);
    std::uint32_t noise = 12345;
    for (int band = 0; band < 4; ++band)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                noise = noise * 1664525u + 1013904223u;
                const int grain = static_cast<int>(noise >> 28);
                const bool left = x < width / 2;
                const int value = left ? 40 + 10 * band + grain
                                       : 150 + 10 * band + grain + ((x + y) / 4 % 2 ? 50 : 0);
                samples[(static_cast<std::size_t>(band) * height + y) * width + x] =
                    static_cast<std::uint8_t>(value);
            }
    writer.write({0, 0, width, height}, std::span<const std::uint8_t>(samples));
    writer.finish();
}

} // namespace limn::tests
