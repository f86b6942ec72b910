#include "ui/recent_projects.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace limn::ui
{

namespace
{
constexpr auto key = "recentProjects";
}

QStringList RecentProjects::folders() const
{
    QStringList there;
    for (const QString& folder : settings_.value(key).toStringList())
        if (!gone_.contains(folder))
            there << folder;
    return there;
}

void RecentProjects::look(const std::function<void()>& changed)
{
    for (const QString& folder : settings_.value(key).toStringList()) {
        if (looking_.contains(folder))
            continue; // it has not been answered since
        looking_.insert(folder);
        work_.start([this, folder, changed]() -> widgets::DetachedWork::Result {
            const bool isThere = QFileInfo(QDir(folder).filePath("project.gpkg")).isFile();
            return [this, folder, changed, isThere] {
                looking_.remove(folder);
                if (gone_.contains(folder) != isThere)
                    return;
                if (isThere)
                    gone_.remove(folder);
                else
                    gone_.insert(folder);
                changed();
            };
        });
    }
}

void RecentProjects::add(const QString& folder)
{
    QStringList all = settings_.value(key).toStringList();
    all.removeAll(folder);
    all.prepend(folder);
    gone_.remove(folder);
    settings_.setValue(key, QStringList(all.mid(0, most)));
}

void RecentProjects::forget(const QString& folder)
{
    QStringList all = settings_.value(key).toStringList();
    all.removeAll(folder);
    settings_.setValue(key, all);
    QFile::remove(pictureFile(folder));
}

QString RecentProjects::pictureFile(const QString& folder) const
{
    const QString name = QString::fromLatin1(
        QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
    return QFileInfo(settings_.fileName()).dir().filePath("thumbnails/" + name + ".png");
}

QImage RecentProjects::picture(const QString& folder) const
{
    return QImage(pictureFile(folder));
}

void RecentProjects::setPicture(const QString& folder, const QImage& picture)
{
    const QString file = pictureFile(folder);
    if (QDir().mkpath(QFileInfo(file).path()))
        picture.save(file);
}

} // namespace limn::ui
