#include "raster/overview_file.h"

#include "raster/band_layout.h"
#include "raster/gdal_errors.h"
#include "raster/open_dataset.h"
#include "raster/publish_file.h"
#include "raster/raster.h"

#include <cpl_conv.h>
#include <gdal_priv.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

namespace limn::raster
{

namespace
{

/// Smaller ones are of no use: every program reads so many pixels at once.
constexpr int smallestSide = 256;
/// The largest block size that GDAL gives the further overviews of a file as well.
constexpr const char* overviewTile = "512";

/// 2, 4, 8 ... until both sides are small; empty where they are already.
std::vector<int> reductionsOf(GDALDataset& image)
{
    std::vector<int> factors;
    const int side = std::max(image.GetRasterXSize(), image.GetRasterYSize());
    for (int factor = 2; (side + factor / 2 - 1) / (factor / 2) > smallestSide; factor *= 2)
        factors.push_back(factor);
    return factors;
}

/// Whether GDAL itself reads the file, so that it looks for overviews beside it.
bool isReadByGdalItself(GDALDataset& image, const std::string& path)
{
    const GdalErrors quiet;
    const GDALDriverH driver = GDALIdentifyDriverEx(path.c_str(), GDAL_OF_RASTER, nullptr, nullptr);
    return driver && driver == GDALDriver::ToHandle(image.GetDriver());
}

bool areMeansOfUse(GDALDataset& image, const RasterDescription& description)
{
    if (!description.layout.palette.empty() || description.layout.signedBytes)
        return false;
    // A GeoTIFF keeps one nodata value for all bands.
    const auto nodata = description.info.bands.front().nodata;
    const auto isSame = [&nodata](const BandInfo& band) {
        return band.nodata == nodata ||
               (band.nodata && nodata && std::isnan(*band.nodata) && std::isnan(*nodata));
    };
    return !image.GetRasterBand(1)->GetColorTable() &&
           std::all_of(description.info.bands.begin(), description.info.bands.end(), isSame);
}

/// Ends with an error of GDAL's own where there was one.
[[noreturn]] void throwNotWritten(const std::string& file, const GdalErrors& errors)
{
    throw RasterError(writeFailure(file, errors.remark()));
}

/// The file with its largest overview as its image, empty.
void createFile(GDALDataset& image, const std::string& file)
{
    GDALDataType type = image.GetRasterBand(1)->GetRasterDataType();
    for (int number = 2; number <= image.GetRasterCount(); ++number)
        type = GDALDataTypeUnion(type, image.GetRasterBand(number)->GetRasterDataType());
    CPLStringList options;
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("BLOCKXSIZE", overviewTile);
    options.SetNameValue("BLOCKYSIZE", overviewTile);
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("SPARSE_OK", "TRUE");
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    const bool picture = type == GDT_Byte && image.GetRasterCount() <= 4;
    options.SetNameValue("INTERLEAVE", picture ? "PIXEL" : "BAND");
    if (GDALDataTypeIsFloating(type))
        options.SetNameValue("PREDICTOR", "3");
    else if (!image.GetRasterBand(1)->GetColorTable())
        options.SetNameValue("PREDICTOR", "2");
    const char* pixelType = image.GetRasterBand(1)->GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE");
    if (pixelType)
        options.SetNameValue("PIXELTYPE", pixelType);

    const GdalErrors errors;
    GDALDatasetUniquePtr made(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        partialName(file).c_str(), (image.GetRasterXSize() + 1) / 2,
        (image.GetRasterYSize() + 1) / 2, image.GetRasterCount(), type, options.List()));
    if (!made)
        throwNotWritten(file, errors);
    for (int number = 1; number <= image.GetRasterCount(); ++number) {
        GDALRasterBand& from = *image.GetRasterBand(number);
        GDALRasterBand& to = *made->GetRasterBand(number);
        // What a level is made of must say what is valid as the image does.
        if (from.GetColorInterpretation() == GCI_AlphaBand)
            to.SetColorInterpretation(GCI_AlphaBand);
        if (number > 1)
            continue;
        if (from.GetColorTable())
            to.SetColorTable(from.GetColorTable());
        int has = FALSE;
        const double nodata = from.GetNoDataValue(&has);
        if (has)
            to.SetNoDataValue(nodata);
    }
    made.reset();
    if (errors.failed())
        throwNotWritten(file, errors);
}

struct Listener
{
    const std::stop_token& stop;
    const std::function<void(double)>& progress;

    static int tell(double part, const char*, void* self)
    {
        const auto& listener = *static_cast<const Listener*>(self);
        listener.progress(part);
        return listener.stop.stop_requested() ? FALSE : TRUE;
    }
};

/// Makes the further levels in the file and fills them all. False when it was stopped.
bool fillFile(GDALDataset& image, const std::string& file, const char* resampling,
              const std::vector<int>& factors, Listener listener)
{
    const CPLConfigOptionSetter threads("GDAL_NUM_THREADS", "ALL_CPUS", false);
    const CPLConfigOptionSetter sparse("SPARSE_OK_OVERVIEW", "TRUE", false);
    const GdalErrors errors;
    const char* const open[] = {"NUM_THREADS=ALL_CPUS", nullptr};
    GDALDatasetUniquePtr made(GDALDataset::Open(
        partialName(file).c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE, nullptr, open, nullptr));
    if (!made)
        throwNotWritten(file, errors);
    std::vector<int> further; // of the file's own image
    for (const int factor : factors)
        if (factor > factors.front())
            further.push_back(factor / factors.front());
    if (!further.empty() &&
        made->BuildOverviews("NONE", static_cast<int>(further.size()), further.data(), 0, nullptr,
                             GDALDummyProgress, nullptr) != CE_None)
        throwNotWritten(file, errors);

    const int bands = image.GetRasterCount();
    std::vector<GDALRasterBand*> from;
    std::vector<std::vector<GDALRasterBand*>> levels;
    std::vector<GDALRasterBand**> to;
    for (int number = 1; number <= bands; ++number) {
        from.push_back(image.GetRasterBand(number));
        std::vector<GDALRasterBand*>& own = levels.emplace_back();
        own.push_back(made->GetRasterBand(number));
        for (std::size_t i = 0; i < further.size(); ++i)
            own.push_back(made->GetRasterBand(number)->GetOverview(static_cast<int>(i)));
        if (std::find(own.begin(), own.end(), nullptr) != own.end())
            throwNotWritten(file, errors);
    }
    for (std::vector<GDALRasterBand*>& own : levels)
        to.push_back(own.data());
    const CPLErr result =
        GDALRegenerateOverviewsMultiBand(bands, from.data(), static_cast<int>(factors.size()),
                                         to.data(), resampling, Listener::tell, &listener, nullptr);
    if (listener.stop.stop_requested())
        return false;
    made.reset();
    if (result != CE_None || errors.failed())
        throwNotWritten(file, errors);
    return true;
}

GDALDatasetUniquePtr openForOverviews(const std::string& image)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(image, error))
        throw RasterError(image + " is no file on a disk, so that nothing can be kept beside it; "
                                  "work with the overviews in the project");
    GDALDatasetUniquePtr dataset = openDataset(image);
    if (dataset->GetRasterBand(1)->GetOverviewCount() > 0)
        throw RasterError(image + " has overviews already; nothing needs to be built");
    if (reductionsOf(*dataset).empty())
        throw RasterError(image + " is so small that overviews are of no use; open it as it is");
    if (std::filesystem::exists(overviewFileOf(image), error))
        throw RasterError(overviewFileOf(image) + " is there already but holds no overviews of "
                                                  "this image; move it away and try again");
    return dataset;
}

[[noreturn]] void throwNotTaken(const std::string& image)
{
    throw RasterError(image + " is of a format that takes no overviews from beside it; work with "
                              "those in the project");
}

} // namespace

std::string overviewFileOf(const std::string& image)
{
    return image + ".ovr";
}

bool buildOverviewFile(const std::string& image, const std::stop_token& stop,
                       const std::function<void(double)>& progress)
{
    const std::string file = overviewFileOf(image);
    const GDALDatasetUniquePtr dataset = openForOverviews(image);
    const RasterDescription description = describe(*dataset, image);
    // They would have to be another file, which only TIFFs take.
    if (description.layout.datasetMask || description.info.bandMasks)
        throw RasterError(image + " has a mask of its own, whose overviews cannot lie beside it; "
                                  "work with those in the project");
    if (!isReadByGdalItself(*dataset, image))
        throwNotTaken(image);
    const std::vector<int> factors = reductionsOf(*dataset);
    const char* resampling = areMeansOfUse(*dataset, description) ? "AVERAGE" : "NEAREST";
    prepareFile(file);
    try {
        createFile(*dataset, file);
        if (!fillFile(*dataset, file, resampling, factors, {stop, progress})) {
            discardPartial(file);
            return false;
        }
        requireWhole(*openDataset(partialName(file)), partialName(file), BlockCheck::EveryBlock);
    } catch (const RasterError&) {
        discardPartial(file);
        throw;
    }
    publishFile(file);
    if (openDataset(image)->GetRasterBand(1)->GetOverviewCount() == 0) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        throwNotTaken(image);
    }
    return true;
}

} // namespace limn::raster
