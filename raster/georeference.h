// Pixel coordinates to the map and back, and to longitude and latitude. Pixel coordinates are
// continuous: (0, 0) is the outer corner of the top left pixel, (0.5, 0.5) its centre.
#pragma once

#include "raster/raster.h"

#include <memory>
#include <optional>
#include <string>

namespace limn::raster
{

struct MapPoint
{
    double x = 0;
    double y = 0;
};

/// Not thread-safe (PROJ contexts are not); cheap to make one a thread.
class Georeference
{
public:
    explicit Georeference(const RasterInfo& info);
    ~Georeference();
    Georeference(Georeference&&) noexcept;
    Georeference& operator=(Georeference&&) noexcept;

    bool isGeoreferenced() const;
    /// Through the transform, else a polynomial through the control points; without either the
    /// pixel coordinates themselves.
    MapPoint toMap(double column, double row) const;
    MapPoint toPixel(double mapX, double mapY) const;
    /// Longitude and latitude in degrees; nothing where the file names no Earth CRS.
    std::optional<MapPoint> toLonLat(double column, double row) const;
    /// Back again: pixel coordinates, perhaps outside the image; nothing where there is no way.
    std::optional<MapPoint> fromLonLat(double longitude, double latitude) const;
    std::string crsName() const; ///< "EPSG:26914", else the CRS's name, else empty
    /// Ground size of the middle pixel in metres (square root of its area); nothing without a CRS.
    std::optional<double> metresPerPixel() const;
    std::optional<double> metresPerPixel(double column, double row) const; ///< at that place
    /// Metres a unit of the map, where plane distances on the map are those on the ground to a per
    /// cent (UTM and the like, around the middle of the image); nothing elsewhere.
    std::optional<double> metresPerMapUnit() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::raster
