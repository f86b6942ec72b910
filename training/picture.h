// Results over the image as pictures for people, reduced to at most 4096 pixels a side. One thread.
#pragma once

#include "raster/raster.h"
#include "training/explanation.h"
#include "training/model.h"

#include <array>
#include <filesystem>

namespace limn::training
{

/// A perceptually ordered ramp from black over violet and orange to pale yellow; 0..1.
std::array<std::uint8_t, 3> heatColour(double value);

/// The explanation's area of the image with its map over it: little where the network did not look.
void writeHeatPicture(const Explanation& explanation, const raster::Raster& raster,
                      const std::filesystem::path& file);

/// The image with a class GeoTIFF (as predictToGeoTiff() writes it, of the same size) over it, half
/// transparent.
void writeClassPicture(const raster::Raster& classes, const ModelDescription& model,
                       const raster::Raster& raster, const std::filesystem::path& file);

} // namespace limn::training
