// How much of an image has to be decoded at once: a tile or a strip, whatever its size, and all of
// it where the format knows no parts. Bounds what reading a file takes in memory. Internal to the
// raster room.
#pragma once

#include <gdal_priv.h>

#include <cstddef>
#include <string>

namespace limn::raster
{

/// The most memory, in bytes, that pieces being decoded may take, of one image and all who read it.
constexpr double mostDecoded = 512.0 * 1024 * 1024;

/// Bytes that a thread needs to decode what a single pixel of the image lies in.
double decodedAtOnce(GDALDataset& dataset, const std::string& path);

} // namespace limn::raster
