#include "raster/georeference.h"

#include "raster/gdal_errors.h"

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <cmath>
#include <numbers>

namespace limn::raster
{

namespace
{

constexpr double degree = std::numbers::pi / 180;
// Conformal grids such as UTM differ from the ground by parts of a thousand: there the pixel size
// that the file was made with is the better answer. Mercator at 60 degrees doubles.
constexpr double gridDistortion = 0.01;

struct Closer
{
    void operator()(void* transformer) const { GDALDestroyGCPTransformer(transformer); }
    void operator()(OGRCoordinateTransformation* transformation) const
    {
        OGRCoordinateTransformation::DestroyCT(transformation);
    }
};

using ControlPointFit = std::unique_ptr<void, Closer>;
using Transformation = std::unique_ptr<OGRCoordinateTransformation, Closer>;

/// A polynomial through the control points, as gdalwarp takes it.
ControlPointFit fitControlPoints(const std::vector<ControlPoint>& points)
{
    std::vector<GDAL_GCP> gcps(points.size());
    GDALInitGCPs(static_cast<int>(gcps.size()), gcps.data());
    for (std::size_t i = 0; i < points.size(); ++i) {
        gcps[i].dfGCPPixel = points[i].column;
        gcps[i].dfGCPLine = points[i].row;
        gcps[i].dfGCPX = points[i].mapX;
        gcps[i].dfGCPY = points[i].mapY;
    }
    ControlPointFit fit(
        GDALCreateGCPTransformer(static_cast<int>(gcps.size()), gcps.data(), 0, FALSE));
    GDALDeinitGCPs(static_cast<int>(gcps.size()), gcps.data());
    return fit;
}

bool isOnEarth(const OGRSpatialReference& crs)
{
    if (crs.IsLocal() || !(crs.IsProjected() || crs.IsGeographic() || crs.IsGeocentric()))
        return false;
    OGRErr error = OGRERR_NONE;
    const double radius = crs.GetSemiMajor(&error);
    return error == OGRERR_NONE && radius > 6.3e6 && radius < 6.45e6;
}

/// Longitude and latitude, in this order.
OGRSpatialReference wgs84()
{
    OGRSpatialReference crs;
    crs.SetWellKnownGeogCS("WGS84");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

std::string nameOf(const OGRSpatialReference& crs)
{
    const char* authority = crs.GetAuthorityName(nullptr);
    const char* code = crs.GetAuthorityCode(nullptr);
    if (authority && code)
        return std::string(authority) + ":" + code;
    const char* name = crs.GetName();
    return name ? name : "";
}

double cornerProduct(const MapPoint& origin, const MapPoint& a, const MapPoint& b)
{
    return std::abs((a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x));
}

/// Square metres of a square degree of longitude and latitude on the WGS 84 ellipsoid.
double squareDegree(double latitude)
{
    constexpr double radius = 6378137;
    constexpr double squaredEccentricity = 6.69437999014e-3;
    const double sine = std::sin(latitude * degree);
    const double w = std::sqrt(1 - squaredEccentricity * sine * sine);
    const double meridian = radius * (1 - squaredEccentricity) / (w * w * w);
    const double parallel = radius / w * std::cos(latitude * degree);
    return meridian * parallel * degree * degree;
}

} // namespace

struct Georeference::State
{
    PixelSize size;
    bool affine = false;
    GeoTransform forward{};
    GeoTransform inverse{};
    ControlPointFit fit;
    std::unique_ptr<OGRSpatialReference> crs;
    Transformation lonLat;
    Transformation fromLonLat;

    MapPoint mapped(double x, double y, bool toPixel) const
    {
        MapPoint point{x, y};
        if (affine) {
            const GeoTransform& t = toPixel ? inverse : forward;
            point = {t[0] + x * t[1] + y * t[2], t[3] + x * t[4] + y * t[5]};
        } else if (fit) {
            double z = 0;
            int success = FALSE;
            GDALGCPTransform(fit.get(), toPixel ? TRUE : FALSE, 1, &point.x, &point.y, &z,
                             &success);
        }
        return point;
    }

    /// Metres a pixel side if a map unit is what its CRS says it is.
    std::optional<double> nominalMetres(double column, double row) const
    {
        const MapPoint origin = mapped(column, row, false);
        const MapPoint right = mapped(column + 1, row, false);
        const MapPoint below = mapped(column, row + 1, false);
        const double side = std::sqrt(cornerProduct(origin, right, below));
        if (crs->IsGeographic())
            return side * degree * crs->GetSemiMajor() *
                   std::sqrt(std::abs(std::cos(origin.y * degree)));
        return side * crs->GetLinearUnits();
    }
};

Georeference::Georeference(const RasterInfo& info) : state_(std::make_unique<State>())
{
    registerGdal();
    const GdalErrors quiet;
    state_->size = info.size;
    if (info.transform) {
        state_->forward = *info.transform;
        state_->affine = GDALInvGeoTransform(state_->forward.data(), state_->inverse.data()) != 0;
    } else if (!info.controlPoints.empty()) {
        state_->fit = fitControlPoints(info.controlPoints);
    }
    if (info.crsWkt.empty() || !isGeoreferenced())
        return;
    auto crs = std::make_unique<OGRSpatialReference>();
    if (crs->importFromWkt(info.crsWkt.c_str()) != OGRERR_NONE)
        return;
    crs->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (isOnEarth(*crs)) {
        const OGRSpatialReference geographic = wgs84();
        state_->lonLat.reset(OGRCreateCoordinateTransformation(crs.get(), &geographic));
        state_->fromLonLat.reset(OGRCreateCoordinateTransformation(&geographic, crs.get()));
    }
    state_->crs = std::move(crs);
}

Georeference::~Georeference() = default;
Georeference::Georeference(Georeference&&) noexcept = default;
Georeference& Georeference::operator=(Georeference&&) noexcept = default;

bool Georeference::isGeoreferenced() const
{
    return state_->affine || state_->fit;
}

MapPoint Georeference::toMap(double column, double row) const
{
    return state_->mapped(column, row, false);
}

MapPoint Georeference::toPixel(double mapX, double mapY) const
{
    return state_->mapped(mapX, mapY, true);
}

std::optional<MapPoint> Georeference::toLonLat(double column, double row) const
{
    if (!state_->lonLat)
        return {};
    const GdalErrors quiet;
    MapPoint point = toMap(column, row);
    if (!state_->lonLat->Transform(1, &point.x, &point.y) || !std::isfinite(point.x) ||
        !std::isfinite(point.y) || std::abs(point.y) > 90)
        return {};
    point.x = std::remainder(point.x, 360);
    return point;
}

std::optional<MapPoint> Georeference::fromLonLat(double longitude, double latitude) const
{
    if (!state_->fromLonLat)
        return {};
    const GdalErrors quiet;
    MapPoint point{longitude, latitude};
    if (!state_->fromLonLat->Transform(1, &point.x, &point.y) || !std::isfinite(point.x) ||
        !std::isfinite(point.y))
        return {};
    return toPixel(point.x, point.y);
}

std::string Georeference::crsName() const
{
    return state_->crs ? nameOf(*state_->crs) : "";
}

std::optional<double> Georeference::metresPerPixel() const
{
    return metresPerPixel(state_->size.width / 2.0, state_->size.height / 2.0);
}

std::optional<double> Georeference::metresPerPixel(double column, double row) const
{
    if (!state_->crs)
        return {};
    const std::optional<double> nominal = state_->nominalMetres(column, row);
    const auto origin = toLonLat(column, row);
    const auto right = toLonLat(column + 1, row);
    const auto below = toLonLat(column, row + 1);
    const bool usable = nominal && std::isfinite(*nominal) && *nominal > 0;
    if (!origin || !right || !below)
        return usable ? nominal : std::optional<double>();
    const double ground =
        std::sqrt(cornerProduct(*origin, *right, *below) * squareDegree(origin->y));
    if (!std::isfinite(ground) || !(ground > 0))
        return {};
    const bool close = usable && std::abs(*nominal / ground - 1) < gridDistortion;
    return close ? nominal : ground;
}

std::optional<double> Georeference::metresPerMapUnit() const
{
    if (!state_->crs || state_->crs->IsGeographic() || state_->crs->IsGeocentric())
        return {};
    const double unit = state_->crs->GetLinearUnits();
    const auto nominal = state_->nominalMetres(state_->size.width / 2.0, state_->size.height / 2.0);
    const auto ground = metresPerPixel();
    if (!nominal || !ground || std::abs(*nominal / *ground - 1) >= gridDistortion)
        return {};
    return unit;
}

} // namespace limn::raster
