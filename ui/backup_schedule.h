// Rolling copies of the open project: every so many minutes when labels have changed, thinned out
// with age, computed beside the work; and one put back in the project's place. GUI thread only.
#pragma once

#include "annotation/backup.h"
#include "ui/project_session.h"
#include "widgets/detached_work.h"

#include <functional>
#include <memory>
#include <mutex>
#include <QObject>
#include <QTimer>

namespace limn::ui
{

class BackupSchedule : public QObject
{
    Q_OBJECT
public:
    explicit BackupSchedule(QObject* parent = nullptr);
    ~BackupSchedule() override; ///< stops what is being copied

    /// The project to be copied; nullptr for none. Read-only ones are left alone.
    void setSession(ProjectSession* session);
    void setMinutes(int minutes); ///< between two copies; 0 makes none
    static constexpr int defaultMinutes = 10;

    /// A copy at once, then `then` on the GUI thread; not after a failure.
    void backUp(std::function<void()> then = {});
    /// Looks for the copies of a project, then `found` with the newest first.
    void find(const QString& folder,
              std::function<void(const std::vector<annotation::Backup>&)> found);
    /// Puts the copy in the place of the project, which must be closed; restored() follows.
    void restore(const QString& folder, const annotation::Backup& backup);

Q_SIGNALS:
    void made(const limn::annotation::Backup& backup);
    void restored(const QString& folder);
    void failed(const QString& sentence);

private:
    void run(std::function<void(annotation::Progress&)> work, std::function<void()> then);

    ProjectSession* session_ = nullptr;
    bool changed_ = false; ///< since the last copy
    QTimer timer_{this};
    std::shared_ptr<annotation::Progress> progress_; ///< of the work under way
    bool copying_ = false;
    /// Held by the work under way: one after the other, but for another project's.
    std::shared_ptr<std::mutex> turn_ = std::make_shared<std::mutex>();
    widgets::DetachedWork work_; ///< on a drive that may not answer
};

} // namespace limn::ui
