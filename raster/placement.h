// Where the pixels of a window come from when part of it may lie outside the image and it is
// resampled on the way. Internal to the raster room; plain values, any thread.
#pragma once

#include "raster/pixel_rect.h"

#include <string>

namespace limn::raster
{

/// Where the part of a window that lies inside the image goes in the output, and the exact part of
/// the image that fills it.
struct Placement
{
    PixelRect target; ///< output pixels
    double x = 0;     ///< full-resolution pixels
    double y = 0;
    double width = 0;
    double height = 0;
};

/// Of a window read to `out` pixels: those whose centres lie inside the image.
Placement placed(const PixelRect& window, PixelSize out, PixelSize image);

/// The same part of a copy that is `factor` times smaller.
Placement reducedPlace(const Placement& place, int factor);

/// "columns 0 to 256, rows 512 to 768"
std::string describeWindow(const Placement& place);

} // namespace limn::raster
