// Between our rings and OGR's polygons. Pure functions; any thread.
#pragma once

#include "annotation/shape.h"

#include <memory>
#include <ogr_geometry.h>
#include <vector>

namespace limn::annotation
{

/// The polygon's rings, not closed; those of fewer than three vertices are left out, and with the
/// outline everything.
std::vector<Ring> ringsOf(const OGRPolygon& polygon);

/// Every polygon in a geometry of any kind, also inside collections.
void collectPolygons(const OGRGeometry& geometry, std::vector<std::vector<Ring>>& polygons);

/// The first ring as outline, the others as holes; closed.
std::unique_ptr<OGRPolygon> toOgr(const std::vector<Ring>& rings);

} // namespace limn::annotation
