#include "widgets/detached_work.h"

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace limn::widgets
{

namespace
{
using WorkClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds shortWork{500};
} // namespace

struct DetachedWork::Mail
{
    struct Task
    {
        std::thread thread;
        WorkClock::time_point begun = WorkClock::now();
        bool ended = false;
    };

    std::mutex mutex; ///< guards all below
    std::condition_variable ended;
    DetachedWork* receiver = nullptr; ///< nullptr once it goes
    std::list<Task> tasks;

    void dropEnded()
    {
        std::erase_if(tasks, [](Task& task) {
            if (!task.ended)
                return false;
            task.thread.join();
            return true;
        });
    }
};

DetachedWork::DetachedWork(QObject* parent) : QObject(parent), mail_(std::make_shared<Mail>())
{
    mail_->receiver = this;
}

DetachedWork::~DetachedWork()
{
    std::unique_lock lock(mail_->mutex);
    mail_->receiver = nullptr;
    for (Mail::Task& task : mail_->tasks) {
        mail_->ended.wait_until(lock, task.begun + shortWork, [&task] { return task.ended; });
        if (!task.ended) {
            task.thread.detach();
            continue;
        }
        lock.unlock();
        task.thread.join();
        lock.lock();
    }
}

void DetachedWork::start(Work work)
{
    const std::scoped_lock lock(mail_->mutex);
    mail_->dropEnded();
    Mail::Task& task = mail_->tasks.emplace_back();
    task.thread = std::thread(
        [mail = mail_, work = std::move(work), &task, generation = generation_]() mutable {
            Result result = work();
            work = nullptr;
            const std::scoped_lock ending(mail->mutex);
            if (mail->receiver && result)
                QMetaObject::invokeMethod(
                    mail->receiver,
                    [receiver = mail->receiver, generation, result = std::move(result)] {
                        if (generation == receiver->generation_)
                            result();
                    },
                    Qt::QueuedConnection);
            task.ended = true;
            mail->ended.notify_all();
        });
}

void DetachedWork::forget()
{
    ++generation_;
}

} // namespace limn::widgets
