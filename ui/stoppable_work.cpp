#include "ui/stoppable_work.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace limn::ui
{

namespace
{
/// A part of the work is done in a moment, unless its disk hangs.
constexpr std::chrono::milliseconds partPatience{500};
} // namespace

/// What the work and the GUI thread share.
struct StoppableWork::Run
{
    std::mutex mutex; ///< guards receiver and hasEnded
    std::condition_variable ending;
    StoppableWork* receiver = nullptr; ///< nullptr once nobody listens; set on the GUI thread
    bool hasEnded = false;
    std::stop_source stop;
    std::thread thread; ///< of the GUI thread

    /// On the GUI thread, if it still listens by then.
    void tell(const std::shared_ptr<Run>& self, std::function<void()> what)
    {
        const std::scoped_lock lock(mutex);
        if (!receiver)
            return;
        QMetaObject::invokeMethod(
            receiver,
            [self, what = std::move(what)] {
                if (self->receiver && self->receiver->run_ == self)
                    what();
            },
            Qt::QueuedConnection);
    }
};

StoppableWork::StoppableWork(QObject* parent) : QObject(parent) {}

StoppableWork::~StoppableWork()
{
    end();
}

void StoppableWork::start(Work work)
{
    end();
    run_ = std::make_shared<Run>();
    run_->receiver = this;
    run_->thread = std::thread([run = run_, work = std::move(work)]() mutable {
        work(run->stop.get_token(),
             [&run](std::function<void()> what) { run->tell(run, std::move(what)); });
        work = nullptr;
        const std::scoped_lock lock(run->mutex);
        run->hasEnded = true;
        run->ending.notify_all();
    });
}

void StoppableWork::end()
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

} // namespace limn::ui
