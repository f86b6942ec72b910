// Samples of a window as the file stores them, for work that goes over every pixel of an image and
// would lose its time making float32 of them. Internal to the raster room; any thread.
#pragma once

#include "raster/raster.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limn::raster
{

struct StoredSamples
{
    int width = 0;
    int height = 0;
    int bands = 0;
    std::vector<std::byte> samples; ///< planar, of the bands' type
    std::vector<std::uint8_t> mask; ///< width * height, 0: not valid; empty without alpha and mask

    template <class T>
    const T* plane(int band) const
    {
        return reinterpret_cast<const T*>(samples.data()) +
               static_cast<std::size_t>(band) * width * height;
    }
};

/// Whether readStored() reads such an image: all bands of one and the same type of 8 or 16 bits,
/// GDAL's own, without palette and without masks of single bands.
bool isReadAsStored(const RasterInfo& info);

/// All bands of `window`, which must lie inside the image, at full resolution. What `block` holds
/// is written over, so that one block serves again and again. Throws RasterError when reading
/// fails.
void readStored(const Raster& raster, const PixelRect& window, StoredSamples& block);

} // namespace limn::raster
