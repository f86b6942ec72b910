// Whole-slide files of microscopes (Aperio SVS, Hamamatsu NDPI and VMS, MIRAX MRXS, Leica SCN,
// Ventana BIF) through OpenSlide, as a GDAL dataset: red, green, blue and alpha, the file's levels
// as overviews. So everything else in this room works on them as on any raster. Internal to the
// raster room.
#pragma once

#include <gdal_priv.h>

#include <string>

namespace limn::raster
{

/// Whether the file's name is that of a slide; only then is it worth asking OpenSlide.
bool isSlideName(const std::string& path);

/// The slide, or nothing where OpenSlide does not know the file. What is wrong with one that it
/// knows is raised as a GDAL error.
GDALDatasetUniquePtr openSlide(const std::string& path);

} // namespace limn::raster
