#include "raster/gdal_errors.h"
#include "raster/publish_file.h"
#include "raster/raster_writer.h"

#include <cpl_conv.h>
#include <gdal_priv.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace limn::raster
{

namespace
{

/// GDAL's driver for the path's ending. Throws RasterError.
std::string driverFor(const std::string& path)
{
    std::string ending = std::filesystem::path(path).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (ending == ".png")
        return "PNG";
    if (ending == ".jpg" || ending == ".jpeg")
        return "JPEG";
    throw RasterError(path + " ends neither in .png nor in .jpg; choose one of them");
}

/// RGB of RGBA over white.
std::vector<std::uint8_t> overWhite(std::span<const std::uint8_t> rgba)
{
    std::vector<std::uint8_t> rgb;
    rgb.reserve(rgba.size() / 4 * 3);
    for (std::size_t i = 0; i + 3 < rgba.size(); i += 4)
        for (int c = 0; c < 3; ++c) {
            const int alpha = rgba[i + 3];
            rgb.push_back(
                static_cast<std::uint8_t>((rgba[i + c] * alpha + 255 * (255 - alpha) + 127) / 255));
        }
    return rgb;
}

GDALDatasetUniquePtr inMemory(int width, int height, int channels,
                              std::span<const std::uint8_t> pixels)
{
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("MEM");
    GDALDatasetUniquePtr dataset(
        driver ? driver->Create("", width, height, channels, GDT_Byte, nullptr) : nullptr);
    if (!dataset)
        return dataset;
    if (dataset->RasterIO(GF_Write, 0, 0, width, height, const_cast<std::uint8_t*>(pixels.data()),
                          width, height, GDT_Byte, channels, nullptr, channels,
                          static_cast<GSpacing>(channels) * width, 1, nullptr) != CE_None)
        return {};
    const GDALColorInterp roles[] = {GCI_RedBand, GCI_GreenBand, GCI_BlueBand, GCI_AlphaBand};
    for (int c = 0; c < channels; ++c)
        dataset->GetRasterBand(c + 1)->SetColorInterpretation(roles[c]);
    return dataset;
}

/// Nothing goes beside the picture while this lives.
class NoSidecars
{
public:
    NoSidecars() { CPLSetThreadLocalConfigOption(option, "NO"); }
    ~NoSidecars() { CPLSetThreadLocalConfigOption(option, nullptr); }
    NoSidecars(const NoSidecars&) = delete;
    NoSidecars& operator=(const NoSidecars&) = delete;

private:
    static constexpr const char* option = "GDAL_PAM_ENABLED";
};

void encode(const std::string& path, const std::string& driverName, GDALDataset& source)
{
    const GdalErrors errors;
    const NoSidecars noSidecars;
    CPLStringList options;
    if (driverName == "JPEG")
        options.SetNameValue("QUALITY", "92");
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driverName.c_str());
    GDALDatasetUniquePtr written(driver
                                     ? driver->CreateCopy(partialName(path).c_str(), &source, FALSE,
                                                          options.List(), nullptr, nullptr)
                                     : nullptr);
    const bool made = written != nullptr;
    written.reset();
    if (!made || errors.failed())
        throw RasterError(writeFailure(path, errors.remark()));
}

} // namespace

void writePicture(const std::string& path, int width, int height, int channels,
                  std::span<const std::uint8_t> pixels)
{
    registerGdal();
    const std::string driver = driverFor(path);
    if (width <= 0 || height <= 0 || (channels != 3 && channels != 4) ||
        pixels.size() != static_cast<std::size_t>(width) * height * channels)
        throw std::invalid_argument("writePicture: the pixels do not fill the picture");
    const bool flatten = driver == "JPEG" && channels == 4;
    const std::vector<std::uint8_t> flat =
        flatten ? overWhite(pixels) : std::vector<std::uint8_t>();
    prepareFile(path);
    try {
        const GDALDatasetUniquePtr source =
            flatten ? inMemory(width, height, 3, flat) : inMemory(width, height, channels, pixels);
        if (!source)
            throw RasterError(path + " cannot be written because its " + std::to_string(width) +
                              " x " + std::to_string(height) +
                              " pixels do not fit into memory; choose a smaller size");
        encode(path, driver, *source);
        publishFile(path);
    } catch (const RasterError&) {
        discardPartial(path);
        throw;
    }
}

} // namespace limn::raster
