#include "ui/overview_file_job.h"

#include "raster/overview_builder.h"
#include "raster/overview_file.h"
#include "ui/words.h"

#include <QFileInfo>

namespace limn::ui
{

namespace
{
/// Less is not seen, and would be told very often.
constexpr double leastProgress = 0.001;
} // namespace

OverviewFileJob::OverviewFileJob(QObject* parent) : QObject(parent) {}

void OverviewFileJob::setSession(ProjectSession* session)
{
    stop();
    session_ = session;
}

void OverviewFileJob::build(const QList<qint64>& images)
{
    for (const qint64 image : images)
        if (!waiting_.contains(image) && !(isRunning() && image == current_))
            waiting_ << image;
    if (!isRunning())
        startNext();
}

void OverviewFileJob::stop()
{
    waiting_.clear();
    if (!isRunning())
        return;
    work_.end();
    Q_EMIT ended();
}

void OverviewFileJob::startNext()
{
    const annotation::ImageRecord* record = nullptr;
    while (!record) {
        if (waiting_.isEmpty() || !session_) {
            Q_EMIT ended();
            return;
        }
        current_ = waiting_.takeFirst();
        record = session_->image(current_); // it may have left the project
    }
    const QString name = QFileInfo(QString::fromStdString(record->file)).fileName();
    Q_EMIT progressed(name, 0);
    work_.start(
        [this, name, image = current_, file = record->file, keepCopies = session_->isReadOnly(),
         folder = session_->overviewFolder().toStdString()](const std::stop_token& stop,
                                                            const StoppableWork::Tell& tell) {
            try {
                double told = 0;
                const auto progress = [&](double part) {
                    if (part < told + leastProgress)
                        return;
                    told = part;
                    tell([this, name, part] { Q_EMIT progressed(name, part); });
                };
                if (!raster::buildOverviewFile(file, stop, progress))
                    return;
                if (!keepCopies)
                    raster::removeOldOverviews(folder, std::to_string(image), {});
                tell([this, image, made = raster::overviewFileOf(file)] {
                    work_.end();
                    session_->overviewsBuilt(image);
                    Q_EMIT built(image, QString::fromStdString(made));
                    startNext();
                });
            } catch (const std::exception& error) {
                tell([this, sentence = inWords(error)] {
                    work_.end();
                    Q_EMIT failed(sentence);
                    startNext();
                });
            }
        });
}

} // namespace limn::ui
