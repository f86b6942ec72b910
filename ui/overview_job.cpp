#include "ui/overview_job.h"

#include "raster/overview_builder.h"
#include "ui/words.h"

#include <algorithm>
#include <QDir>
#include <thread>

namespace limn::ui
{

namespace
{
/// The view's own tiles are read first.
constexpr int startDelay = 1000;
constexpr unsigned mostThreads = 8;
} // namespace

OverviewJob::OverviewJob(QObject* parent) : QObject(parent)
{
    delay_.setSingleShot(true);
    delay_.setInterval(startDelay);
    connect(&delay_, &QTimer::timeout, this, &OverviewJob::start);
}

void OverviewJob::setSession(ProjectSession* session)
{
    if (session_)
        session_->disconnect(this);
    session_ = session;
    if (session_) {
        connect(session_, &ProjectSession::currentImageChanged, this, &OverviewJob::consider);
        connect(session_, &ProjectSession::rasterOpened, this, &OverviewJob::consider);
        connect(session_, &ProjectSession::rasterChanged, this, &OverviewJob::consider);
    }
    consider();
}

void OverviewJob::setHeld(bool held)
{
    held_ = held;
    consider();
}

void OverviewJob::stop()
{
    delay_.stop();
    const bool ran = isRunning();
    work_.end();
    if (ran)
        Q_EMIT ended();
}

void OverviewJob::consider()
{
    stop();
    if (held_ || !session_ || session_->isReadOnly() || !session_->raster())
        return;
    // Not of what lies on a server: all of it would be fetched.
    const raster::RasterInfo& info = session_->raster()->info();
    if (raster::needsOverviews(info) && info.path.rfind("/vsi", 0) != 0)
        delay_.start();
}

void OverviewJob::start()
{
    const qint64 image = session_->currentImage();
    const int threads =
        static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads));
    Q_EMIT progressed(0);
    work_.start([this, image, threads, raster = session_->raster(),
                 record = *session_->image(image),
                 folder = session_->overviewFolder().toStdString()](
                    const std::stop_token& stop, const StoppableWork::Tell& tell) {
        try {
            QDir().mkpath(QString::fromStdString(folder));
            const auto files =
                raster::overviewFiles(folder, std::to_string(image), record.file, record.size);
            raster::removeOldOverviews(folder, std::to_string(image), files);
            const bool built =
                raster::buildOverviews(raster, files, threads, stop, [this, &tell](double part) {
                    tell([this, part] { Q_EMIT progressed(part); });
                });
            if (built)
                tell([this, image] {
                    work_.end();
                    Q_EMIT ended();
                    session_->overviewsBuilt(image);
                    Q_EMIT this->built(image);
                });
        } catch (const std::exception& error) {
            tell([this, sentence = inWords(error)] {
                work_.end();
                Q_EMIT ended();
                Q_EMIT failed(sentence);
            });
        }
    });
}

} // namespace limn::ui
