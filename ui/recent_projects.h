// The projects opened lately, latest first, with a small picture of each. Kept in the settings and
// in a folder beside them. GUI thread only.
#pragma once

#include "widgets/detached_work.h"

#include <functional>
#include <QImage>
#include <QSet>
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

    QStringList folders() const; ///< without those that look() has found to be gone
    /// Looks which are still there, in the background, since their drives may not answer; `changed`
    /// is called on the GUI thread for each that has gone, or come back.
    void look(const std::function<void()>& changed);
    void add(const QString& folder);
    void forget(const QString& folder);
    QImage picture(const QString& folder) const; ///< null where there is none
    /// A picture that cannot be written is left out: it is only an ornament.
    void setPicture(const QString& folder, const QImage& picture);

private:
    QString pictureFile(const QString& folder) const;

    QSettings& settings_;
    QSet<QString> gone_;
    QSet<QString> looking_;
    widgets::DetachedWork work_;
};

} // namespace limn::ui
