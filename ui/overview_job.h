// Builds the overviews of the image shown when it is large and has none, in the background and into
// the project folder. Leaving the image or stopping keeps what is done; the next time the image is
// shown it goes on from there. GUI thread only; the work has threads of its own.
#pragma once

#include "ui/project_session.h"

#include <QObject>
#include <QTimer>
#include <thread>

namespace limn::ui
{

class OverviewJob : public QObject
{
    Q_OBJECT
public:
    explicit OverviewJob(QObject* parent = nullptr);
    ~OverviewJob() override; ///< stops and waits for the part under way

    void setSession(ProjectSession* session); ///< nullptr for none
    bool isRunning() const { return thread_.joinable(); }
    void stop(); ///< until the image is shown anew

Q_SIGNALS:
    void progressed(double part); ///< 0..1
    void ended();                 ///< done, stopped or failed
    void built(qint64 image);
    void failed(const QString& sentence);

private:
    void consider();
    void start();
    void end();

    ProjectSession* session_ = nullptr;
    QTimer delay_;
    std::jthread thread_;
    int run_ = 0; ///< what an older one still tells is dropped
};

} // namespace limn::ui
