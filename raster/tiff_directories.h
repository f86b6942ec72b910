// The image directories of a TIFF file, those kept below others included, which GDAL does not list.
// Internal to the raster room.
#pragma once

#include "raster/pixel_rect.h"

#include <cstdint>
#include <string>
#include <vector>

namespace limn::raster
{

struct TiffDirectory
{
    std::uint64_t offset = 0; ///< in the file, by which GDAL opens it: "GTIFF_DIR:off:OFFSET:FILE"
    PixelSize size;
    int samples = 1;                  ///< a pixel
    int bits = 8;                     ///< a sample
    int format = 1;                   ///< TIFF's SampleFormat
    std::vector<TiffDirectory> below; ///< of its SubIFDs, in the file's order

    /// Whether a pixel is kept in the same way.
    bool isLike(const TiffDirectory& other) const
    {
        return samples == other.samples && bits == other.bits && format == other.format;
    }
};

/// At most the first `most` of the file's chain, each with those below it. `path` is anything that
/// GDAL opens as a file. What cannot be read is left out; a file that is no TIFF has none.
std::vector<TiffDirectory> tiffDirectories(const std::string& path, std::size_t most);

} // namespace limn::raster
