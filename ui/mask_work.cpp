#include "ui/mask_work.h"

#include "annotation/area_fill.h"
#include "ui/words.h"

#include <utility>

namespace limn::ui
{

namespace
{
constexpr int tick = 100;
/// Work that ends sooner than this shows no progress.
constexpr int noticeable = 300;
/// How soon to look again whether the stroke under way has ended.
constexpr int strokeWait = 50;
constexpr int wholeWork = 1000;
/// Areas whose bounds hold more pixels than this would be felt when painted at once.
constexpr std::int64_t atOnce = 100'000'000;
} // namespace

struct MaskWork::Job
{
    QString what;
    Compute compute;
    Done done;
    annotation::MaskTiles mask;
    annotation::Progress progress;
    annotation::LabelChange change;
    QString error;
};

MaskWork::MaskWork(EditTarget& target, QObject* parent) : QObject(parent), target_(target)
{
    pool_.setMaxThreadCount(1);
    ticks_.setInterval(tick);
    connect(&ticks_, &QTimer::timeout, this, [this] {
        if (job_ && since_.elapsed() >= noticeable)
            Q_EMIT progressed(job_->what,
                              static_cast<int>(job_->progress.fraction() * (wholeWork - 1)),
                              wholeWork);
    });
    connect(&target_, &EditTarget::imageChanged, this, &MaskWork::cancel);
}

MaskWork::~MaskWork()
{
    if (job_)
        job_->progress.cancel();
    pool_.waitForDone();
}

bool MaskWork::start(const QString& what, Compute compute, Done done)
{
    if (!target_.labels())
        return false;
    if (job_) {
        Q_EMIT target_.noted(tr("%1 is still under way: wait for it, or stop it in the status bar.")
                                 .arg(job_->what));
        return false;
    }
    job_ = std::make_shared<Job>();
    job_->what = what;
    job_->compute = std::move(compute);
    job_->done = std::move(done);
    job_->mask = target_.labels()->mask();
    since_.start();
    ticks_.start();
    pool_.start([this, job = job_] {
        try {
            job->change = job->compute(job->mask, job->progress);
        } catch (const annotation::Cancelled&) {
            // take() finds that the work is no longer wanted.
            job->progress.cancel();
        } catch (const std::exception& error) {
            job->error = inWords(error);
        }
        QMetaObject::invokeMethod(
            this, [this, job] { take(job); }, Qt::QueuedConnection);
    });
    return true;
}

void MaskWork::fill(const QString& what, const annotation::Area& area, int value)
{
    if (!target_.labels())
        return;
    const annotation::PaintRule rule = target_.rule(value);
    const raster::PixelSize image = target_.labels()->image().size;
    const raster::PixelRect bounds = area.bounds().intersected({0, 0, image.width, image.height});
    if (static_cast<std::int64_t>(bounds.width) * bounds.height > atOnce) {
        start(what, [area, rule](annotation::MaskTiles& mask, annotation::Progress& progress) {
            return annotation::fillArea(mask, area, rule, progress);
        });
        return;
    }
    target_.edit(
        [&](annotation::ImageAnnotation& labels) { labels.fill(area, rule, what.toStdString()); });
}

void MaskWork::cancel()
{
    if (!job_)
        return;
    job_->progress.cancel();
    end();
}

void MaskWork::take(const std::shared_ptr<Job>& job)
{
    if (job != job_)
        return;
    annotation::ImageAnnotation* labels = target_.labels();
    if (labels && labels->isStroking()) {
        QTimer::singleShot(strokeWait, this, [this, job] { take(job); });
        return;
    }
    end();
    if (!job->error.isEmpty()) {
        Q_EMIT target_.refused(job->error);
        return;
    }
    if (job->progress.isCancelled())
        return;
    bool changed = false;
    const bool taken = target_.edit([&](annotation::ImageAnnotation& edited) {
        changed = edited.take(job->change, job->what.toStdString());
    });
    if (taken && job->done)
        job->done(changed);
}

void MaskWork::end()
{
    ticks_.stop();
    const QString what = job_->what;
    job_.reset();
    Q_EMIT progressed(what, 0, 0);
    Q_EMIT ended();
}

} // namespace limn::ui
