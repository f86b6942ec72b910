// The projects opened lately, latest first, with a small picture of each. Kept in the settings and
// in a folder beside them. GUI thread only.
#pragma once

#include <QImage>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace limn::ui
{

class RecentProjects
{
public:
    static constexpr int most = 8;

    explicit RecentProjects(QSettings& settings) : settings_(settings) {}

    QStringList folders() const; ///< those that are still there
    void add(const QString& folder);
    void forget(const QString& folder);
    QImage picture(const QString& folder) const; ///< null where there is none
    /// A picture that cannot be written is left out: it is only an ornament.
    void setPicture(const QString& folder, const QImage& picture);

private:
    QString pictureFile(const QString& folder) const;

    QSettings& settings_;
};

} // namespace limn::ui
