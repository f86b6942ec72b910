// How the bands that a Raster shows lie in the file: which GDAL band each one is, and where
// validity and colours come from. Internal to the raster room.
#pragma once

#include "raster/raster.h"

#include <gdal_priv.h>

#include <array>
#include <cstdint>
#include <vector>

namespace limn::raster
{

struct BandLayout
{
    std::vector<int> numbers;                         ///< GDAL's 1-based band of each listed band
    std::vector<bool> ownMask;                        ///< whether that band has a mask of its own
    int alphaBand = 0;                                ///< GDAL's 1-based band; 0: none
    bool datasetMask = false;                         ///< band 1's mask holds for all bands
    std::vector<std::array<std::uint8_t, 4>> palette; ///< RGBA by index; empty: no palette
    std::optional<double> paletteNodata;              ///< an index
    bool signedBytes = false; ///< bytes are two's complement (GDAL before 3.7 knows no Int8)
};

struct RasterDescription
{
    RasterInfo info;
    BandLayout layout;
};

RasterDescription describe(GDALDataset& dataset, const std::string& path);

} // namespace limn::raster
