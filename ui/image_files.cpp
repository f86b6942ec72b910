#include "ui/image_files.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

namespace limn::ui
{

namespace
{

void collectImages(const QDir& folder, const QStringList& patterns, qsizetype most,
                   FoundImages& found)
{
    if (!folder.isReadable()) {
        found.unreadable << folder.path();
        return;
    }
    for (const QString& name : folder.entryList(patterns, QDir::Files, QDir::Name)) {
        if (found.files.size() >= most) {
            found.isCut = true;
            return;
        }
        found.files << folder.filePath(name);
    }
    for (const QString& name :
         folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name))
        if (!name.endsWith(QLatin1String(".limn"), Qt::CaseInsensitive) && !found.isCut)
            collectImages(QDir(folder.filePath(name)), patterns, most, found);
}

} // namespace

QStringList imagePatterns()
{
    return {"*.tif",  "*.tiff", "*.png", "*.jpg", "*.jpeg", "*.jp2", "*.vrt",  "*.img", "*.bmp",
            "*.webp", "*.nc",   "*.hdf", "*.svs", "*.ndpi", "*.scn", "*.mrxs", "*.vms", "*.bif"};
}

FoundImages imageFilesOf(const QStringList& paths, qsizetype most)
{
    FoundImages found;
    for (const QString& path : paths) {
        if (found.isCut)
            break;
        if (!QFileInfo(path).isDir()) {
            found.isCut = found.files.size() >= most;
            if (!found.isCut)
                found.files << path;
            continue;
        }
        const auto before = std::pair(found.files.size(), found.unreadable.size());
        collectImages(QDir(path), imagePatterns(), most, found);
        if (!found.isCut && before == std::pair(found.files.size(), found.unreadable.size()))
            found.empty << path;
    }
    return found;
}

} // namespace limn::ui
