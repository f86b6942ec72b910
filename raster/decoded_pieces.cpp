#include "raster/decoded_pieces.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>

namespace limn::raster
{

namespace
{

/// GDAL's PNG driver decodes an interlaced image in parts of so many bytes.
constexpr double interlacedPart = 100e6;
/// Of a progressive JPEG's sample, before its pixels can be made.
constexpr double coefficientBytes = 2;

/// Byte 28 of the file: the last of the header chunk, which comes first.
bool isInterlacedPng(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::array<char, 29> head{};
    return file.read(head.data(), head.size()) && head.back() == 1;
}

/// Goes from marker to marker until one begins a frame (ITU-T T.81, B.1.1.3).
bool isProgressiveJpeg(const std::string& path)
{
    constexpr int startOfScan = 0xda;
    constexpr std::array progressive{0xc2, 0xc6, 0xca, 0xce};
    std::ifstream file(path, std::ios::binary);
    file.seekg(2);
    while (file) {
        int marker = file.get();
        while (marker == 0xff)
            marker = file.get();
        if (std::find(progressive.begin(), progressive.end(), marker) != progressive.end())
            return true;
        if (marker == startOfScan)
            return false;
        const int high = file.get();
        const int low = file.get();
        file.seekg(high * 256 + low - 2, std::ios::cur);
    }
    return false;
}

} // namespace

double decodedAtOnce(GDALDataset& dataset, const std::string& path)
{
    double imageBytes = 0;
    double blockBytes = 0;
    double largestBand = 0;
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand& band = *dataset.GetRasterBand(number);
        int width = 0;
        int height = 0;
        band.GetBlockSize(&width, &height);
        const double sample = GDALGetDataTypeSizeBytes(band.GetRasterDataType());
        const double block = sample * width * height;
        imageBytes += sample * band.GetXSize() * band.GetYSize();
        blockBytes += block;
        largestBand = std::max(largestBand, block);
    }
    GDALDriver* driver = dataset.GetDriver();
    const char* name = driver ? GDALGetDriverShortName(GDALDriver::ToHandle(driver)) : "";
    if (EQUAL(name, "WEBP"))
        return imageBytes;
    if (EQUAL(name, "PNG") && isInterlacedPng(path))
        return std::min(imageBytes, interlacedPart);
    if (EQUAL(name, "JPEG") && isProgressiveJpeg(path))
        return coefficientBytes * imageBytes;
    const char* interleave = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE");
    const bool together = dataset.GetRasterCount() > 1 && interleave && EQUAL(interleave, "PIXEL");
    // Decoded for all bands, then once more band by band.
    return together ? 2 * blockBytes : largestBand;
}

} // namespace limn::raster
