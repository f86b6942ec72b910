// Opens projects in the background, as long as their disks take to answer; one at a time. What the
// desktop keeps of a project in memory is read with it. GUI thread only, but for openedProject().
#pragma once

#include "annotation/class_list.h"
#include "annotation/project.h"
#include "ui/run_history.h"
#include "widgets/detached_work.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <string>
#include <vector>

namespace limn::ui
{

/// A project with what is asked of it all the time, so that nobody waits for its disk again.
struct OpenedProject
{
    std::unique_ptr<annotation::Project> project;
    std::vector<annotation::ImageRecord> images;
    annotation::ClassList classes;
    std::map<std::string, std::string> settings;
    RunHistory runs;
};

/// Any thread. Throws ProjectError.
OpenedProject openedProject(std::unique_ptr<annotation::Project> project);

class ProjectOpening : public QObject
{
    Q_OBJECT
public:
    /// What came of it; exactly one of project, isOpenAlready and problem is set.
    struct Outcome
    {
        QString folder;
        std::shared_ptr<OpenedProject> project;
        bool isOpenAlready = false; ///< it is the one that `open` named
        QString problem;
        enum class Remedy { None, ReadOnly, Backup };
        Remedy remedy = Remedy::None; ///< what helps against the problem
        QStringList images;           ///< to be added to it
        QString note;                 ///< what the user should know about it
    };

    explicit ProjectOpening(QObject* parent = nullptr);

    /// `images` are added and `note` is said once it is open.
    void openFolder(const QString& folder, annotation::Project::Access access,
                    const QStringList& images = {}, const QString& note = {});
    /// The project that belongs to the images, see projectForImage(). `open` is the folder of the
    /// project that the window shows now, or empty.
    void openImages(const QStringList& files, const QString& documents, const QString& open);
    /// See demoProject().
    void openDemo(const QString& source, const QString& documents, const QString& open);
    void stop(); ///< what is being opened is wanted no more
    bool isRunning() const { return running_; }

Q_SIGNALS:
    void tookLong(const QString& name); ///< of what is being opened; until ended()
    void ended();                       ///< also when stopped
    void came(const limn::ui::ProjectOpening::Outcome& outcome);

private:
    void start(const QString& name, std::function<Outcome()> work);

    widgets::DetachedWork work_;
    QTimer patience_;
    QString name_;
    bool running_ = false;
    std::shared_ptr<std::atomic<bool>> wanted_; ///< what is being opened still is
};

} // namespace limn::ui
