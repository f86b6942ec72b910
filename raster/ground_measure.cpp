#include "raster/ground_measure.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace limn::raster
{

namespace
{

constexpr double radian = std::numbers::pi / 180;
constexpr double semiMajor = 6378137;
constexpr double squaredEccentricity = 6.69437999014e-3; // WGS 84
/// A line is cut into so many pieces at most, each short enough to be straight on the ground.
constexpr int mostPieces = 512;
constexpr double pieceDegrees = 0.02;

/// From here to there in degrees, by the shorter way round.
double turn(double from, double to)
{
    return std::remainder(to - from, 360);
}

/// Metres of a short piece on the ellipsoid, by its radii at the middle latitude.
double pieceLength(const MapPoint& from, const MapPoint& to)
{
    const double latitude = (from.y + to.y) / 2 * radian;
    const double sine = std::sin(latitude);
    const double w = std::sqrt(1 - squaredEccentricity * sine * sine);
    const double north =
        semiMajor * (1 - squaredEccentricity) / (w * w * w) * (to.y - from.y) * radian;
    const double east = semiMajor / w * std::cos(latitude) * turn(from.x, to.x) * radian;
    return std::hypot(north, east);
}

/// Square metres a radian of longitude between the equator and a parallel.
double zone(double latitude)
{
    const double e = std::sqrt(squaredEccentricity);
    const double sine = std::sin(latitude * radian);
    const double term = sine / (1 - squaredEccentricity * sine * sine) +
                        std::log((1 + e * sine) / (1 - e * sine)) / (2 * e);
    return semiMajor * semiMajor * (1 - squaredEccentricity) / 2 * term;
}

/// The line's points in longitude and latitude, close enough together; nothing where one has none.
std::optional<std::vector<MapPoint>> onEarth(const Georeference& georeference,
                                             std::span<const MapPoint> pixels, bool closed)
{
    std::vector<MapPoint> places;
    const std::size_t lines = closed ? pixels.size() : pixels.size() - 1;
    for (std::size_t i = 0; i < lines; ++i) {
        const MapPoint& from = pixels[i];
        const MapPoint& to = pixels[(i + 1) % pixels.size()];
        const auto begin = georeference.toLonLat(from.x, from.y);
        const auto end = georeference.toLonLat(to.x, to.y);
        if (!begin || !end)
            return {};
        const double reach =
            std::max(std::abs(turn(begin->x, end->x)), std::abs(end->y - begin->y));
        const int pieces =
            std::clamp(static_cast<int>(std::ceil(reach / pieceDegrees)), 1, mostPieces);
        for (int piece = 0; piece < pieces; ++piece) {
            const double part = static_cast<double>(piece) / pieces;
            const auto place = georeference.toLonLat(from.x + part * (to.x - from.x),
                                                     from.y + part * (to.y - from.y));
            if (!place)
                return {};
            places.push_back(*place);
        }
    }
    const MapPoint& last = closed ? pixels.front() : pixels.back();
    const auto place = georeference.toLonLat(last.x, last.y);
    if (!place)
        return {};
    places.push_back(*place);
    return places;
}

std::vector<MapPoint> onMap(const Georeference& georeference, std::span<const MapPoint> pixels)
{
    std::vector<MapPoint> places;
    for (const MapPoint& pixel : pixels)
        places.push_back(georeference.toMap(pixel.x, pixel.y));
    return places;
}

} // namespace

double pixelLength(std::span<const MapPoint> pixels)
{
    double length = 0;
    for (std::size_t i = 1; i < pixels.size(); ++i)
        length += std::hypot(pixels[i].x - pixels[i - 1].x, pixels[i].y - pixels[i - 1].y);
    return length;
}

double pixelArea(std::span<const MapPoint> pixels)
{
    if (pixels.size() < 3)
        return 0;
    // Counted from the first point: map coordinates are far from 0, and their products large.
    const MapPoint origin = pixels.front();
    double twice = 0;
    for (std::size_t i = 1; i + 1 < pixels.size(); ++i)
        twice += (pixels[i].x - origin.x) * (pixels[i + 1].y - origin.y) -
                 (pixels[i + 1].x - origin.x) * (pixels[i].y - origin.y);
    return std::abs(twice) / 2;
}

std::optional<double> groundLength(const Georeference& georeference,
                                   std::span<const MapPoint> pixels)
{
    const auto side = georeference.metresPerPixel();
    if (!side)
        return {};
    if (pixels.size() < 2)
        return 0.0;
    if (const auto unit = georeference.metresPerMapUnit())
        return *unit * pixelLength(onMap(georeference, pixels));
    const auto places = onEarth(georeference, pixels, false);
    if (!places)
        return *side * pixelLength(pixels);
    double length = 0;
    for (std::size_t i = 1; i < places->size(); ++i)
        length += pieceLength((*places)[i - 1], (*places)[i]);
    return length;
}

std::optional<double> groundArea(const Georeference& georeference, std::span<const MapPoint> pixels)
{
    const auto side = georeference.metresPerPixel();
    if (!side)
        return {};
    if (pixels.size() < 3)
        return 0.0;
    if (const auto unit = georeference.metresPerMapUnit())
        return *unit * *unit * pixelArea(onMap(georeference, pixels));
    const auto places = onEarth(georeference, pixels, true);
    if (!places)
        return *side * *side * pixelArea(pixels);
    double area = 0;
    for (std::size_t i = 1; i < places->size(); ++i)
        area += (zone((*places)[i - 1].y) + zone((*places)[i].y)) / 2 *
                turn((*places)[i - 1].x, (*places)[i].x) * radian;
    return std::abs(area);
}

} // namespace limn::raster
