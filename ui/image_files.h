// Image files in folders, found by their names' endings. Any thread.
#pragma once

#include <QString>
#include <QStringList>

namespace limn::ui
{

/// "*.tif" and so on: what the file dialog offers first.
QStringList imagePatterns();
struct FoundImages
{
    QStringList files;
    QStringList unreadable; ///< folders
    QStringList empty;      ///< of the folders asked for, those that can be read and hold no images
    bool isCut = false;     ///< there are more files
};
/// `paths` with each folder replaced by the images in it and below it, in the order of their names;
/// project folders are left out. At most `most` files.
FoundImages imageFilesOf(const QStringList& paths, qsizetype most);

} // namespace limn::ui
