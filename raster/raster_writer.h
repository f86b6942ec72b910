// Writes GeoTIFFs block by block with another raster's georeferencing, so that results of any size
// need little memory. The file appears under its name only when finish() has succeeded: until then
// it is NAME.partial, which a destructor without finish() removes. One thread.
#pragma once

#include "raster/raster.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace limn::raster
{

struct PaletteEntry
{
    int value = 0;
    std::array<std::uint8_t, 3> rgb{};
    std::string name; ///< becomes the band's category name
};

struct WriterOptions
{
    PixelSize size;
    int bands = 1;
    SampleType type = SampleType::UInt8;
    std::optional<double> nodata;
    std::optional<GeoTransform> transform;
    std::vector<ControlPoint> controlPoints; ///< taken where there is no transform
    std::string crsWkt;
    std::vector<PaletteEntry> palette; ///< for one UInt8 band
    std::vector<std::string> bandNames;
    bool alpha = false;  ///< the last band says what is valid: 0 is not
    bool quick = false;  ///< compressed for speed rather than size
    int tile = 0;        ///< side of the file's tiles, a multiple of 16; 0: by the image's size
    bool sparse = false; ///< tiles that are not written take no place

    /// Size and georeferencing (transform, control points, CRS) of `info`.
    static WriterOptions like(const RasterInfo& info);
};

class RasterWriter
{
public:
    /// Throws RasterError when the file cannot be made (folder missing or unwritable, disk full).
    RasterWriter(std::string path, WriterOptions options);
    ~RasterWriter();
    RasterWriter(const RasterWriter&) = delete;
    RasterWriter& operator=(const RasterWriter&) = delete;

    /// `samples` holds the window's samples planar, as float32 or bytes; cut at the image's edge.
    /// Values beyond the type's range saturate. Throws RasterError; nothing can be written after.
    void write(const PixelRect& window, std::span<const float> samples);
    void write(const PixelRect& window, std::span<const std::uint8_t> samples);
    /// The same with samples of the file's own type, which must be one of GDAL's (not Int8 where it
    /// has none).
    void writeStored(const PixelRect& window, std::span<const std::byte> samples);
    /// Flushes, checks for write errors and gives the file its name. Throws RasterError.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A picture for people: RGBA bytes (or RGB with channels = 3), pixel by pixel, as PNG or JPEG by
/// the path's ending (JPEG shows what is transparent as white). Throws RasterError.
void writePicture(const std::string& path, int width, int height, int channels,
                  std::span<const std::uint8_t> pixels);

} // namespace limn::raster
