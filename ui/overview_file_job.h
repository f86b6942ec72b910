// Builds overviews beside the user's own files, one after another, where the user asks for it; what
// the project holds of them in their place goes then. Goes on while other images are looked at; a
// file that was begun is removed when the work is stopped or the project is closed. GUI thread
// only; the work has a thread of its own.
#pragma once

#include "ui/project_session.h"
#include "ui/stoppable_work.h"

#include <QList>
#include <QObject>

namespace limn::ui
{

class OverviewFileJob : public QObject
{
    Q_OBJECT
public:
    explicit OverviewFileJob(QObject* parent = nullptr);

    void setSession(ProjectSession* session); ///< nullptr for none; stops
    bool isRunning() const { return work_.isRunning(); }
    void build(const QList<qint64>& images); ///< after those asked for before
    void stop();

Q_SIGNALS:
    void progressed(const QString& name, double part); ///< the image's name; 0..1 of its file
    void built(qint64 image, const QString& file);     ///< it is read from now on
    void failed(const QString& sentence);
    void ended(); ///< all are done, or it was stopped

private:
    void startNext();

    ProjectSession* session_ = nullptr;
    QList<qint64> waiting_;
    qint64 current_ = 0;
    StoppableWork work_;
};

} // namespace limn::ui
