#include "raster/tiff_directories.h"

#include "raster/gdal_errors.h"

#include <cpl_vsi.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace limn::raster
{

namespace
{

/// More levels than any pyramid has.
constexpr std::uint16_t mostBelow = 64;

VSILFILE* fileOf(thandle_t handle)
{
    return static_cast<VSILFILE*>(handle);
}

tmsize_t readBytes(thandle_t handle, void* to, tmsize_t bytes)
{
    return static_cast<tmsize_t>(VSIFReadL(to, 1, static_cast<std::size_t>(bytes), fileOf(handle)));
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t)
{
    return 0;
}

toff_t seekTo(thandle_t handle, toff_t offset, int from)
{
    return VSIFSeekL(fileOf(handle), offset, from) == 0 ? VSIFTellL(fileOf(handle))
                                                        : static_cast<toff_t>(-1);
}

int closeLater(thandle_t)
{
    return 0;
}

toff_t sizeOf(thandle_t handle)
{
    const vsi_l_offset before = VSIFTellL(fileOf(handle));
    VSIFSeekL(fileOf(handle), 0, SEEK_END);
    const vsi_l_offset size = VSIFTellL(fileOf(handle));
    VSIFSeekL(fileOf(handle), before, SEEK_SET);
    return size;
}

/// The one that libtiff is at; without those below.
TiffDirectory currentDirectory(TIFF* tiff)
{
    TiffDirectory directory;
    directory.offset = TIFFCurrentDirOffset(tiff);
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t samples = 1;
    std::uint16_t bits = 1;
    std::uint16_t format = 1;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    constexpr std::uint32_t longest = 0x7fffffff;
    directory.size = {static_cast<int>(std::min(width, longest)),
                      static_cast<int>(std::min(height, longest))};
    directory.samples = samples;
    directory.bits = bits;
    directory.format = format;
    return directory;
}

std::vector<std::uint64_t> offsetsBelow(TIFF* tiff)
{
    std::uint16_t count = 0;
    std::uint64_t* offsets = nullptr;
    if (!TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &offsets) || !offsets)
        return {};
    return {offsets, offsets + std::min(count, mostBelow)};
}

} // namespace

std::vector<TiffDirectory> tiffDirectories(const std::string& path, std::size_t most)
{
    const GdalErrors quiet; // GDAL takes what libtiff says
    const std::unique_ptr<VSILFILE, int (*)(VSILFILE*)> file(VSIFOpenL(path.c_str(), "rb"),
                                                             VSIFCloseL);
    if (!file)
        return {};
    // Lists of tiles are not needed and may be long.
    const std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(
        TIFFClientOpen(path.c_str(), "rO", file.get(), readBytes, writeNothing, seekTo, closeLater,
                       sizeOf, nullptr, nullptr),
        TIFFClose);
    if (!tiff)
        return {};
    std::vector<TiffDirectory> directories;
    std::vector<std::vector<std::uint64_t>> below;
    while (directories.size() < most) {
        directories.push_back(currentDirectory(tiff.get()));
        below.push_back(offsetsBelow(tiff.get()));
        if (!TIFFReadDirectory(tiff.get()))
            break;
    }
    for (std::size_t i = 0; i < directories.size(); ++i)
        for (const std::uint64_t offset : below[i])
            if (TIFFSetSubDirectory(tiff.get(), offset))
                directories[i].below.push_back(currentDirectory(tiff.get()));
    return directories;
}

} // namespace limn::raster
