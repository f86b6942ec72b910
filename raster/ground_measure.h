// Lengths and areas of what is drawn on an image, in metres on the ground. On a map whose plane
// distances are right to a per cent (UTM and the like) they are those of the map; elsewhere those
// on the WGS 84 ellipsoid; for other planets by the size of the middle pixel. One thread, as the
// Georeference.
#pragma once

#include "raster/georeference.h"

#include <optional>
#include <span>

namespace limn::raster
{

/// Length in metres of the line through these image points (pixel coordinates); nothing where the
/// image has no CRS. A span of the image that has no place on Earth counts nothing either.
std::optional<double> groundLength(const Georeference& georeference,
                                   std::span<const MapPoint> pixels);

/// Area in square metres inside the ring of these image points, closed by itself, whatever its
/// direction; by the shoelace rule where it crosses itself.
std::optional<double> groundArea(const Georeference& georeference,
                                 std::span<const MapPoint> pixels);

/// The same in pixels.
double pixelLength(std::span<const MapPoint> pixels);
double pixelArea(std::span<const MapPoint> pixels);

} // namespace limn::raster
