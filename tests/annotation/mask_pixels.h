// Whole masks as plain pixels, for comparing with slow references.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/stroke.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace fixtures
{

using Pixels = std::vector<std::uint8_t>;

inline Pixels everyPixel(const limn::annotation::MaskTiles& mask)
{
    const auto size = mask.imageSize();
    Pixels pixels(static_cast<std::size_t>(size.width) * size.height);
    mask.read({0, 0, size.width, size.height}, 1, pixels);
    return pixels;
}

inline limn::annotation::MaskTiles maskOf(const limn::raster::PixelSize& size, const Pixels& values)
{
    limn::annotation::MaskTiles mask(size);
    limn::annotation::paintValues(mask, {0, 0, size.width, size.height}, values, 255, false, {});
    return mask;
}

/// Stripes of the classes 0 to 3 all over the mask.
inline limn::annotation::MaskTiles stripes(const limn::raster::PixelSize& size)
{
    Pixels values(static_cast<std::size_t>(size.width) * size.height);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::uint8_t>(i % size.width / 7 % 4);
    return maskOf(size, values);
}

/// Blots of the classes 0 to 3 with ragged edges, holes and specks.
inline limn::annotation::MaskTiles blots(const limn::raster::PixelSize& size, unsigned seed)
{
    std::mt19937 random(seed);
    Pixels values(static_cast<std::size_t>(size.width) * size.height);
    for (int blot = 0; blot < 60; ++blot) {
        const int x = static_cast<int>(random() % static_cast<unsigned>(size.width));
        const int y = static_cast<int>(random() % static_cast<unsigned>(size.height));
        const int radius = 2 + static_cast<int>(random() % 40);
        const auto value = static_cast<std::uint8_t>(random() % 4);
        for (int row = std::max(0, y - radius); row < std::min(size.height, y + radius); ++row)
            for (int column = std::max(0, x - radius); column < std::min(size.width, x + radius);
                 ++column)
                if ((row - y) * (row - y) + (column - x) * (column - x) < radius * radius &&
                    random() % 8 != 0)
                    values[static_cast<std::size_t>(row) * size.width + column] = value;
    }
    return maskOf(size, values);
}

/// The smallest rectangle around the pixels that differ.
inline limn::raster::PixelRect differing(const Pixels& a, const Pixels& b, int width)
{
    limn::raster::PixelRect rect;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i])
            rect = rect.united({static_cast<int>(i) % width, static_cast<int>(i) / width, 1, 1});
    }
    return rect;
}

} // namespace fixtures
