#include "raster/band_layout.h"

#include <algorithm>
#include <cctype>
#include <limits>

namespace limn::raster
{

namespace
{

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// "nir", "NIR08", "B8 (NIR)", "Near infrared", "near-infrared"; not "SWIR", not "thermal
/// infrared".
bool namesNearInfrared(const std::string& description)
{
    const std::string text = lowerCase(description);
    for (auto at = text.find("nir"); at != std::string::npos; at = text.find("nir", at + 1)) {
        const bool startsWord = at == 0 || !std::isalpha(static_cast<unsigned char>(text[at - 1]));
        const bool endsWord =
            at + 3 == text.size() || !std::isalpha(static_cast<unsigned char>(text[at + 3]));
        if (startsWord && endsWord)
            return true;
    }
    const auto near = text.find("near");
    return near != std::string::npos && text.find("infra", near) != std::string::npos;
}

BandRole roleFromDescription(const std::string& description)
{
    if (namesNearInfrared(description))
        return BandRole::NearInfrared;
    const std::string text = lowerCase(description);
    if (text == "red")
        return BandRole::Red;
    if (text == "green")
        return BandRole::Green;
    if (text == "blue")
        return BandRole::Blue;
    return BandRole::Unknown;
}

BandRole roleFromColour(GDALColorInterp colour)
{
    switch (colour) {
    case GCI_GrayIndex:
        return BandRole::Grey;
    case GCI_PaletteIndex:
        return BandRole::Palette;
    case GCI_RedBand:
        return BandRole::Red;
    case GCI_GreenBand:
        return BandRole::Green;
    case GCI_BlueBand:
        return BandRole::Blue;
    case GCI_AlphaBand:
        return BandRole::Alpha;
    default:
        return BandRole::Unknown;
    }
}

/// What the file's text says goes before its colour interpretation: aerial images with near
/// infrared are often tagged red, green, blue, alpha by the tool that wrote them.
BandRole roleOf(GDALRasterBand& band)
{
    const BandRole colour = roleFromColour(band.GetColorInterpretation());
    const BandRole text = roleFromDescription(band.GetDescription());
    if (text == BandRole::NearInfrared)
        return text;
    const bool vague = colour == BandRole::Unknown || colour == BandRole::Grey;
    return vague && text != BandRole::Unknown ? text : colour;
}

const char* roleName(BandRole role)
{
    switch (role) {
    case BandRole::Grey:
        return "Grey";
    case BandRole::Palette:
        return "Palette";
    case BandRole::Red:
        return "Red";
    case BandRole::Green:
        return "Green";
    case BandRole::Blue:
        return "Blue";
    case BandRole::Alpha:
        return "Alpha";
    case BandRole::NearInfrared:
        return "Near infrared";
    case BandRole::Unknown:
        break;
    }
    return nullptr;
}

bool hasSignedBytes(GDALRasterBand& band)
{
    const char* pixelType = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE");
    return band.GetRasterDataType() == GDT_Byte && pixelType && EQUAL(pixelType, "SIGNEDBYTE");
}

SampleType sampleTypeOf(GDALRasterBand& band)
{
    switch (band.GetRasterDataType()) {
    case GDT_Byte:
        return hasSignedBytes(band) ? SampleType::Int8 : SampleType::UInt8;
#if GDAL_VERSION_NUM >= 3070000
    case GDT_Int8:
        return SampleType::Int8;
#endif
    case GDT_UInt16:
        return SampleType::UInt16;
    case GDT_Int16:
        return SampleType::Int16;
    case GDT_UInt32:
        return SampleType::UInt32;
    case GDT_Int32:
        return SampleType::Int32;
    case GDT_Float32:
        return SampleType::Float32;
    default: // 64-bit integers have no narrower home
        return SampleType::Float64;
    }
}

std::optional<double> nodataOf(GDALRasterBand& band)
{
    int has = FALSE;
    if (band.GetRasterDataType() == GDT_Int64) {
        const auto value = band.GetNoDataValueAsInt64(&has);
        return has ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
    }
    if (band.GetRasterDataType() == GDT_UInt64) {
        const auto value = band.GetNoDataValueAsUInt64(&has);
        return has ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
    }
    const double value = band.GetNoDataValue(&has);
    return has ? std::optional<double>(value) : std::nullopt;
}

std::vector<std::array<std::uint8_t, 4>> paletteOf(GDALRasterBand& band)
{
    std::vector<std::array<std::uint8_t, 4>> palette;
    GDALColorTable* table = band.GetColorTable();
    if (!table || GDALDataTypeIsFloating(band.GetRasterDataType()))
        return palette;
    for (int i = 0; i < table->GetColorEntryCount(); ++i) {
        GDALColorEntry entry{};
        table->GetColorEntryAsRGB(i, &entry);
        palette.push_back({static_cast<std::uint8_t>(entry.c1), static_cast<std::uint8_t>(entry.c2),
                           static_cast<std::uint8_t>(entry.c3),
                           static_cast<std::uint8_t>(entry.c4)});
    }
    return palette;
}

void describeGeoreferencing(GDALDataset& dataset, RasterInfo& info)
{
    GeoTransform transform{};
    if (dataset.GetGeoTransform(transform.data()) == CE_None)
        info.transform = transform;
    const OGRSpatialReference* crs = dataset.GetSpatialRef();
    if (!info.transform && dataset.GetGCPCount() > 0) {
        crs = dataset.GetGCPSpatialRef();
        const GDAL_GCP* points = dataset.GetGCPs();
        for (int i = 0; i < dataset.GetGCPCount(); ++i)
            info.controlPoints.push_back(
                {points[i].dfGCPPixel, points[i].dfGCPLine, points[i].dfGCPX, points[i].dfGCPY});
    }
    char* wkt = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
    if (crs && crs->exportToWkt(&wkt, options) == OGRERR_NONE && wkt)
        info.crsWkt = wkt;
    CPLFree(wkt);
}

void listBands(GDALDataset& dataset, RasterDescription& description)
{
    RasterInfo& info = description.info;
    BandLayout& layout = description.layout;
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand& band = *dataset.GetRasterBand(number);
        const BandRole role = roleOf(band);
        // A file of nothing but alpha still shows something.
        if (role == BandRole::Alpha && dataset.GetRasterCount() > 1 && layout.alphaBand == 0) {
            layout.alphaBand = number;
            continue;
        }
        const int flags = band.GetMaskFlags();
        layout.ownMask.push_back(flags == 0);
        layout.numbers.push_back(number);
        if ((flags & GMF_PER_DATASET) && !(flags & GMF_ALPHA))
            layout.datasetMask = true;
        layout.signedBytes = layout.signedBytes || hasSignedBytes(band);
        info.bands.push_back({band.GetDescription(), sampleTypeOf(band), role, nodataOf(band)});
    }
    info.alphaBand = layout.alphaBand;
    info.bandMasks =
        std::find(layout.ownMask.begin(), layout.ownMask.end(), true) != layout.ownMask.end();
    info.masked = layout.alphaBand > 0 || layout.datasetMask || info.bandMasks;
    // TIFF calls the first band grey whatever the others are.
    if (info.bands.size() > 1 && info.bands.front().role == BandRole::Grey)
        info.bands.front().role = BandRole::Unknown;
    for (std::size_t i = 0; i < info.bands.size(); ++i) {
        BandInfo& band = info.bands[i];
        if (!band.name.empty())
            continue;
        const char* name = roleName(band.role);
        band.name = name ? name : "Band " + std::to_string(i + 1);
    }
}

void expandPalette(GDALDataset& dataset, RasterDescription& description)
{
    RasterInfo& info = description.info;
    BandLayout& layout = description.layout;
    if (info.bands.size() != 1)
        return;
    layout.palette = paletteOf(*dataset.GetRasterBand(layout.numbers.front()));
    if (layout.palette.empty())
        return;
    info.paletted = true;
    layout.paletteNodata = info.bands.front().nodata;
    info.masked = info.masked || layout.paletteNodata.has_value() ||
                  std::any_of(layout.palette.begin(), layout.palette.end(),
                              [](const auto& colour) { return colour[3] == 0; });
    info.bands = {{"Red", SampleType::UInt8, BandRole::Red, {}},
                  {"Green", SampleType::UInt8, BandRole::Green, {}},
                  {"Blue", SampleType::UInt8, BandRole::Blue, {}}};
}

} // namespace

RasterDescription describe(GDALDataset& dataset, const std::string& path)
{
    RasterDescription description;
    RasterInfo& info = description.info;
    info.path = path;
    if (GDALDriver* driver = dataset.GetDriver())
        info.driver = GDALGetDriverShortName(driver);
    else
        info.driver = "OpenSlide"; // the only datasets that are not GDAL's own
    info.size = {dataset.GetRasterXSize(), dataset.GetRasterYSize()};
    listBands(dataset, description);
    expandPalette(dataset, description);

    GDALRasterBand& first = *dataset.GetRasterBand(description.layout.numbers.front());
    first.GetBlockSize(&info.block.width, &info.block.height);
    for (int i = 0; i < first.GetOverviewCount(); ++i)
        if (GDALRasterBand* overview = first.GetOverview(i))
            info.overviews.push_back({overview->GetXSize(), overview->GetYSize()});
    std::sort(info.overviews.begin(), info.overviews.end(),
              [](const PixelSize& a, const PixelSize& b) { return a.width > b.width; });
    describeGeoreferencing(dataset, info);
    return description;
}

} // namespace limn::raster
