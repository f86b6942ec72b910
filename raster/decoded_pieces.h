// How much of an image has to be decoded at once: a tile or a strip, whatever its size, and all of
// it where the format knows no parts. Bounds what reading a file takes in memory, see
// decoding_room.h. Internal to the raster room.
#pragma once

#include <gdal_priv.h>

#include <string>

namespace limn::raster
{

/// Bytes that a thread needs to decode what a single pixel of the image lies in, at the level of
/// its overviews that needs most: GDAL's copies of it, and what the file holds of it where that is
/// compressed. A virtual dataset needs what its sources do, of which the first few are looked at.
/// Throws RasterError where it is more than the usual room.
double decodedAtOnce(GDALDataset& dataset, const std::string& path);

} // namespace limn::raster
