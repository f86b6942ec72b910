#include "raster/gdal_errors.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace limn::raster
{

namespace
{

constexpr GIntBig cacheBytes = GIntBig{256} << 20;

void setUnlessChosen(const char* option, const char* value)
{
    if (!CPLGetConfigOption(option, nullptr))
        CPLSetConfigOption(option, value);
}

} // namespace

void registerGdal()
{
    static const bool done = [] {
        GDALAllRegister();
        if (!CPLGetConfigOption("GDAL_CACHEMAX", nullptr))
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
