// Files for the tests of the raster room, made with GDAL itself and not with the room's writer, and
// what the tests share to look at them.
#pragma once

#include "raster/raster.h"

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace corpus
{

struct Recipe
{
    int width = 64;
    int height = 48;
    int bands = 1;
    GDALDataType type = GDT_Byte;
    std::vector<const char*> options{}; ///< "TILED=YES"
    /// The value of a sample; without one the pixels are never written.
    std::function<double(int band, int x, int y)> value = [](int, int, int) { return 0.0; };
    /// Before pixels are written.
    std::function<void(GDALDataset&)> describe{};
    /// After they are.
    std::function<void(GDALDataset&)> complete{};
};

inline double ramp(int band, int x, int y)
{
    return (x + 3 * y + 50 * band) % 251;
}

/// Makes a GeoTIFF; false when GDAL could not.
inline bool make(const QString& path, const Recipe& recipe)
{
    GDALAllRegister();
    CPLStringList options;
    for (const char* option : recipe.options)
        options.AddString(option);
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.toUtf8().constData(), recipe.width, recipe.height, recipe.bands, recipe.type,
        options.List()));
    if (!dataset)
        return false;
    if (recipe.describe)
        recipe.describe(*dataset);
    std::vector<double> row(recipe.value ? recipe.width : 0);
    for (int b = 0; b < recipe.bands && recipe.value; ++b)
        for (int y = 0; y < recipe.height; ++y) {
            for (int x = 0; x < recipe.width; ++x)
                row[x] = recipe.value(b, x, y);
            if (dataset->GetRasterBand(b + 1)->RasterIO(GF_Write, 0, y, recipe.width, 1, row.data(),
                                                        recipe.width, 1, GDT_Float64, 0, 0,
                                                        nullptr) != CE_None)
                return false;
        }
    if (recipe.complete)
        recipe.complete(*dataset);
    return true;
}

/// The error's sentence, or nothing when `action` went through.
template <typename Action>
QString sentenceOf(Action action)
{
    try {
        action();
    } catch (const limn::raster::RasterError& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

/// A folder of files for one test program, gone with it.
class Folder
{
public:
    QString folder() const { return folder_.path(); }
    QString at(const QString& name) const { return folder_.filePath(name); }

    /// Makes a GeoTIFF there and opens it; nothing when GDAL could not make it.
    std::shared_ptr<limn::raster::Raster> made(const QString& name, const Recipe& recipe) const
    {
        if (!make(at(name), recipe))
            return {};
        return limn::raster::Raster::open(at(name).toStdString());
    }

private:
    QTemporaryDir folder_;
};

/// A picture through another driver ("PNG", "JPEG") with the recipe's pixels.
inline bool makeCopy(const QString& path, const char* driver, const Recipe& recipe,
                     const char* option = nullptr)
{
    const QString source = path + ".source.tif";
    if (!make(source, recipe))
        return false;
    CPLStringList options;
    if (option)
        options.AddString(option);
    GDALDatasetUniquePtr from(GDALDataset::Open(source.toUtf8().constData()));
    GDALDatasetUniquePtr made(GetGDALDriverManager()->GetDriverByName(driver)->CreateCopy(
        path.toUtf8().constData(), from.get(), FALSE, options.List(), nullptr, nullptr));
    return made != nullptr;
}

inline void setCrs(GDALDataset& dataset, int epsg)
{
    OGRSpatialReference crs;
    crs.importFromEPSG(epsg);
    dataset.SetSpatialRef(&crs);
}

/// A float32 image in which nothing is valid.
inline Recipe nanEverywhere()
{
    Recipe recipe;
    recipe.type = GDT_Float32;
    recipe.bands = 2;
    recipe.value = [](int, int, int) { return std::numeric_limits<double>::quiet_NaN(); };
    return recipe;
}

inline Recipe nodataEverywhere(GDALDataType type, double nodata)
{
    Recipe recipe;
    recipe.type = type;
    recipe.value = [nodata](int, int, int) { return nodata; };
    recipe.describe = [nodata](GDALDataset& dataset) {
        dataset.GetRasterBand(1)->SetNoDataValue(nodata);
    };
    return recipe;
}

inline Recipe transparentEverywhere()
{
    Recipe recipe;
    recipe.bands = 4;
    recipe.options = {"ALPHA=YES", "PHOTOMETRIC=RGB"};
    recipe.value = [](int band, int x, int) { return band < 3 ? x : 0; };
    return recipe;
}

/// An image that says it lies where nothing can lie.
inline Recipe misplaced(std::array<double, 6> transform, int epsg)
{
    Recipe recipe;
    recipe.value = ramp;
    recipe.describe = [=](GDALDataset& dataset) {
        std::array<double, 6> copy = transform;
        dataset.SetGeoTransform(copy.data());
        if (epsg != 0)
            setCrs(dataset, epsg);
    };
    return recipe;
}

/// A TIFF of a directory and no pixels: 8-bit grey of this size in tiles of 256 x 256, whose first
/// tile is said to lie at `offset`.
inline QByteArray bareTiff(quint32 width, quint32 height, quint32 offset)
{
    QByteArray file("II*\0\10\0\0\0", 8);
    const auto number = [&file](quint64 value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file.append(static_cast<char>(value >> 8 * i & 255));
    };
    constexpr int isShort = 3;
    constexpr int isLong = 4;
    const std::vector<std::array<quint32, 3>> entries{
        {256, isLong, width},  {257, isLong, height}, {258, isShort, 8},  {259, isShort, 1},
        {262, isShort, 1},     {277, isShort, 1},     {322, isLong, 256}, {323, isLong, 256},
        {324, isLong, offset}, {325, isLong, 65536}};
    number(entries.size(), 2);
    for (const auto& [tag, type, value] : entries) {
        number(tag, 2);
        number(type, 2);
        number(1, 4);
        number(value, 4);
    }
    number(0, 4);
    return file;
}

inline bool writeText(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

inline bool cutTo(const QString& path, double part)
{
    QFile file(path);
    return file.resize(static_cast<qint64>(static_cast<double>(file.size()) * part));
}

} // namespace corpus
