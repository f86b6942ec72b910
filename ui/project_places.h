// Where projects lie: beside the image that was opened, in the documents folder where that cannot
// be written, and the demo's own copy. Pure work with files; throws ProjectError or RasterError
// with a sentence for the user.
#pragma once

#include "annotation/project.h"

#include <memory>
#include <QString>
#include <QStringList>

namespace limn::ui
{

/// Whether the path names a project: a folder that ends in .limn, or its project.gpkg.
bool isProjectPath(const QString& path);
/// The project folder that such a path means.
QString projectFolderOf(const QString& path);

/// Where projects lie that cannot lie beside their image.
QString projectsFolder(const QString& documents);

struct ProjectPlace
{
    QString folder;
    std::unique_ptr<annotation::Project> made; ///< open, when it was made just now
    QString note; ///< what the user should know about it: where it was made; may be empty
};

/// The first image of files and folders that can be opened, and why those before it cannot.
struct FirstImage
{
    QString file;    ///< empty where none can
    QString problem; ///< of the first that cannot
};

/// Tries a few, as long as their disks and servers take to answer: not on the GUI thread.
FirstImage firstImageOf(const QStringList& paths);

/// For images opened without a project: NAME.limn beside the first image, NAME being the image's;
/// the one that is there, else made; in `documents`/Limn Projects where the folder cannot be
/// written to. `image` has been found to open.
ProjectPlace projectForImage(const QString& image, const QString& documents);

/// The folder with wetlands.tif and labels.geojson: $LIMN_DEMO_DIR, share/limn/demo of the
/// installation, or the source tree's; empty when it is nowhere.
QString locateDemo();

/// The demo's own project in `documents`/Limn; made from `source` at the first call, with its image
/// copied beside it, its classes and its polygons.
ProjectPlace demoProject(const QString& source, const QString& documents);

} // namespace limn::ui
