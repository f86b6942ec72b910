#include "ui/overview_job.h"

#include "raster/overview_builder.h"
#include "ui/words.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <QDir>
#include <stop_token>
#include <thread>

namespace limn::ui
{

namespace
{
/// The view's own tiles are read first.
constexpr int startDelay = 1000;
constexpr unsigned mostThreads = 8;
/// A part is done in a moment, unless its disk hangs.
constexpr std::chrono::milliseconds partPatience{500};
} // namespace

/// What the work and the GUI thread share.
struct OverviewJob::Run
{
    std::mutex mutex; ///< guards receiver and hasEnded
    std::condition_variable ending;
    OverviewJob* receiver = nullptr; ///< nullptr once nobody listens; set on the GUI thread
    bool hasEnded = false;
    std::stop_source stop;
    std::thread thread; ///< of the GUI thread

    /// On the GUI thread, if it still listens by then.
    void tell(const std::shared_ptr<Run>& self, std::function<void(OverviewJob&)> what)
    {
        const std::scoped_lock lock(mutex);
        if (!receiver)
            return;
        QMetaObject::invokeMethod(
            receiver,
            [self, what = std::move(what)] {
                if (self->receiver && self->receiver->run_ == self)
                    what(*self->receiver);
            },
            Qt::QueuedConnection);
    }
};

OverviewJob::OverviewJob(QObject* parent) : QObject(parent)
{
    delay_.setSingleShot(true);
    delay_.setInterval(startDelay);
    connect(&delay_, &QTimer::timeout, this, &OverviewJob::start);
}

OverviewJob::~OverviewJob()
{
    end();
}

void OverviewJob::setSession(ProjectSession* session)
{
    if (session_)
        session_->disconnect(this);
    session_ = session;
    if (session_) {
        connect(session_, &ProjectSession::currentImageChanged, this, &OverviewJob::consider);
        connect(session_, &ProjectSession::rasterOpened, this, &OverviewJob::consider);
    }
    consider();
}

void OverviewJob::stop()
{
    delay_.stop();
    const bool ran = isRunning();
    end();
    if (ran)
        Q_EMIT ended();
}

void OverviewJob::end()
{
    if (!run_)
        return;
    const std::shared_ptr<Run> run = std::move(run_);
    run->stop.request_stop();
    std::unique_lock lock(run->mutex);
    run->receiver = nullptr;
    const bool ended = run->ending.wait_for(lock, partPatience, [&] { return run->hasEnded; });
    lock.unlock();
    if (ended)
        run->thread.join();
    else
        run->thread.detach();
}

void OverviewJob::consider()
{
    stop();
    if (!session_ || session_->isReadOnly() || !session_->raster())
        return;
    // Not of what lies on a server: all of it would be fetched.
    const raster::RasterInfo& info = session_->raster()->info();
    if (raster::needsOverviews(info) && info.path.rfind("/vsi", 0) != 0)
        delay_.start();
}

void OverviewJob::start()
{
    const qint64 image = session_->currentImage();
    QDir().mkpath(session_->overviewFolder());
    const int threads =
        static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads));
    Q_EMIT progressed(0);
    run_ = std::make_shared<Run>();
    run_->receiver = this;
    run_->thread = std::thread([run = run_, image, threads, raster = session_->raster(),
                                files = session_->overviewFiles(image),
                                folder = session_->overviewFolder().toStdString()] {
        try {
            raster::removeOldOverviews(folder, std::to_string(image), files);
            const bool built = raster::buildOverviews(
                raster, files, threads, run->stop.get_token(), [&run](double part) {
                    run->tell(run, [part](OverviewJob& job) { Q_EMIT job.progressed(part); });
                });
            if (built)
                run->tell(run, [image](OverviewJob& job) {
                    job.end();
                    Q_EMIT job.ended();
                    job.session_->overviewsBuilt(image);
                    Q_EMIT job.built(image);
                });
        } catch (const std::exception& error) {
            run->tell(run, [sentence = inWords(error)](OverviewJob& job) {
                job.end();
                Q_EMIT job.ended();
                Q_EMIT job.failed(sentence);
            });
        }
        const std::scoped_lock lock(run->mutex);
        run->hasEnded = true;
        run->ending.notify_all();
    });
}

} // namespace limn::ui
