// Where an image lies on the map, as the project file remembers it: pixel coordinates to the map
// coordinates that shapes are stored in, and back. Plain values; any thread.
#pragma once

#include "annotation/shape.h"
#include "raster/raster.h"

#include <optional>
#include <string>

namespace limn::annotation
{

struct ImagePlacement
{
    std::optional<raster::GeoTransform> transform; ///< only ones that can be inverted
    std::string crsWkt;                            ///< empty without a CRS; then srsId is -1
    int srsId = -1;                                ///< in gpkg_spatial_ref_sys

    /// Images without a transform use x and -y, so that a GIS shows image and shapes upright.
    Point toMap(const Point& pixel) const;
    Point toPixel(const Point& map) const;
};

/// The transform when it can be inverted, else nothing.
std::optional<raster::GeoTransform>
usableTransform(const std::optional<raster::GeoTransform>& transform);

} // namespace limn::annotation
