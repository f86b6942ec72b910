// Polygons put together, cut out of each other and made simpler, by GEOS through OGR. Coordinates
// are image pixels. Pure functions; any thread. All throw ProjectError where GEOS cannot do it.
#pragma once

#include "annotation/shape.h"

#include <vector>

namespace limn::annotation
{

enum class Combination { Union, Intersection, Difference };

/// The polygons, with their holes, that `a` combined with `b` comes to: none, one or several. What
/// crosses itself counts by the even-odd rule.
std::vector<std::vector<Ring>> combined(const std::vector<Ring>& a, const std::vector<Ring>& b,
                                        Combination how);

/// With fewer vertices: no point of the outline moves by more than `tolerance` pixels and no ring
/// crosses another. Comes back as it was where nothing can be left out.
std::vector<Ring> simplified(const std::vector<Ring>& rings, double tolerance);

} // namespace limn::annotation
