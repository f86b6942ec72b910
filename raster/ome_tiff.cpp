#include "raster/ome_tiff.h"

#include "raster/gdal_errors.h"
#include "raster/tiff_directories.h"

#include <cpl_minixml.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

namespace limn::raster
{

namespace
{

/// Of a file's chain; stacks of more are shown as far as this.
constexpr std::size_t mostDirectories = 20'000;
constexpr std::size_t mostChannels = 1000;

const char* attribute(const CPLXMLNode* node, const char* name, const char* otherwise = "")
{
    return CPLGetXMLValue(const_cast<CPLXMLNode*>(node), name, otherwise);
}

std::size_t count(const CPLXMLNode* node, const char* name, std::size_t otherwise)
{
    const char* text = attribute(node, name);
    return *text ? static_cast<std::size_t>(std::max(0L, std::strtol(text, nullptr, 10)))
                 : otherwise;
}

bool isElement(const CPLXMLNode* node, const char* name)
{
    return node->eType == CXT_Element && EQUAL(node->pszValue, name);
}

/// How planes follow each other: "XYCZT" and how many there are along each axis.
struct PlaneOrder
{
    std::string axes;
    std::array<std::size_t, 3> sizes{}; ///< of C, Z, T

    std::size_t index(std::size_t c, std::size_t z, std::size_t t) const
    {
        std::size_t place = 0;
        std::size_t stride = 1;
        for (const char axis : axes) {
            const std::size_t which = axis == 'C' ? 0 : axis == 'Z' ? 1 : axis == 'T' ? 2 : 3;
            if (which == 3)
                continue;
            place += stride * std::array{c, z, t}[which];
            stride *= std::max<std::size_t>(1, sizes[which]);
        }
        return place;
    }
};

/// Planes from `first` on lie in the file's directories from `directory` on.
struct PlaneRun
{
    std::size_t first = 0;
    std::size_t directory = 0;
    std::size_t planes = 0;
    std::string file; ///< that holds them; empty: this one
};

/// Those that lie in this file.
std::vector<PlaneRun> planeRuns(const CPLXMLNode* pixels, const PlaneOrder& order,
                                const std::string& fileName)
{
    const std::size_t all = order.sizes[0] * order.sizes[1] * order.sizes[2];
    std::vector<PlaneRun> runs;
    for (const CPLXMLNode* node = pixels->psChild; node; node = node->psNext) {
        if (!isElement(node, "TiffData"))
            continue;
        PlaneRun run;
        run.first = order.index(count(node, "FirstC", 0), count(node, "FirstZ", 0),
                                count(node, "FirstT", 0));
        run.directory = count(node, "IFD", 0);
        run.planes = count(node, "PlaneCount", *attribute(node, "IFD") ? 1 : all);
        run.file = attribute(node, "UUID.FileName");
        runs.push_back(run);
    }
    if (runs.empty())
        runs.push_back({0, 0, all, {}});
    // A file that was renamed is still called what it was; it is the first that is named.
    const bool known = std::any_of(runs.begin(), runs.end(),
                                   [&](const PlaneRun& run) { return run.file == fileName; });
    const std::string own = known ? fileName : runs.front().file;
    std::erase_if(runs, [&](const PlaneRun& run) { return !run.file.empty() && run.file != own; });
    return runs;
}

std::string escaped(const std::string& text)
{
    char* made = CPLEscapeString(text.c_str(), static_cast<int>(text.size()), CPLES_XML);
    const std::string safe = made ? made : "";
    CPLFree(made);
    return safe;
}

std::string element(const char* name, const std::string& text)
{
    return std::string("<") + name + ">" + escaped(text) + "</" + name + ">";
}

std::string directoryName(const TiffDirectory& directory, const std::string& path)
{
    return "GTIFF_DIR:off:" + std::to_string(directory.offset) + ":" + path;
}

std::string sourceOf(const TiffDirectory& directory, const std::string& path, int sample)
{
    return "<SourceFilename relativeToVRT=\"0\">" + escaped(directoryName(directory, path)) +
           "</SourceFilename>" + element("SourceBand", std::to_string(sample));
}

struct ShownBand
{
    const TiffDirectory* directory = nullptr;
    int sample = 1; ///< GDAL's band of the directory
    std::string name;
};

/// The channels of the description, else the first directory; only those that are alike.
std::vector<ShownBand> shownBands(const std::vector<OmeChannel>& channels,
                                  const std::vector<TiffDirectory>& directories)
{
    std::vector<ShownBand> bands;
    const auto add = [&](const TiffDirectory& directory, const std::string& name) {
        for (int sample = 1; sample <= directory.samples; ++sample)
            bands.push_back({&directory, sample, directory.samples == 1 ? name : std::string()});
    };
    for (const OmeChannel& channel : channels) {
        if (channel.directory >= directories.size())
            continue;
        const TiffDirectory& directory = directories[channel.directory];
        const bool first = bands.empty();
        if (first || (directory.size == bands.front().directory->size &&
                      directory.isLike(*bands.front().directory)))
            add(directory, channel.name);
    }
    if (bands.empty())
        add(directories.front(), {});
    return bands;
}

std::string bandText(GDALDataset& dataset, const ShownBand& band, const std::string& path,
                     int number, bool alone)
{
    // Band 1 of the dataset stands for those of other directories, which are like it.
    GDALRasterBand& known = *dataset.GetRasterBand(std::min(band.sample, dataset.GetRasterCount()));
    const std::string type = GDALGetDataTypeName(known.GetRasterDataType());
    int blockWidth = 0;
    int blockHeight = 0;
    known.GetBlockSize(&blockWidth, &blockHeight);
    std::string text = "<VRTRasterBand dataType=\"" + type + "\" band=\"" + std::to_string(number) +
                       "\" blockXSize=\"" + std::to_string(blockWidth) + "\" blockYSize=\"" +
                       std::to_string(blockHeight) + "\">";
    if (!band.name.empty())
        text += element("Description", band.name);
    int hasNodata = FALSE;
    const double nodata = known.GetNoDataValue(&hasNodata);
    if (hasNodata)
        text += element("NoDataValue", CPLSPrintf("%.17g", nodata));
    // Channels have colours of their own, which are not those of the first directory.
    if (band.directory->samples > 1 || alone)
        text +=
            element("ColorInterp", GDALGetColorInterpretationName(known.GetColorInterpretation()));
    for (const TiffDirectory& level : band.directory->below)
        if (level.isLike(*band.directory) && level.size.width < band.directory->size.width)
            text += "<Overview>" + sourceOf(level, path, band.sample) + "</Overview>";
    return text + "<SimpleSource>" + sourceOf(*band.directory, path, band.sample) +
           "</SimpleSource></VRTRasterBand>";
}

std::string placeText(GDALDataset& dataset)
{
    std::string text;
    std::array<double, 6> transform{};
    if (dataset.GetGeoTransform(transform.data()) == CE_None) {
        std::string numbers;
        for (const double number : transform)
            numbers += CPLSPrintf(numbers.empty() ? "%.17g" : ", %.17g", number);
        text += element("GeoTransform", numbers);
    }
    if (const char* crs = dataset.GetProjectionRef(); crs && *crs)
        text += element("SRS", crs);
    return text;
}

} // namespace

std::vector<OmeChannel> omeChannels(const std::string& description, const std::string& fileName)
{
    if (description.find("<OME") == std::string::npos)
        return {};
    const GdalErrors quiet;
    const CPLXMLTreeCloser tree(CPLParseXMLString(description.c_str()));
    CPLXMLNode* root = tree.get() ? CPLGetXMLNode(tree.get(), "=OME") : nullptr;
    const CPLXMLNode* pixels = root ? CPLGetXMLNode(root, "Image.Pixels") : nullptr;
    if (!pixels)
        return {};
    std::vector<std::string> names;
    for (const CPLXMLNode* node = pixels->psChild; node; node = node->psNext)
        if (isElement(node, "Channel"))
            names.emplace_back(attribute(node, "Name"));
    if (names.empty())
        names.resize(std::min(mostChannels, count(pixels, "SizeC", 1)));
    PlaneOrder order{attribute(pixels, "DimensionOrder", "XYCZT"),
                     {names.size(), count(pixels, "SizeZ", 1), count(pixels, "SizeT", 1)}};
    const std::vector<PlaneRun> runs = planeRuns(pixels, order, fileName);
    std::vector<OmeChannel> channels;
    for (std::size_t c = 0; c < std::min(names.size(), mostChannels); ++c) {
        const std::size_t plane = order.index(c, 0, 0);
        const auto run = std::find_if(runs.begin(), runs.end(), [plane](const PlaneRun& each) {
            return plane >= each.first && plane - each.first < each.planes;
        });
        if (run != runs.end())
            channels.push_back({names[c], run->directory + plane - run->first});
    }
    return channels;
}

GDALDatasetUniquePtr withChannelsAndLevels(GDALDatasetUniquePtr dataset, const std::string& path)
{
    GDALDriver* driver = dataset->GetDriver();
    if (!driver || !EQUAL(GDALGetDriverShortName(driver), "GTiff") ||
        STARTS_WITH_CI(path.c_str(), "GTIFF_DIR:") || dataset->GetRasterCount() == 0)
        return dataset;
    // What a description in the dataset's place would not hold.
    GDALRasterBand& known = *dataset->GetRasterBand(1);
    const int masks = known.GetMaskFlags();
    const char* pixelType = known.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE");
    if (known.GetColorTable() || dataset->GetGCPCount() > 0 ||
        ((masks & GMF_PER_DATASET) && !(masks & GMF_ALPHA)) ||
        (pixelType && EQUAL(pixelType, "SIGNEDBYTE")))
        return dataset;
    const char* description = dataset->GetMetadataItem("TIFFTAG_IMAGEDESCRIPTION");
    const auto channels = omeChannels(description ? description : "", CPLGetFilename(path.c_str()));
    // A file that has levels where GDAL looks for them needs no others.
    if (channels.size() < 2 && known.GetOverviewCount() > 0)
        return dataset;
    std::size_t needed = 1;
    for (const OmeChannel& channel : channels)
        needed = std::max(needed, channel.directory + 1);
    const auto directories = tiffDirectories(path, std::min(needed, mostDirectories));
    if (directories.empty())
        return dataset;
    const std::vector<ShownBand> bands = shownBands(channels, directories);
    const TiffDirectory& first = *bands.front().directory;
    const PixelSize size{dataset->GetRasterXSize(), dataset->GetRasterYSize()};
    const bool plain =
        first.below.empty() && static_cast<int>(bands.size()) == dataset->GetRasterCount();
    // Only what is kept like the directory that GDAL describes can be described by it.
    if (plain || first.size != size || !first.isLike(directories.front()))
        return dataset;
    std::string text = "<VRTDataset rasterXSize=\"" + std::to_string(size.width) +
                       "\" rasterYSize=\"" + std::to_string(size.height) + "\">" +
                       placeText(*dataset);
    int number = 0;
    for (const ShownBand& band : bands)
        text += bandText(*dataset, band, path, ++number, bands.size() == 1);
    text += "</VRTDataset>";
    const GdalErrors quiet;
    GDALDatasetUniquePtr whole(GDALDataset::Open(text.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
    return whole ? std::move(whole) : std::move(dataset);
}

} // namespace limn::raster
