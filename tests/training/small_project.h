// A small image of two textures with a wavy border between them, and projects made of it.
#pragma once

#include "annotation/project.h"
#include "raster/raster_writer.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <QByteArray>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QStringList>
#include <random>
#include <string>
#include <vector>

namespace small
{

/// Class value of the texture at a pixel: 1 is smooth, 2 is striped.
inline int truth(int width, int x, int y)
{
    return x < width / 2 + 20 * std::sin(y / 20.0) ? 1 : 2;
}

/// Three 8-bit bands, georeferenced.
inline std::string writeImage(const std::filesystem::path& file, int width = 256, int height = 256,
                              int bands = 3)
{
    limn::raster::WriterOptions options;
    options.size = {width, height};
    options.bands = bands;
    options.transform = {500000, 2, 0, 5200000, 0, -2};
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(width) * height * bands);
    std::mt19937 random(7);
    for (int b = 0; b < bands; ++b)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const bool stripe = (x + y) / 4 % 2 == 0;
                const int value = truth(width, x, y) == 1 ? 70 + 10 * b
                                  : stripe                ? 40
                                                          : 190 - 20 * b;
                samples[(static_cast<std::size_t>(b) * height + y) * width + x] =
                    static_cast<std::uint8_t>(value + random() % 20);
            }
    limn::raster::RasterWriter writer(file.string(), options);
    writer.write({0, 0, width, height}, std::span<const std::uint8_t>(samples));
    writer.finish();
    return file.string();
}

inline limn::annotation::Shape rectangle(std::int64_t id, int value, double x, double y,
                                         double width, double height)
{
    return {id, value, {{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}};
}

inline limn::annotation::ClassList twoClasses()
{
    return {{1, "smooth", {0, 114, 178}, '1', true, false},
            {2, "striped", {230, 159, 0}, '2', true, false}};
}

/// NAME.limn in `folder` with one image and a rectangle of each class over all rows.
inline std::filesystem::path makeProject(const std::filesystem::path& folder,
                                         const std::string& name = "small", int width = 256,
                                         int height = 256)
{
    const std::string image = writeImage(folder / (name + ".tif"), width, height);
    const std::filesystem::path path = folder / (name + ".limn");
    const auto project = limn::annotation::Project::create(path);
    project->setClasses(twoClasses());
    const auto record = project->addImage(image);
    project->putShape(record.id, rectangle(1, 1, 4, 2, width / 2 - 34, height - 4));
    project->putShape(record.id, rectangle(2, 2, width / 2 + 30, 2, width / 2 - 34, height - 4));
    return path;
}

inline QString engineProgram()
{
    const QString fromEnvironment = qEnvironmentVariable("LIMN_ENGINE");
    return fromEnvironment.isEmpty() ? QStringLiteral(LIMN_BINARY_DIR "/bin/limn-engine")
                                     : fromEnvironment;
}

struct Finished
{
    int code = -1; ///< -1: crashed, did not start or took too long
    QByteArray output;
    QByteArray errors;
};

inline Finished runProgram(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    Finished result;
    if (process.waitForFinished(100'000) && process.exitStatus() == QProcess::NormalExit)
        result.code = process.exitCode();
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

inline Finished runEngine(const QStringList& arguments)
{
    return runProgram(engineProgram(), arguments);
}

/// What --json prints.
inline QList<QJsonObject> jsonLines(const QByteArray& output)
{
    QList<QJsonObject> rows;
    for (const QByteArray& line : output.split('\n'))
        if (!line.isEmpty())
            rows << QJsonDocument::fromJson(line).object();
    return rows;
}

inline void writeFile(const std::filesystem::path& path, const QByteArray& bytes)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", path.c_str());
}

} // namespace small
