#include "raster/open_dataset.h"

#include "raster/gdal_errors.h"
#include "raster/ome_tiff.h"
#include "raster/raster.h"
#include "raster/slide_dataset.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <vector>

namespace limn::raster
{

namespace
{

namespace fs = std::filesystem;

/// GDAL also opens names that are no paths: "/vsizip/a.zip/b.tif", "NETCDF:a.nc:height".
bool isGdalName(const std::string& path)
{
    if (path.rfind("/vsi", 0) == 0)
        return true;
    const auto colon = path.find(':');
    return colon != std::string::npos && colon > 1 && path.find('/') > colon;
}

void requireReadableFile(const std::string& path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        throw RasterError(path + " does not exist; check the path or relink it");
    if (status.type() == fs::file_type::none)
        throw RasterError(path + " cannot be reached (" + error.message() +
                          "); check the path and its permissions");
    if (fs::is_directory(status))
        return;
    if (!fs::is_regular_file(status))
        throw RasterError(path + " is no file; choose an image file");
    errno = 0;
    if (!std::ifstream(path, std::ios::binary))
        throw RasterError(path + " cannot be opened (" + std::generic_category().message(errno) +
                          "); check its permissions");
    if (fs::file_size(path, error) == 0 && !error)
        throw RasterError(path + " is empty (0 bytes); export it again");
}

[[noreturn]] void throwNotOpened(const std::string& path, const GdalErrors& errors)
{
    if (isRemote(path)) {
        forgetRemote(path);
        throw RasterError(path + " cannot be opened" + errors.remark() +
                          "; check the address and the connection, then try again");
    }
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        throw RasterError(path + " is a folder, not an image; choose an image file in it");
    const GdalErrors quiet;
    const GDALDriverH driver = GDALIdentifyDriverEx(path.c_str(), GDAL_OF_RASTER, nullptr, nullptr);
    if (!driver)
        throw RasterError(path + " is no image that GDAL can read; convert it to GeoTIFF, PNG or "
                                 "JPEG and open that");
    throw RasterError(path + " looks like " + GDALGetDriverShortName(driver) +
                      " but cannot be opened" + errors.remark() +
                      "; it may be damaged or cut short: copy or export it again");
}

std::vector<InnerImage> innerImages(GDALDataset& dataset)
{
    // Not item by item: some drivers fill the list only when it is asked for as a whole.
    char** const list = dataset.GetMetadata("SUBDATASETS");
    std::vector<InnerImage> images;
    while (true) {
        const std::string prefix = "SUBDATASET_" + std::to_string(images.size() + 1);
        const char* name = CSLFetchNameValue(list, (prefix + "_NAME").c_str());
        const char* text = CSLFetchNameValue(list, (prefix + "_DESC").c_str());
        if (!name)
            return images;
        images.push_back({name, text ? text : ""});
    }
}

void requireBands(GDALDataset& dataset, const std::string& path)
{
    if (dataset.GetRasterCount() == 0) {
        std::vector<InnerImage> images = innerImages(dataset);
        if (!images.empty()) {
            const std::string first = images.front().name;
            throw SeveralImages(path +
                                    " holds several images; open one of them by its name, such "
                                    "as " +
                                    first,
                                std::move(images));
        }
        throw RasterError(path + " has no bands; choose a file with pixels in it");
    }
    if (dataset.GetRasterXSize() <= 0 || dataset.GetRasterYSize() <= 0)
        throw RasterError(path + " has no pixels; export it again");
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand& band = *dataset.GetRasterBand(number);
        if (GDALDataTypeIsComplex(band.GetRasterDataType()))
            throw RasterError(path + " has complex samples; convert it to amplitude or intensity "
                                     "first");
    }
}

/// The byte after the last one of a block, 0 where the file holds none (sparse).
std::uintmax_t endOfBlock(GDALRasterBand& band, int column, int row)
{
    const std::string place = std::to_string(column) + "_" + std::to_string(row);
    const char* offset = band.GetMetadataItem(("BLOCK_OFFSET_" + place).c_str(), "TIFF");
    if (!offset)
        return 0;
    const std::uintmax_t begin = std::strtoull(offset, nullptr, 10);
    const char* size = band.GetMetadataItem(("BLOCK_SIZE_" + place).c_str(), "TIFF");
    return begin + (size ? std::strtoull(size, nullptr, 10) : 0);
}

std::uintmax_t lastPixelByte(GDALRasterBand& band, BlockCheck check)
{
    int width = 1;
    int height = 1;
    band.GetBlockSize(&width, &height);
    const int lastColumn = (band.GetXSize() - 1) / width;
    const int lastRow = (band.GetYSize() - 1) / height;
    std::uintmax_t end = 0;
    if (check == BlockCheck::Corners) {
        for (const int row : std::set<int>{0, lastRow})
            for (const int column : std::set<int>{0, lastColumn})
                end = std::max(end, endOfBlock(band, column, row));
        return end;
    }
    for (int row = 0; row <= lastRow; ++row)
        for (int column = 0; column <= lastColumn; ++column)
            end = std::max(end, endOfBlock(band, column, row));
    return end;
}

} // namespace

void requireWhole(GDALDataset& dataset, const std::string& path, BlockCheck check)
{
    const GDALDriver* driver = dataset.GetDriver();
    std::error_code error;
    const std::uintmax_t fileSize = fs::file_size(path, error);
    if (error || !driver ||
        !EQUAL(GDALGetDriverShortName(const_cast<GDALDriver*>(driver)), "GTiff"))
        return;
    for (const int number : std::set<int>{1, dataset.GetRasterCount()}) {
        const std::uintmax_t end = lastPixelByte(*dataset.GetRasterBand(number), check);
        if (end > fileSize)
            throw RasterError(path + " is cut short (" + std::to_string(fileSize) +
                              " bytes, its pixels need at least " + std::to_string(end) +
                              "); copy or export it again");
    }
}

GDALDatasetUniquePtr openDataset(const std::string& path)
{
    registerGdal();
    if (!isGdalName(path))
        requireReadableFile(path);
    const GdalErrors errors;
    // GDAL would take most slides for ordinary TIFFs or JPEGs.
    GDALDatasetUniquePtr dataset = isSlideName(path) ? openSlide(path) : nullptr;
    if (!dataset)
        dataset.reset(GDALDataset::Open(path.c_str(),
                                        GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
    if (!dataset)
        throwNotOpened(path, errors);
    requireBands(*dataset, path);
    requireWhole(*dataset, path, BlockCheck::Corners);
    return withChannelsAndLevels(std::move(dataset), path);
}

} // namespace limn::raster
