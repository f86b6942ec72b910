// Builds the overviews of the image shown when it is large and has none, in the background and into
// the project folder. Leaving the image or stopping keeps what is done; the next time the image is
// shown it goes on from there. GUI thread only; the work has threads of its own, which are left
// behind where the image's disk no longer answers.
#pragma once

#include "ui/project_session.h"

#include <memory>
#include <QObject>
#include <QTimer>

namespace limn::ui
{

class OverviewJob : public QObject
{
    Q_OBJECT
public:
    explicit OverviewJob(QObject* parent = nullptr);
    ~OverviewJob() override; ///< stops, and waits for the part under way for half a second at most

    void setSession(ProjectSession* session); ///< nullptr for none
    bool isRunning() const { return run_ != nullptr; }
    void stop(); ///< until the image is shown anew

Q_SIGNALS:
    void progressed(double part); ///< 0..1
    void ended();                 ///< done, stopped or failed
    void built(qint64 image);
    void failed(const QString& sentence);

private:
    struct Run;

    void consider();
    void start();
    void end();

    ProjectSession* session_ = nullptr;
    QTimer delay_;
    std::shared_ptr<Run> run_; ///< what an older one still tells is dropped
};

} // namespace limn::ui
