#include "raster/raster_writer.h"

#include "raster/gdal_errors.h"
#include "raster/open_dataset.h"
#include "raster/publish_file.h"

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace limn::raster
{

namespace
{

constexpr int smallTile = 256;
constexpr int largeTile = 512;
constexpr int largeImage = 4096;

GDALDataType gdalType(SampleType type)
{
    switch (type) {
    case SampleType::UInt8:
        return GDT_Byte;
    case SampleType::Int8:
#if GDAL_VERSION_NUM >= 3070000
        return GDT_Int8;
#else
        return GDT_Byte;
#endif
    case SampleType::UInt16:
        return GDT_UInt16;
    case SampleType::Int16:
        return GDT_Int16;
    case SampleType::UInt32:
        return GDT_UInt32;
    case SampleType::Int32:
        return GDT_Int32;
    case SampleType::Float32:
        return GDT_Float32;
    case SampleType::Float64:
        return GDT_Float64;
    }
    return GDT_Float32;
}

/// GDAL before 3.7 writes signed bytes as bytes in two's complement.
bool isFoldedType(SampleType type)
{
    return type == SampleType::Int8 && gdalType(type) == GDT_Byte;
}

/// Zstandard is several times faster than Deflate at the same size; not every GDAL has it.
bool hasZstandard()
{
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const char* options = driver ? driver->GetMetadataItem(GDAL_DMD_CREATIONOPTIONLIST) : nullptr;
    return options && std::strstr(options, "ZSTD");
}

CPLStringList creationOptions(const WriterOptions& options)
{
    CPLStringList list;
    const bool large = std::max(options.size.width, options.size.height) > largeImage;
    const int tile = options.tile > 0 ? options.tile : large ? largeTile : smallTile;
    list.SetNameValue("TILED", "YES");
    list.SetNameValue("BLOCKXSIZE", std::to_string(tile).c_str());
    list.SetNameValue("BLOCKYSIZE", std::to_string(tile).c_str());
    const bool zstandard = options.quick && hasZstandard();
    list.SetNameValue("COMPRESS", zstandard ? "ZSTD" : "DEFLATE");
    if (options.quick)
        list.SetNameValue(zstandard ? "ZSTD_LEVEL" : "ZLEVEL", "1");
    if (options.sparse)
        list.SetNameValue("SPARSE_OK", "TRUE");
    list.SetNameValue("BIGTIFF", "IF_SAFER");
    const bool picture = options.type == SampleType::UInt8 && options.bands <= 4;
    list.SetNameValue("INTERLEAVE", picture ? "PIXEL" : "BAND");
    // Differences of neighbours shrink measurements; classes and pictures of classes they do not.
    if (options.type == SampleType::Float32 || options.type == SampleType::Float64)
        list.SetNameValue("PREDICTOR", "3");
    else if (options.quick ||
             (options.type != SampleType::UInt8 && options.type != SampleType::Int8))
        list.SetNameValue("PREDICTOR", "2");
    if (isFoldedType(options.type))
        list.SetNameValue("PIXELTYPE", "SIGNEDBYTE");
    // GDAL takes the fourth of four byte bands for alpha unless told otherwise.
    if (options.palette.empty() && options.bands != 3) {
        list.SetNameValue("PHOTOMETRIC", "MINISBLACK");
        list.SetNameValue("ALPHA", "NO");
    }
    return list;
}

void setGeoreferencing(GDALDataset& dataset, const WriterOptions& options)
{
    OGRSpatialReference crs;
    const bool hasCrs =
        !options.crsWkt.empty() && crs.importFromWkt(options.crsWkt.c_str()) == OGRERR_NONE;
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (options.transform) {
        GeoTransform transform = *options.transform;
        dataset.SetGeoTransform(transform.data());
    } else if (!options.controlPoints.empty()) {
        std::vector<GDAL_GCP> points(options.controlPoints.size());
        const int count = static_cast<int>(points.size());
        GDALInitGCPs(count, points.data());
        for (int i = 0; i < count; ++i) {
            const ControlPoint& from = options.controlPoints[i];
            points[i].dfGCPPixel = from.column;
            points[i].dfGCPLine = from.row;
            points[i].dfGCPX = from.mapX;
            points[i].dfGCPY = from.mapY;
        }
        dataset.SetGCPs(count, points.data(), hasCrs ? &crs : nullptr);
        GDALDeinitGCPs(count, points.data());
        return;
    }
    if (hasCrs)
        dataset.SetSpatialRef(&crs);
}

void setPalette(GDALRasterBand& band, const std::vector<PaletteEntry>& palette)
{
    GDALColorTable table(GPI_RGB);
    for (const PaletteEntry& entry : palette) {
        const GDALColorEntry colour{entry.rgb[0], entry.rgb[1], entry.rgb[2], 255};
        table.SetColorEntry(entry.value, &colour);
    }
    band.SetColorTable(&table);
}

CPLStringList categoryNames(const std::vector<PaletteEntry>& palette)
{
    std::array<std::string, 256> names;
    int last = 0;
    for (const PaletteEntry& entry : palette) {
        names[entry.value] = entry.name;
        last = std::max(last, entry.value);
    }
    CPLStringList list;
    for (int value = 0; value <= last; ++value)
        list.AddString(names[value].c_str());
    return list;
}

void requireUsable(const std::string& path, const WriterOptions& options)
{
    if (options.size.isEmpty() || options.bands < 1 || options.bands > 65535)
        throw RasterError(path + " cannot be written without pixels and with fewer than 1 or more "
                                 "than 65535 bands; check the image it is made from");
    if (options.palette.empty())
        return;
    if (options.bands != 1 || options.type != SampleType::UInt8)
        throw RasterError(path + " cannot have a palette because it is not one 8-bit band; write "
                                 "it without one");
    for (const PaletteEntry& entry : options.palette)
        if (entry.value < 0 || entry.value > 255)
            throw RasterError(path + " cannot have a palette colour for the value " +
                              std::to_string(entry.value) + "; class values are 0 to 255");
}

} // namespace

WriterOptions WriterOptions::like(const RasterInfo& info)
{
    WriterOptions options;
    options.size = info.size;
    options.transform = info.transform;
    options.controlPoints = info.controlPoints;
    options.crsWkt = info.crsWkt;
    return options;
}

struct RasterWriter::State
{
    std::string path;
    WriterOptions options;
    GDALDatasetUniquePtr dataset;
    std::string failure; ///< the first one; the file can no longer become whole
    bool finished = false;

    [[noreturn]] void fail(const GdalErrors& errors)
    {
        failure = writeFailure(path, errors.remark());
        throw RasterError(failure);
    }

    void create()
    {
        const GdalErrors errors;
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        if (driver)
            dataset.reset(driver->Create(partialName(path).c_str(), options.size.width,
                                         options.size.height, options.bands, gdalType(options.type),
                                         creationOptions(options).List()));
        if (!dataset)
            fail(errors);
        // The palette and the tags of the directory must be known before the first pixel.
        if (!options.palette.empty())
            setPalette(*dataset->GetRasterBand(1), options.palette);
        if (options.nodata)
            for (int b = 1; b <= options.bands; ++b)
                dataset->GetRasterBand(b)->SetNoDataValue(*options.nodata);
        const int named = std::min(options.bands, static_cast<int>(options.bandNames.size()));
        for (int b = 0; b < named; ++b)
            dataset->GetRasterBand(b + 1)->SetDescription(options.bandNames[b].c_str());
        if (options.alpha)
            dataset->GetRasterBand(options.bands)->SetColorInterpretation(GCI_AlphaBand);
        setGeoreferencing(*dataset, options);
        if (errors.failed())
            fail(errors);
    }

    void write(const PixelRect& window, std::size_t count, const void* samples, GDALDataType type)
    {
        if (!failure.empty())
            throw RasterError(failure);
        const std::size_t plane = static_cast<std::size_t>(std::max(0, window.width)) *
                                  static_cast<std::size_t>(std::max(0, window.height));
        if (count != plane * options.bands)
            throw std::invalid_argument("RasterWriter::write: the samples do not fill the window");
        const PixelRect inside =
            window.intersected({0, 0, options.size.width, options.size.height});
        if (inside.isEmpty())
            return;
        const int bytes = GDALGetDataTypeSizeBytes(type);
        const std::size_t skipped =
            static_cast<std::size_t>(inside.y - window.y) * window.width + (inside.x - window.x);
        const auto* first = static_cast<const std::uint8_t*>(samples) + skipped * bytes;
        const GdalErrors errors;
        const CPLErr result = dataset->RasterIO(
            GF_Write, inside.x, inside.y, inside.width, inside.height,
            const_cast<std::uint8_t*>(first), inside.width, inside.height, type, options.bands,
            nullptr, bytes, static_cast<GSpacing>(bytes) * window.width,
            static_cast<GSpacing>(bytes * plane), nullptr);
        if (result != CE_None || errors.failed())
            fail(errors);
    }

    void close()
    {
        const GdalErrors errors;
        dataset->FlushCache(true);
        dataset.reset();
        if (errors.failed())
            fail(errors);
    }

    /// TIFF has no place for the names of values: GDAL keeps them in a sidecar of a closed file.
    void nameCategories()
    {
        if (options.palette.empty())
            return;
        const GdalErrors errors;
        GDALDatasetUniquePtr written = openDataset(partialName(path));
        written->GetRasterBand(1)->SetCategoryNames(categoryNames(options.palette).List());
        written.reset();
        if (errors.failed())
            fail(errors);
    }

    /// Some failures at closing are silent: what is on the disk decides.
    void verify() const
    {
        GDALDatasetUniquePtr written = openDataset(partialName(path));
        requireWhole(*written, partialName(path), BlockCheck::EveryBlock);
    }
};

RasterWriter::RasterWriter(std::string path, WriterOptions options)
    : state_(std::make_unique<State>())
{
    registerGdal();
    requireUsable(path, options);
    prepareFile(path);
    state_->path = std::move(path);
    state_->options = std::move(options);
    try {
        state_->create();
    } catch (const RasterError&) {
        const GdalErrors quiet;
        state_->dataset.reset();
        discardPartial(state_->path);
        throw;
    }
}

RasterWriter::~RasterWriter()
{
    if (state_->finished)
        return;
    const GdalErrors quiet;
    state_->dataset.reset();
    discardPartial(state_->path);
}

void RasterWriter::write(const PixelRect& window, std::span<const float> samples)
{
    if (!isFoldedType(state_->options.type)) {
        state_->write(window, samples.size(), samples.data(), GDT_Float32);
        return;
    }
    std::vector<std::uint8_t> folded(samples.size());
    std::transform(samples.begin(), samples.end(), folded.begin(), [](float value) {
        const float whole = std::isnan(value) ? 0.f : std::round(std::clamp(value, -128.f, 127.f));
        return static_cast<std::uint8_t>(static_cast<std::int8_t>(whole));
    });
    state_->write(window, folded.size(), folded.data(), GDT_Byte);
}

void RasterWriter::write(const PixelRect& window, std::span<const std::uint8_t> samples)
{
    if (isFoldedType(state_->options.type)) {
        const std::vector<float> wide(samples.begin(), samples.end());
        write(window, std::span<const float>(wide));
        return;
    }
    state_->write(window, samples.size(), samples.data(), GDT_Byte);
}

void RasterWriter::writeStored(const PixelRect& window, std::span<const std::byte> samples)
{
    const GDALDataType type = gdalType(state_->options.type);
    state_->write(window, samples.size() / GDALGetDataTypeSizeBytes(type), samples.data(), type);
}

void RasterWriter::finish()
{
    if (state_->finished)
        return;
    if (!state_->failure.empty())
        throw RasterError(state_->failure);
    state_->close();
    try {
        state_->nameCategories();
        state_->verify();
    } catch (const RasterError&) {
        state_->failure = writeFailure(state_->path, " as a whole");
        throw RasterError(state_->failure);
    }
    publishFile(state_->path);
    state_->finished = true;
}

} // namespace limn::raster
