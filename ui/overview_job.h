// Builds the overviews of the image shown when it is large and has none, in the background and into
// the project folder. Leaving the image or stopping keeps what is done; the next time the image is
// shown it goes on from there. GUI thread only; the work has threads of its own, which are left
// behind where the image's disk no longer answers.
#pragma once

#include "ui/project_session.h"
#include "ui/stoppable_work.h"

#include <QObject>
#include <QTimer>

namespace limn::ui
{

class OverviewJob : public QObject
{
    Q_OBJECT
public:
    explicit OverviewJob(QObject* parent = nullptr);

    void setSession(ProjectSession* session); ///< nullptr for none
    bool isRunning() const { return work_.isRunning(); }
    void stop(); ///< until the image is shown anew
    /// While it is held nothing is built: it would be built for nothing, or take another's time.
    void setHeld(bool held);

Q_SIGNALS:
    void progressed(double part); ///< 0..1
    void ended();                 ///< done, stopped or failed
    void built(qint64 image);
    void failed(const QString& sentence);

private:
    void consider();
    void start();

    ProjectSession* session_ = nullptr;
    bool held_ = false;
    QTimer delay_;
    StoppableWork work_;
};

} // namespace limn::ui
