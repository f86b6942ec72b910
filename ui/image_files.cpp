#include "ui/image_files.h"

#include <QDir>
#include <QFileInfo>

namespace limn::ui
{

namespace
{

void collectImages(const QDir& folder, const QStringList& patterns, qsizetype most,
                   QStringList& found)
{
    for (const QString& name : folder.entryList(patterns, QDir::Files, QDir::Name)) {
        if (found.size() >= most)
            return;
        found << folder.filePath(name);
    }
    for (const QString& name :
         folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name))
        if (!name.endsWith(QLatin1String(".limn"), Qt::CaseInsensitive) && found.size() < most)
            collectImages(QDir(folder.filePath(name)), patterns, most, found);
}

} // namespace

QStringList imagePatterns()
{
    return {"*.tif",  "*.tiff", "*.png", "*.jpg", "*.jpeg", "*.jp2", "*.vrt",  "*.img", "*.bmp",
            "*.webp", "*.nc",   "*.hdf", "*.svs", "*.ndpi", "*.scn", "*.mrxs", "*.vms", "*.bif"};
}

QStringList imageFilesOf(const QStringList& paths, qsizetype most)
{
    QStringList files;
    for (const QString& path : paths) {
        if (files.size() >= most)
            break;
        if (QFileInfo(path).isDir())
            collectImages(QDir(path), imagePatterns(), most, files);
        else
            files << path;
    }
    return files;
}

} // namespace limn::ui
