#include "annotation/ogr_rings.h"

namespace limn::annotation
{

std::vector<Ring> ringsOf(const OGRPolygon& polygon)
{
    std::vector<Ring> rings;
    for (const OGRLinearRing* line : polygon) {
        Ring ring;
        for (int i = 0; i < line->getNumPoints(); ++i)
            ring.push_back({line->getX(i), line->getY(i)});
        if (ring.size() > 1 && ring.front() == ring.back())
            ring.pop_back();
        if (ring.size() < 3 && rings.empty())
            return {};
        if (ring.size() >= 3)
            rings.push_back(std::move(ring));
    }
    return rings;
}

void collectPolygons(const OGRGeometry& geometry, std::vector<std::vector<Ring>>& polygons)
{
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
        auto rings = ringsOf(*geometry.toPolygon());
        if (!rings.empty())
            polygons.push_back(std::move(rings));
    } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection())
            collectPolygons(*part, polygons);
    }
}

std::unique_ptr<OGRPolygon> toOgr(const std::vector<Ring>& rings)
{
    auto polygon = std::make_unique<OGRPolygon>();
    for (const Ring& ring : rings) {
        OGRLinearRing line;
        line.setNumPoints(static_cast<int>(ring.size()) + 1, FALSE);
        for (std::size_t i = 0; i <= ring.size(); ++i) {
            const Point& point = ring[i % ring.size()];
            line.setPoint(static_cast<int>(i), point.x, point.y);
        }
        polygon->addRing(&line);
    }
    return polygon;
}

} // namespace limn::annotation
