// TIFF files whose reduced levels lie in sub-directories (SubIFDs), and OME-TIFF files, whose
// channels are directories of their own: GDAL alone shows the first directory of either, without
// levels. After the OME-TIFF specification, https://docs.openmicroscopy.org/ome-model (6.0).
// Internal to the raster room.
#pragma once

#include <gdal_priv.h>

#include <string>
#include <vector>

namespace limn::raster
{

/// A channel of an OME-TIFF's first image, at its first depth and time.
struct OmeChannel
{
    std::string name;          ///< may be empty
    std::size_t directory = 0; ///< of the file's chain, from 0
};

/// As the file's description (OME-XML) has them, but for those kept in other files. Empty for what
/// is no such description.
std::vector<OmeChannel> omeChannels(const std::string& description, const std::string& fileName);

/// The dataset itself, or one in its place in which all channels are bands and the sub-directories
/// are overviews. `path` is what the dataset was opened by.
GDALDatasetUniquePtr withChannelsAndLevels(GDALDatasetUniquePtr dataset, const std::string& path);

} // namespace limn::raster
