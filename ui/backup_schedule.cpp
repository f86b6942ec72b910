#include "ui/backup_schedule.h"

#include "ui/words.h"

#include <utility>

namespace limn::ui
{

namespace
{
constexpr int millisecondsPerMinute = 60'000;
} // namespace

BackupSchedule::BackupSchedule(QObject* parent) : QObject(parent)
{
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (changed_ && !copying_)
            backUp();
    });
    setMinutes(defaultMinutes);
}

BackupSchedule::~BackupSchedule()
{
    setSession(nullptr);
}

void BackupSchedule::setSession(ProjectSession* session)
{
    if (session_)
        session_->disconnect(this);
    if (progress_)
        progress_->cancel();
    session_ = session && !session->isReadOnly() ? session : nullptr;
    changed_ = false;
    turn_ = std::make_shared<std::mutex>();
    if (session_)
        connect(session_, &ProjectSession::labelsSaved, this, [this] { changed_ = true; });
}

void BackupSchedule::setMinutes(int minutes)
{
    if (minutes > 0)
        timer_.start(minutes * millisecondsPerMinute);
    else
        timer_.stop();
}

void BackupSchedule::backUp(std::function<void()> then)
{
    if (!session_)
        return;
    changed_ = false;
    const auto copy = std::make_shared<annotation::Backup>();
    const QString folder = session_->folder();
    run(
        [copy, path = folder.toStdString()](annotation::Progress& progress) {
            *copy = annotation::makeBackup(path, progress);
            annotation::thinBackups(path);
        },
        [this, copy, then = std::move(then)] {
            Q_EMIT made(*copy);
            if (then)
                then();
        });
}

void BackupSchedule::restore(const QString& folder, const annotation::Backup& backup)
{
    run(
        [path = folder.toStdString(), backup](annotation::Progress& progress) {
            annotation::restoreBackup(path, backup.file, progress);
        },
        [this, folder] { Q_EMIT restored(folder); });
}

void BackupSchedule::find(const QString& folder,
                          std::function<void(const std::vector<annotation::Backup>&)> found)
{
    const auto backups = std::make_shared<std::vector<annotation::Backup>>();
    work_.start([this, backups, path = folder.toStdString(),
                 found = std::move(found)]() -> widgets::DetachedWork::Result {
        try {
            *backups = annotation::listBackups(path);
        } catch (const std::exception& failure) {
            return [this, error = inWords(failure)] { Q_EMIT failed(error); };
        }
        return [found, backups] { found(*backups); };
    });
}

void BackupSchedule::run(std::function<void(annotation::Progress&)> work,
                         std::function<void()> then)
{
    const auto progress = std::make_shared<annotation::Progress>();
    progress_ = progress;
    copying_ = true;
    work_.start([this, progress, turn = turn_, work = std::move(work),
                 then = std::move(then)]() -> widgets::DetachedWork::Result {
        const std::scoped_lock lock(*turn);
        QString error;
        bool isWanted = true;
        try {
            work(*progress);
        } catch (const annotation::Cancelled&) {
            isWanted = false;
        } catch (const std::exception& failure) {
            error = inWords(failure);
        }
        return [this, progress, isWanted, error, then] {
            if (progress == progress_)
                copying_ = false;
            if (!isWanted)
                return;
            if (error.isEmpty())
                then();
            else
                Q_EMIT failed(error);
        };
    });
}

} // namespace limn::ui
