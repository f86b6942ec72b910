// What an image looks like, in so few numbers that thousands can be compared: a copy of 32 x 32
// pixels and a perceptual hash of it (Zauner 2010: the signs of the lowest frequencies of a cosine
// transform about their median). Plain values and pure functions; any thread.
#pragma once

#include "raster/raster.h"

#include <cstdint>
#include <vector>

namespace limn::training
{

struct Likeness
{
    bool blank = false; ///< nothing is valid, or every valid sample of a band is the same
    std::uint64_t hash = 0;
    std::vector<float> picture; ///< 32 x 32, mean 0 and standard deviation 1; empty when blank
};

/// Reads a reduced copy; of an image that is large and has no overviews, small pieces on a grid.
/// Throws RasterError.
Likeness likenessOf(const raster::Raster& raster);

/// Whether two images are the same picture but for size, compression, brightness or contrast; false
/// for blank ones.
bool isAlike(const Likeness& a, const Likeness& b);

/// Whether a copy of at most `side` pixels a side comes without reading many millions of pixels.
bool isQuicklyReduced(const raster::Raster& raster, int side);

} // namespace limn::training
