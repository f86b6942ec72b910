#include "ui/project_places.h"

#include "annotation/import.h"
#include "raster/raster.h"
#include "ui/image_intake.h"
#include "ui/words.h"

#include <filesystem>
#include <optional>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <system_error>

namespace limn::ui
{

namespace
{
namespace fs = std::filesystem;
using annotation::Project;
using annotation::ProjectError;

constexpr auto demoImage = "wetlands.tif";
constexpr qsizetype mostTried = 32;
constexpr auto demoLabels = "labels.geojson";

struct Places
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::ProjectPlaces)
};

fs::path toPath(const QString& path)
{
    return fs::path(path.toStdString());
}

QString freeFolder(const QDir& parent, const QString& name)
{
    QString candidate = parent.filePath(name + ".limn");
    for (int n = 2; QFileInfo::exists(candidate); ++n)
        candidate = parent.filePath(QString("%1-%2.limn").arg(name).arg(n));
    return candidate;
}

bool holdsProject(const QString& folder)
{
    return QFileInfo(QDir(folder).filePath("project.gpkg")).isFile();
}

/// Nothing where the image's folder cannot be written to; some file systems say so only when tried.
std::optional<ProjectPlace> makeBeside(const QFileInfo& image)
{
    if (!QFileInfo(image.absolutePath()).isWritable())
        return std::nullopt;
    const QString folder = freeFolder(image.absoluteDir(), image.completeBaseName());
    try {
        return ProjectPlace{
            folder, Project::create(toPath(folder)),
            Places::tr("Made the project %1 beside the image; every stroke is saved there.")
                .arg(QFileInfo(folder).fileName())};
    } catch (const ProjectError&) {
        return std::nullopt; // the documents folder is tried next, and its failure is told
    }
}

bool holdsImage(const QString& project, const QFileInfo& image)
{
    const auto opened = Project::open(toPath(project), Project::Access::ReadOnly);
    for (const annotation::ImageRecord& record : opened->images())
        if (QFileInfo(QString::fromStdString(record.file)) == image)
            return true;
    return false;
}

void makeFolder(const QDir& folder)
{
    if (!QDir().mkpath(folder.path()))
        throw ProjectError(Places::tr("The folder %1 cannot be made: free some space or check its "
                                      "permissions, then try again.")
                               .arg(QDir::toNativeSeparators(folder.path()))
                               .toStdString());
}

std::unique_ptr<Project> makeDemo(const fs::path& folder, const QString& source,
                                  const QString& image)
{
    std::unique_ptr<Project> project = Project::create(folder);
    project->addImage(toPath(image));
    annotation::ClassList classes;
    for (const auto& [name, colour] :
         {std::pair{"water", "#0072b2"}, {"crops", "#009e73"}, {"bare", "#e69f00"}})
        annotation::addClass(classes, name).colour = annotation::parseColour(colour);
    project->setClasses(classes);
    annotation::importShapes(*project, toPath(QDir(source).filePath(demoLabels)), "class");
    return project;
}
} // namespace

bool isProjectPath(const QString& path)
{
    const QFileInfo info(path);
    if (info.fileName() == "project.gpkg")
        return true;
    return QDir::cleanPath(path).endsWith(".limn", Qt::CaseInsensitive);
}

QString projectFolderOf(const QString& path)
{
    const QFileInfo info(QDir::cleanPath(path));
    return info.fileName() == "project.gpkg" ? info.absolutePath() : info.absoluteFilePath();
}

QString projectsFolder(const QString& documents)
{
    return QDir(documents).filePath("Limn Projects");
}

FirstImage firstImageOf(const QStringList& paths)
{
    const FoundImages found = imageFilesOf(paths, mostTried);
    FirstImage first;
    if (found.files.isEmpty())
        first.problem = notLookedThrough(found).value(0);
    for (const QString& image : found.files) {
        try {
            raster::Raster::open(image.toStdString());
        } catch (const raster::SeveralImages&) {
            // Which of them is asked when it is added.
            static_cast<void>(image);
        } catch (const std::exception& error) {
            if (first.problem.isEmpty())
                first.problem = inWords(error);
            continue;
        }
        first.file = image;
        break;
    }
    return first;
}

ProjectPlace projectForImage(const QString& image, const QString& documents)
{
    const QFileInfo info(image);
    const QString name = info.completeBaseName();
    const QString beside = info.absoluteDir().filePath(name + ".limn");
    if (holdsProject(beside))
        return {beside, nullptr, {}};

    if (auto place = makeBeside(info))
        return std::move(*place);
    const QDir fallback(projectsFolder(documents));
    makeFolder(fallback);
    const QString known = fallback.filePath(name + ".limn");
    if (holdsProject(known) && holdsImage(known, info))
        return {known, nullptr, {}};
    const QString folder = freeFolder(fallback, name);
    return {folder, Project::create(toPath(folder)),
            Places::tr("The image's folder cannot be written to, so the project is %1.")
                .arg(QDir::toNativeSeparators(folder))};
}

QString locateDemo()
{
    const QString named = qEnvironmentVariable("LIMN_DEMO_DIR");
    const QStringList places{named, QCoreApplication::applicationDirPath() + "/../share/limn/demo",
                             QStringLiteral(LIMN_SOURCE_DIR "/resources/demo")};
    for (const QString& place : places)
        if (!place.isEmpty() && QFileInfo(QDir(place).filePath(demoImage)).isFile())
            return QDir::cleanPath(place);
    return {};
}

ProjectPlace demoProject(const QString& source, const QString& documents)
{
    const QDir parent(QDir(documents).filePath("Limn"));
    const QString folder = parent.filePath("wetlands.limn");
    if (holdsProject(folder))
        return {folder, nullptr, {}};
    if (source.isEmpty())
        throw ProjectError(
            Places::tr("The demo's files are not installed: install Limn again, or name "
                       "their folder in LIMN_DEMO_DIR.")
                .toStdString());
    makeFolder(parent);
    const QString image = parent.filePath(demoImage);
    if (!QFileInfo::exists(image) && !QFile::copy(QDir(source).filePath(demoImage), image))
        throw ProjectError(
            Places::tr("The demo's image cannot be copied to %1: free some space or check "
                       "the folder's permissions.")
                .arg(QDir::toNativeSeparators(parent.path()))
                .toStdString());
    try {
        return {folder, makeDemo(toPath(folder), source, image),
                Places::tr("This is your own copy of the demo, in %1: paint in it as you like.")
                    .arg(QDir::toNativeSeparators(parent.path()))};
    } catch (...) {
        // A demo without its labels would be taken for the whole one at the next start.
        std::error_code ignored;
        fs::remove_all(toPath(folder), ignored);
        throw;
    }
}

} // namespace limn::ui
