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
    pool_.setMaxThreadCount(1);
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (changed_)
            backUp();
    });
    setMinutes(defaultMinutes);
}

BackupSchedule::~BackupSchedule()
{
    setSession(nullptr);
    pool_.waitForDone();
}

void BackupSchedule::setSession(ProjectSession* session)
{
    if (session_)
        session_->disconnect(this);
    if (progress_)
        progress_->cancel();
    session_ = session && !session->isReadOnly() ? session : nullptr;
    changed_ = false;
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

void BackupSchedule::run(std::function<void(annotation::Progress&)> work,
                         std::function<void()> then)
{
    const auto progress = std::make_shared<annotation::Progress>();
    progress_ = progress;
    pool_.start([this, progress, work = std::move(work), then = std::move(then)] {
        QString error;
        try {
            work(*progress);
        } catch (const annotation::Cancelled&) {
            return;
        } catch (const std::exception& failure) {
            error = inWords(failure);
        }
        QMetaObject::invokeMethod(
            this,
            [this, error, then] {
                if (error.isEmpty())
                    then();
                else
                    Q_EMIT failed(error);
            },
            Qt::QueuedConnection);
    });
}

} // namespace limn::ui
