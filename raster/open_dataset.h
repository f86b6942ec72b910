// Opens an image file as a GDAL dataset, or says in one sentence why not. Internal to the raster
// room.
#pragma once

#include <gdal_priv.h>

#include <string>

namespace limn::raster
{

/// A dataset with at least one band, for reading. Throws RasterError.
GDALDatasetUniquePtr openDataset(const std::string& path);

enum class BlockCheck { Corners, EveryBlock };

/// Throws RasterError when the file ends before the pixels that its directory promises. Only
/// GeoTIFFs can be judged without reading them; others pass.
void requireWhole(GDALDataset& dataset, const std::string& path, BlockCheck check);

} // namespace limn::raster
