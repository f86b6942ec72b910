// An image file of any size, opened through GDAL, read by windows at any reduction.
//
// A Raster is immutable once open and may be shared by any number of threads: each read borrows a
// GDAL handle of its own from a pool inside (GDAL handles are not thread-safe), so concurrent reads
// do not wait for each other, unless the file can only be decoded in large pieces: then each takes
// its share of a room for decoding (decoding_room.h). Pixels leave as float32, planar, with a
// validity byte a pixel.
#pragma once

#include "raster/decoding_room.h"
#include "raster/pixel_rect.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace limn::raster
{

/// What went wrong with a raster: one sentence with the file's name and what to do about it.
class RasterError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// One of several images that a file holds (NetCDF variables, HDF data sets).
struct InnerImage
{
    std::string name; ///< to be opened by, "NETCDF:\"heights.nc\":height"
    std::string
        description; ///< GDAL's, with the size: "[1x200x300] height (32-bit floating-point)"
};

/// The file is no image itself but holds several.
class SeveralImages : public RasterError
{
public:
    SeveralImages(const std::string& what, std::vector<InnerImage> images)
        : RasterError(what), images_(std::move(images))
    {}
    const std::vector<InnerImage>& images() const { return images_; }

private:
    std::vector<InnerImage> images_;
};

enum class SampleType { UInt8, Int8, UInt16, Int16, UInt32, Int32, Float32, Float64 };

enum class BandRole { Unknown, Grey, Palette, Red, Green, Blue, Alpha, NearInfrared };

struct BandInfo
{
    std::string name; ///< the file's description, else "Band 1" ... or the role's name
    SampleType type = SampleType::UInt8;
    BandRole role = BandRole::Unknown;
    std::optional<double> nodata;
};

/// Pixel (column, row) to map: X = t[0] + column t[1] + row t[2], Y = t[3] + column t[4] + row t[5]
/// (GDAL's order; the origin is the top left pixel's outer corner).
using GeoTransform = std::array<double, 6>;

/// A place of the image (continuous pixel coordinates) and where it lies on the map.
struct ControlPoint
{
    double column = 0;
    double row = 0;
    double mapX = 0;
    double mapY = 0;
};

struct RasterInfo
{
    std::string path;
    std::string driver; ///< GDAL's short name, "GTiff"
    PixelSize size;
    std::vector<BandInfo> bands;      ///< alpha bands are not listed here
    std::vector<PixelSize> overviews; ///< largest first
    PixelSize block;                  ///< the file's own tile or strip size
    std::optional<GeoTransform> transform;
    std::vector<ControlPoint> controlPoints; ///< only where the file has them and no transform
    std::string crsWkt;     ///< of the transform or the control points; empty when there is none
    bool masked = false;    ///< alpha, a mask or the palette says what is valid
    bool bandMasks = false; ///< some bands have masks of their own
    int alphaBand = 0;      ///< the file's band (from 1) that is taken as alpha; 0: none
    bool paletted = false;  ///< red, green, blue come from a colour table, indices by readIndices()
};

/// float32 samples of a window: sample(b, x, y) = samples[(b * height + y) * width + x].
struct PixelBlock
{
    int width = 0;
    int height = 0;
    int bands = 0;
    std::vector<float> samples;
    std::vector<std::uint8_t> valid; ///< width * height; 0 where nodata, NaN, masked or outside

    float sample(int band, int x, int y) const
    {
        return samples[(static_cast<std::size_t>(band) * height + y) * width + x];
    }
    bool isValid(int x, int y) const { return valid[static_cast<std::size_t>(y) * width + x] != 0; }
};

enum class Resampling { Nearest, Average, Bilinear };

struct StoredSamples;

class Raster
{
public:
    /// Opens `path` (anything that GDAL or OpenSlide opens). Throws RasterError for a missing,
    /// empty, truncated or non-image file, one without bands, sizes beyond 2^31 - 1, or pieces that
    /// need more than 512 MiB to be decoded;
    /// SeveralImages for one that holds several.
    /// `reducedCopies` (see overview_builder.h) that are there are read instead of the file where
    /// they suffice; those that do not fit are left out. Rasters that may be read side by side are
    /// given one and the same room; without, the raster has a usual one of its own.
    static std::shared_ptr<Raster> open(const std::string& path,
                                        const std::vector<std::string>& reducedCopies = {},
                                        std::shared_ptr<DecodingRoom> room = nullptr);
    ~Raster();
    Raster(const Raster&) = delete;
    Raster& operator=(const Raster&) = delete;

    const RasterInfo& info() const;
    PixelSize size() const { return info().size; }
    PixelRect bounds() const { return {0, 0, size().width, size().height}; }
    int bandCount() const { return static_cast<int>(info().bands.size()); }

    /// The bands `bands` (0-based, in that order) of `window` (full-resolution pixels; it may stick
    /// out of the image: outside is invalid and 0), resampled to `out`. Overviews are used where
    /// they suffice. Palettes are expanded to red, green, blue by the info's bands, so that a
    /// paletted file shows three bands (always nearest). A pixel is invalid where every band asked
    /// for is nodata or masked, where any is NaN or infinite, and where alpha or the file's mask is
    /// 0; its samples are then 0. Throws RasterError when reading fails, or was stopped while it
    /// waited for room.
    PixelBlock read(const PixelRect& window, PixelSize out, std::span<const int> bands,
                    Resampling resampling = Resampling::Nearest, const ReadWatch& watch = {}) const;
    /// All bands at full resolution.
    PixelBlock read(const PixelRect& window) const;

private:
    friend std::vector<std::uint8_t> readIndices(const Raster& raster, const PixelRect& window);
    friend void readStored(const Raster& raster, const PixelRect& window, StoredSamples& block);

    struct Handles;
    explicit Raster(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

/// Whole-number values of band 1 (class masks, a palette's indices): `window` at full resolution;
/// outside and nodata are 0. Throws RasterError for fractions and values outside 0..255.
std::vector<std::uint8_t> readIndices(const Raster& raster, const PixelRect& window);

} // namespace limn::raster
