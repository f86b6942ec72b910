// Finds the object inside a polygon drawn roughly around it. Pure functions; any thread.
#pragma once

#include "annotation/area.h"
#include "annotation/flood_fill.h"
#include "annotation/mask_tiles.h"
#include "annotation/progress.h"
#include "annotation/shape.h"

namespace limn::annotation
{

/// GrabCut (Rother, Kolmogorov, Blake: "GrabCut: interactive foreground extraction using iterated
/// graph cuts", 2004) on the red, green and blue of `picture`: what is outside the polygon is
/// background, what is inside may be the object. Inside, pixels that `mask` has as `classValue`
/// surely belong to it and those of other classes surely do not. Where the polygon's surroundings
/// hold more than maxGrabCutSamples pixels they are sampled. Nothing outside the polygon is found.
/// Throws Cancelled, what `picture` throws, and ProjectError where nothing outside the polygon or
/// nothing inside is left to compare.
Area findObject(const Shape& around, int classValue, const MaskTiles& mask,
                const ReducedPictureSource& picture, Progress& progress);

inline constexpr std::int64_t maxGrabCutSamples = 250'000;

} // namespace limn::annotation
