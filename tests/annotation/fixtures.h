// Small real files for the tests of this room.
#pragma once

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <array>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fixtures
{

/// What `work` throws, or an empty string.
inline std::string messageOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

inline bool isOneSentence(const std::string& message)
{
    return message.size() > 20 && message.find('\n') == std::string::npos &&
           message.find(": :") == std::string::npos && !message.ends_with(' ');
}

inline void writeText(const std::filesystem::path& file, const QByteArray& text)
{
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        qFatal("cannot write %s", file.c_str());
}

struct Georeference
{
    int epsg = 0; ///< 0: none
    std::array<double, 6> transform{};
};

inline const Georeference utm{32631, {500000, 0.5, 0, 5000000, 0, -0.5}};
inline const Georeference rotated{32631, {500000, 0.4, 0.3, 5000000, 0.3, -0.4}};
inline const Georeference degrees{4326, {12.25, 1e-5, 0, 48.5, 0, -1e-5}};

/// A GeoTIFF of one byte band whose pixels are `values`, row by row (all 0 when empty).
inline std::string makeImage(const std::filesystem::path& file, int width, int height,
                             const Georeference& georeference = {},
                             std::vector<std::uint8_t> values = {})
{
    GDALAllRegister();
    values.resize(static_cast<std::size_t>(width) * height);
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    GDALDatasetUniquePtr dataset(driver->Create(file.c_str(), width, height, 1, GDT_Byte, nullptr));
    if (!dataset)
        qFatal("cannot make %s", file.c_str());
    if (georeference.epsg != 0) {
        auto transform = georeference.transform;
        OGRSpatialReference reference;
        reference.importFromEPSG(georeference.epsg);
        dataset->SetSpatialRef(&reference);
        dataset->SetGeoTransform(transform.data());
    }
    if (dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, width, height, values.data(), width,
                                            height, GDT_Byte, 0, 0, nullptr) != CE_None)
        qFatal("cannot fill %s", file.c_str());
    return file.string();
}

/// The folder of a test function: renewFolder() in init() gives each an empty one.
class TestFolder
{
protected:
    void renewFolder()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    std::filesystem::path root_;

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

} // namespace fixtures
