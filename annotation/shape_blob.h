// Shapes as GeoPackage geometry blobs (header with envelope, then a WKB polygon) in map
// coordinates. Pure functions; any thread.
#pragma once

#include "annotation/image_placement.h"
#include "annotation/shape.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace limn::annotation
{

struct ShapeBlob
{
    std::vector<std::uint8_t> bytes;
    std::array<double, 4> envelope{}; ///< min x, max x, min y, max y in map coordinates
};

/// Throws ProjectError for rings with fewer than three vertices or coordinates that are no numbers.
ShapeBlob encodeShape(const Shape& shape, const ImagePlacement& placement);

/// Rings in pixel coordinates, on a grid of 2^-21 pixels, so that what was a whole or half pixel
/// comes back as one. Also reads what other programs wrote: multi-polygons give all their rings.
/// Throws ProjectError for a blob that holds no polygon.
std::vector<Ring> decodeShape(std::span<const std::uint8_t> blob, const ImagePlacement& placement);

} // namespace limn::annotation
