// Shapes at a reduced resolution, for looking at large images from afar.
#pragma once

#include "annotation/shape.h"

namespace limn::annotation
{

/// As rasterize(), for every `step`-th pixel of `window` in both directions from its top left;
/// `labels` holds ceil(width / step) * ceil(height / step) values.
void rasterizeSampled(const Shape& shape, int value, const raster::PixelRect& window, int step,
                      std::span<std::uint8_t> labels);

} // namespace limn::annotation
