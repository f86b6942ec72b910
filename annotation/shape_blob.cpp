#include "annotation/shape_blob.h"

#include "annotation/project.h"

#include <ogr_geometry.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

namespace limn::annotation
{
namespace
{

constexpr double grid = 1 << 21;
constexpr std::uint32_t wkbPolygonType = 3;
constexpr std::uint8_t littleEndian = 1;
constexpr std::size_t headerWithoutEnvelope = 8;
constexpr std::array<std::size_t, 5> envelopeBytes{0, 32, 48, 48, 64};

template <typename T>
void append(std::vector<std::uint8_t>& bytes, T value)
{
    static_assert(std::endian::native == std::endian::little);
    const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
    bytes.insert(bytes.end(), first, first + sizeof(T));
}

void appendRings(const OGRPolygon& polygon, const ImagePlacement& placement,
                 std::vector<Ring>& rings)
{
    for (const OGRLinearRing* line : polygon) {
        Ring ring;
        const int count = line->getNumPoints();
        for (int i = 0; i < count; ++i) {
            const Point pixel = placement.toPixel({line->getX(i), line->getY(i)});
            ring.push_back({std::round(pixel.x * grid) / grid, std::round(pixel.y * grid) / grid});
        }
        if (ring.size() > 1 && ring.front() == ring.back())
            ring.pop_back();
        if (ring.size() >= 3)
            rings.push_back(std::move(ring));
    }
}

} // namespace

ShapeBlob encodeShape(const Shape& shape, const ImagePlacement& placement)
{
    requireDrawable(shape);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    ShapeBlob blob;
    blob.envelope = {infinity, -infinity, infinity, -infinity};
    std::vector<std::uint8_t> wkb;
    append(wkb, littleEndian);
    append(wkb, wkbPolygonType);
    append(wkb, static_cast<std::uint32_t>(shape.rings.size()));
    for (const Ring& ring : shape.rings) {
        append(wkb, static_cast<std::uint32_t>(ring.size() + 1));
        for (std::size_t i = 0; i <= ring.size(); ++i) {
            const Point map = placement.toMap(ring[i % ring.size()]);
            append(wkb, map.x);
            append(wkb, map.y);
            blob.envelope[0] = std::min(blob.envelope[0], map.x);
            blob.envelope[1] = std::max(blob.envelope[1], map.x);
            blob.envelope[2] = std::min(blob.envelope[2], map.y);
            blob.envelope[3] = std::max(blob.envelope[3], map.y);
        }
    }
    constexpr std::uint8_t flags = 1 | 1 << 1; // little endian, envelope of x and y
    blob.bytes = {'G', 'P', 0, flags};
    append(blob.bytes, static_cast<std::int32_t>(placement.srsId));
    for (const double bound : blob.envelope)
        append(blob.bytes, bound);
    blob.bytes.insert(blob.bytes.end(), wkb.begin(), wkb.end());
    return blob;
}

std::vector<Ring> decodeShape(std::span<const std::uint8_t> blob, const ImagePlacement& placement)
{
    const char* const damaged = "A polygon of the project is damaged: delete it in a GIS, or "
                                "restore the project from a backup.";
    if (blob.size() < headerWithoutEnvelope || blob[0] != 'G' || blob[1] != 'P')
        throw ProjectError(damaged);
    const std::size_t envelopeKind = blob[3] >> 1 & 7;
    if (envelopeKind >= envelopeBytes.size())
        throw ProjectError(damaged);
    const std::size_t header = headerWithoutEnvelope + envelopeBytes[envelopeKind];
    if (blob.size() <= header)
        throw ProjectError(damaged);
    OGRGeometry* parsed = nullptr;
    const OGRErr result = OGRGeometryFactory::createFromWkb(blob.data() + header, nullptr, &parsed,
                                                            blob.size() - header);
    const std::unique_ptr<OGRGeometry> geometry(parsed);
    if (result != OGRERR_NONE || !geometry)
        throw ProjectError(damaged);
    const std::unique_ptr<OGRGeometry> linear(geometry->getLinearGeometry());
    std::vector<Ring> rings;
    const auto type = wkbFlatten(linear->getGeometryType());
    if (type == wkbPolygon) {
        appendRings(*linear->toPolygon(), placement, rings);
    } else if (type == wkbMultiPolygon) {
        for (const OGRPolygon* part : *linear->toMultiPolygon())
            appendRings(*part, placement, rings);
    } else {
        throw ProjectError(damaged);
    }
    return rings;
}

} // namespace limn::annotation
