#include "annotation/shape_geometry.h"

#include "annotation/ogr_rings.h"
#include "annotation/project.h"
#include "annotation/quiet_gdal.h"

#include <algorithm>

namespace limn::annotation
{
namespace
{

using GeometryPtr = std::unique_ptr<OGRGeometry>;

[[noreturn]] void failGeometry()
{
    throw ProjectError("These polygons cannot be combined: simplify them, or move a vertex a "
                       "little, and try again.");
}

GeometryPtr required(OGRGeometry* geometry)
{
    if (!geometry)
        failGeometry();
    return GeometryPtr(geometry);
}

/// What lies inside by the even-odd rule over all rings, as a geometry that GEOS accepts.
GeometryPtr evenOdd(const std::vector<Ring>& rings)
{
    GeometryPtr whole = toOgr(rings);
    if (whole->IsValid())
        return whole;
    whole.reset();
    for (const Ring& ring : rings) {
        GeometryPtr part = required(toOgr({ring})->MakeValid());
        whole = whole ? required(whole->SymDifference(part.get())) : std::move(part);
    }
    if (!whole)
        failGeometry();
    return whole;
}

} // namespace

std::vector<std::vector<Ring>> combined(const std::vector<Ring>& a, const std::vector<Ring>& b,
                                        Combination how)
{
    const QuietGdal quiet;
    const GeometryPtr first = evenOdd(a);
    const GeometryPtr second = evenOdd(b);
    OGRGeometry* result = nullptr;
    switch (how) {
    case Combination::Union:
        result = first->Union(second.get());
        break;
    case Combination::Intersection:
        result = first->Intersection(second.get());
        break;
    case Combination::Difference:
        result = first->Difference(second.get());
        break;
    }
    const GeometryPtr both = required(result);
    std::vector<std::vector<Ring>> polygons;
    collectPolygons(*both, polygons);
    return polygons;
}

std::vector<Ring> simplified(const std::vector<Ring>& rings, double tolerance)
{
    if (tolerance <= 0)
        return rings;
    const QuietGdal quiet;
    const GeometryPtr result(toOgr(rings)->SimplifyPreserveTopology(tolerance));
    std::vector<std::vector<Ring>> polygons;
    if (result)
        collectPolygons(*result, polygons);
    return polygons.size() == 1 ? std::move(polygons.front()) : rings;
}

} // namespace limn::annotation
