#include "raster/gdal_errors.h"

#include "raster/block_cache.h"
#include "raster/raster.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace limn::raster
{

namespace
{

constexpr GIntBig cacheBytes = GIntBig{256} << 20;
constexpr const char* cacheOption = "GDAL_CACHEMAX";
/// Rows of pixels that are read for a row of tiles.
constexpr double rowsOfTiles = 512;
/// Pixels from which on a block holds many of our tiles.
constexpr double largeBlock = 2048.0 * 2048.0;
constexpr double blocksAtACorner = 4;

void setUnlessChosen(const char* option, const char* value)
{
    if (!CPLGetConfigOption(option, nullptr))
        CPLSetConfigOption(option, value);
}

int bytesASample(SampleType type)
{
    switch (type) {
    case SampleType::UInt8:
    case SampleType::Int8:
        return 1;
    case SampleType::UInt16:
    case SampleType::Int16:
        return 2;
    case SampleType::UInt32:
    case SampleType::Int32:
    case SampleType::Float32:
        break;
    case SampleType::Float64:
        return 8;
    }
    return 4;
}

} // namespace

void registerGdal()
{
    static const bool done = [] {
        GDALAllRegister();
        if (!CPLGetConfigOption(cacheOption, nullptr))
            GDALSetCacheMax64(cacheBytes);
        // Listing the folder at each open costs seconds beside 100 000 images; sidecar files are
        // then looked for by name.
        setUnlessChosen("GDAL_DISABLE_READDIR_ON_OPEN", "TRUE");
        // A server that says nothing is given up; GDAL itself would wait for ever.
        setUnlessChosen("GDAL_HTTP_CONNECTTIMEOUT", "10");
        setUnlessChosen("GDAL_HTTP_LOW_SPEED_TIME", "30");
        setUnlessChosen("GDAL_HTTP_LOW_SPEED_LIMIT", "1");
        return true;
    }();
    static_cast<void>(done);
}

void limitBlockCache(int megabytes)
{
    // GDAL takes small numbers for megabytes.
    setUnlessChosen(cacheOption, std::to_string(megabytes).c_str());
}

void makeRoomForBlocks(const RasterInfo& info)
{
    const bool rows = info.block.width >= info.size.width;
    const double block = static_cast<double>(info.block.width) * info.block.height;
    if (std::getenv(cacheOption) || (!rows && block < largeBlock))
        return;
    double bytesAPixel = 0;
    for (const BandInfo& band : info.bands)
        bytesAPixel += bytesASample(band.type);
    // A margin for masks and for blocks that reach over the tiles' borders.
    const double wholeRows =
        1.25 * std::max<double>(rowsOfTiles, info.block.height) * info.size.width;
    const double wanted = bytesAPixel * (rows ? wholeRows : blocksAtACorner * block);
    const auto room = static_cast<GIntBig>(std::min(wanted, static_cast<double>(cacheBytes)));
    static std::mutex mutex; // of GDAL's one cache
    const std::scoped_lock lock(mutex);
    if (room > GDALGetCacheMax64())
        GDALSetCacheMax64(room);
}

bool isRemote(const std::string& path)
{
    constexpr std::array prefixes{"/vsicurl", "/vsis3",    "/vsigs",   "/vsiaz",     "/vsiadls",
                                  "/vsioss",  "/vsiswift", "/vsihdfs", "/vsiwebhdfs"};
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const char* prefix) { return path.rfind(prefix, 0) == 0; });
}

void forgetRemote(const std::string& path)
{
    if (isRemote(path))
        VSICurlPartialClearCache(path.c_str());
}

GdalErrors::GdalErrors()
{
    CPLPushErrorHandlerEx(
        [](CPLErr severity, CPLErrorNum, const char* message) {
            static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())->remember(severity, message);
        },
        this);
}

GdalErrors::~GdalErrors()
{
    CPLPopErrorHandler();
}

void GdalErrors::remember(int severity, const char* message)
{
    // The only sign of a JPEG that is cut short: the rest of it becomes grey.
    const bool cutShort = message && std::strstr(message, "Premature end of JPEG");
    if ((severity < CE_Failure && !cutShort) || failed_)
        return;
    failed_ = true;
    first_ = message ? message : "";
}

std::string GdalErrors::remark() const
{
    std::string text = first_.substr(0, 300);
    for (char& c : text)
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
    while (!text.empty() && (text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    return text.empty() ? std::string() : " (GDAL: " + text + ")";
}

} // namespace limn::raster
