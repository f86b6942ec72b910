#include "raster/decoded_pieces.h"

#include "raster/decoding_room.h"
#include "raster/gdal_errors.h"
#include "raster/raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cpl_string.h>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace limn::raster
{

namespace
{

/// GDAL's PNG driver decodes an interlaced image in parts of so many bytes.
constexpr double interlacedPart = 100e6;
/// Of a virtual dataset.
constexpr int sourcesLookedAt = 16;
/// Of an image, to know how large they are in the file.
constexpr double blocksLookedAt = 1024;
/// In bytes, decoded; of such it is not worth knowing.
constexpr double littleBlock = 1 << 20;
/// Of a pixel of a lossless WebP, besides its samples.
constexpr double losslessBytes = 4;
/// Of a progressive JPEG's sample, before its pixels can be made.
constexpr double coefficientBytes = 2;

/// Byte 28 of the file: the last of the header chunk, which comes first.
bool isInterlacedPng(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::array<char, 29> head{};
    return file.read(head.data(), head.size()) && head.back() == 1;
}

/// Goes from chunk to chunk until one holds the picture (RFC 9649, section 2).
bool isLosslessWebp(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    file.seekg(12);
    std::array<char, 8> head{};
    while (file.read(head.data(), head.size())) {
        const std::string_view name(head.data(), 4);
        if (name == "VP8L" || name == "VP8 ")
            return name == "VP8L";
        std::int64_t bytes = 0;
        for (int i = 7; i >= 4; --i)
            bytes = 256 * bytes + static_cast<unsigned char>(head[static_cast<std::size_t>(i)]);
        file.seekg(bytes + bytes % 2, std::ios::cur);
    }
    return false;
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

bool isOf(GDALDataset& dataset, const char* format)
{
    GDALDriver* driver = dataset.GetDriver();
    return driver && EQUAL(GDALGetDriverShortName(GDALDriver::ToHandle(driver)), format);
}

bool isInterleaved(GDALDataset& dataset)
{
    const char* interleave = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE");
    return dataset.GetRasterCount() > 1 && interleave && EQUAL(interleave, "PIXEL");
}

/// All samples of the image.
double imageBytes(GDALDataset& dataset)
{
    double bytes = 0;
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand& band = *dataset.GetRasterBand(number);
        bytes += static_cast<double>(GDALGetDataTypeSizeBytes(band.GetRasterDataType())) *
                 band.GetXSize() * band.GetYSize();
    }
    return bytes;
}

/// `level`: of the overviews, from 0; -1 is the image itself. nullptr where it has none.
GDALRasterBand* bandAt(GDALDataset& dataset, int number, int level)
{
    GDALRasterBand* band = dataset.GetRasterBand(number);
    if (level < 0)
        return band;
    return level < band->GetOverviewCount() ? band->GetOverview(level) : nullptr;
}

/// What a TIFF holds of the band's largest block; nothing where there are too many to look at each.
std::optional<double> largestStored(GDALRasterBand& band, PixelSize block)
{
    const int columns = (band.GetXSize() + block.width - 1) / block.width;
    const int rows = (band.GetYSize() + block.height - 1) / block.height;
    if (static_cast<double>(columns) * rows > blocksLookedAt)
        return {};
    double largest = 0;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const std::string name =
                "BLOCK_SIZE_" + std::to_string(column) + "_" + std::to_string(row);
            if (const char* bytes = band.GetMetadataItem(name.c_str(), "TIFF"))
                largest = std::max(largest, CPLAtof(bytes));
        }
    return largest;
}

double blockBytes(GDALDataset& dataset, int level, double fileBytes)
{
    GDALRasterBand* first = bandAt(dataset, 1, level);
    const bool interleaved =
        isInterleaved(level >= 0 && first && first->GetDataset() ? *first->GetDataset() : dataset);
    const bool compressed = dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") != nullptr;
    double together = 0;
    double largest = 0;
    double stored = 0;
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand* band = bandAt(dataset, number, level);
        if (!band)
            continue;
        PixelSize size;
        band->GetBlockSize(&size.width, &size.height);
        const double block =
            static_cast<double>(GDALGetDataTypeSizeBytes(band->GetRasterDataType())) * size.width *
            size.height;
        together += block;
        largest = std::max(largest, block);
        // All bands lie in the first one's blocks where they are interleaved.
        if (compressed && (number == 1 || !interleaved)) {
            // Asking a server for it would make opening slow.
            const bool worthKnowing = isOf(dataset, "GTiff") && std::isfinite(fileBytes) &&
                                      block * dataset.GetRasterCount() > littleBlock;
            const auto known = worthKnowing ? largestStored(*band, size) : std::nullopt;
            stored = std::max(stored, known.value_or(fileBytes));
        }
    }
    const double piece = interleaved ? together : largest;
    // Interleaved, it is decoded for all bands, then copied band by band.
    return (interleaved ? 2 : 1) * piece + std::min(piece, stored);
}

/// Of the image and its overviews.
double ownPieces(GDALDataset& dataset, const std::string& path)
{
    if (isOf(dataset, "WEBP"))
        return imageBytes(dataset) +
               (isLosslessWebp(path)
                    ? losslessBytes * dataset.GetRasterXSize() * dataset.GetRasterYSize()
                    : 0);
    if (isOf(dataset, "PNG") && isInterlacedPng(path))
        return std::min(imageBytes(dataset), interlacedPart);
    if (isOf(dataset, "JPEG") && isProgressiveJpeg(path))
        return coefficientBytes * imageBytes(dataset);
    std::error_code error;
    const auto size = static_cast<double>(std::filesystem::file_size(path, error));
    // Of what is no local file it is not known.
    const double fileBytes = error ? std::numeric_limits<double>::infinity() : size;
    double most = 0;
    for (int level = -1; level < dataset.GetRasterBand(1)->GetOverviewCount(); ++level)
        most = std::max(most, blockBytes(dataset, level, fileBytes));
    return most;
}

double piecesOfSources(GDALDataset& dataset, const std::string& path)
{
    if (!isOf(dataset, "VRT"))
        return 0;
    const CPLStringList files(dataset.GetFileList());
    // The path too: a file of channels and levels was put together from its own parts.
    std::vector<std::string> sources{path};
    for (int i = 0; i < std::min(sourcesLookedAt, files.size()); ++i)
        sources.emplace_back(files[i]);
    double most = 0;
    for (const std::string& file : sources) {
        if (isRemote(file))
            continue;
        // What is no image, or is gone, is told when it is read.
        const GdalErrors quiet;
        const GDALDatasetUniquePtr source(
            GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
        if (source && source->GetRasterCount() > 0)
            most = std::max(most, ownPieces(*source, file));
    }
    return most;
}

} // namespace

double decodedAtOnce(GDALDataset& dataset, const std::string& path)
{
    const double most = std::max(ownPieces(dataset, path), piecesOfSources(dataset, path));
    if (most > static_cast<double>(DecodingRoom::usualBytes))
        throw RasterError(path + " can only be decoded in pieces that need more than 512 MiB; "
                                 "rewrite it with gdal_translate -co TILED=YES and open that");
    return most;
}

} // namespace limn::raster
