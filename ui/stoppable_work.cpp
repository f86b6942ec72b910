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
    std::mutex mutex; ///< guards hasEnded
    std::condition_variable ending;
    bool hasEnded = false;
    std::stop_source stop;
    std::thread thread; ///< of the GUI thread
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
    const Tell tell = [this, run = std::weak_ptr(run_),
                       answer = answers_.sender()](std::function<void()> what) {
        answer([this, run, what = std::move(what)] {
            if (run_ && run_ == run.lock())
                what();
        });
    };
    run_->thread = std::thread([run = run_, tell, work = std::move(work)]() mutable {
        work(run->stop.get_token(), tell);
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
    const bool ended = run->ending.wait_for(lock, partPatience, [&] { return run->hasEnded; });
    lock.unlock();
    if (ended)
        run->thread.join();
    else
        run->thread.detach();
}

} // namespace limn::ui
