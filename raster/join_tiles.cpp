#include "raster/join_tiles.h"

#include "raster/gdal_errors.h"
#include "raster/publish_file.h"
#include "raster/raster.h"

#include <tiffio.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace limn::raster
{

namespace
{

using TiffPtr = std::unique_ptr<TIFF, void (*)(TIFF*)>;

/// How a file keeps its pixels.
struct TileKind
{
    std::uint32_t width = 0;
    std::uint32_t tileWidth = 0;
    std::uint32_t tileHeight = 0;
    std::uint16_t samples = 1;
    std::uint16_t bits = 1;
    std::uint16_t format = 1;
    std::uint16_t planes = PLANARCONFIG_CONTIG;
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t predictor = PREDICTOR_NONE;
    bool operator==(const TileKind&) const = default;

    explicit TileKind(TIFF* tiff)
    {
        TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
        TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tileWidth);
        TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tileHeight);
        TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
        TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
        TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
        TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
        TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
        TIFFGetField(tiff, TIFFTAG_PREDICTOR, &predictor);
    }

    /// Planes that have tiles of their own.
    std::uint16_t planeCount() const
    {
        return planes == PLANARCONFIG_SEPARATE ? samples : std::uint16_t{1};
    }
};

std::uint32_t heightOf(TIFF* tiff)
{
    std::uint32_t height = 0;
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    return height;
}

TiffPtr openTiff(const std::string& path, const char* mode)
{
    return {TIFFOpen(path.c_str(), mode), TIFFClose};
}

/// False when a tile cannot be read or written.
bool copyTiles(TIFF* part, TIFF* target, std::uint32_t top, const TileKind& kind,
               std::vector<std::byte>& bytes)
{
    for (std::uint16_t plane = 0; plane < kind.planeCount(); ++plane)
        for (std::uint32_t y = 0; y < heightOf(part); y += kind.tileHeight)
            for (std::uint32_t x = 0; x < kind.width; x += kind.tileWidth) {
                const std::uint32_t from = TIFFComputeTile(part, x, y, 0, plane);
                const auto count = static_cast<tmsize_t>(TIFFGetStrileByteCount(part, from));
                if (count == 0)
                    continue; // nothing but zeros or nodata
                bytes.resize(static_cast<std::size_t>(count));
                if (TIFFReadRawTile(part, from, bytes.data(), count) != count ||
                    TIFFWriteRawTile(target, TIFFComputeTile(target, x, top + y, 0, plane),
                                     bytes.data(), count) != count)
                    return false;
            }
    return true;
}

} // namespace

bool joinTiles(const std::string& target, const std::vector<std::string>& parts,
               const std::stop_token& stop)
{
    const GdalErrors errors; // GDAL takes what libtiff says
    const TiffPtr whole = openTiff(target, "r+");
    if (!whole)
        throw RasterError(writeFailure(target, errors.remark()));
    const TileKind kind(whole.get());
    std::uint32_t top = 0;
    std::vector<std::byte> bytes;
    for (const std::string& file : parts) {
        if (stop.stop_requested())
            return false;
        const TiffPtr part = openTiff(file, "r");
        const std::uint32_t height = part ? heightOf(part.get()) : 0;
        if (!part || kind.tileWidth == 0 || kind.tileHeight == 0 || top % kind.tileHeight != 0 ||
            top + height > heightOf(whole.get()) || TileKind(part.get()) != kind) {
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
            throw RasterError(file + " is damaged or was made in another way; try again, it is "
                                     "made anew");
        }
        if (!copyTiles(part.get(), whole.get(), top, kind, bytes))
            throw RasterError(writeFailure(target, errors.remark()));
        top += height;
    }
    if (!TIFFFlush(whole.get()))
        throw RasterError(writeFailure(target, errors.remark()));
    return true;
}

} // namespace limn::raster
