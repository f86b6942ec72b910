// The samples of a band that stand for all of them: from a reduced read where that is cheap, else
// from windows scattered over the image. Internal to the raster room; any thread.
#pragma once

#include "raster/raster.h"

#include <vector>

namespace limn::raster
{

/// At most about 1000 x 1000 valid samples of `window`, which must lie inside the image. Throws
/// RasterError when reading fails.
std::vector<float> bandSamples(const Raster& raster, int band, const PixelRect& window);

} // namespace limn::raster
