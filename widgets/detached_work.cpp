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

struct DetachedWork::Tasks
{
    struct Task
    {
        std::thread thread;
        WorkClock::time_point begun = WorkClock::now();
        bool ended = false;
    };

    std::mutex mutex; ///< guards all below
    std::condition_variable ended;
    std::list<Task> list;

    void dropEnded()
    {
        std::erase_if(list, [](Task& task) {
            if (!task.ended)
                return false;
            task.thread.join();
            return true;
        });
    }
};

DetachedWork::DetachedWork(QObject* parent) : QObject(parent), tasks_(std::make_shared<Tasks>()) {}

DetachedWork::~DetachedWork()
{
    std::unique_lock lock(tasks_->mutex);
    for (Tasks::Task& task : tasks_->list) {
        tasks_->ended.wait_until(lock, task.begun + shortWork, [&task] { return task.ended; });
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
    const std::scoped_lock lock(tasks_->mutex);
    tasks_->dropEnded();
    Tasks::Task& task = tasks_->list.emplace_back();
    task.thread = std::thread([this, tasks = tasks_, answer = answers_.sender(),
                               work = std::move(work), &task, generation = generation_]() mutable {
        Result result = work();
        work = nullptr;
        if (result)
            answer([this, generation, result = std::move(result)] {
                if (generation == generation_)
                    result();
            });
        const std::scoped_lock ending(tasks->mutex);
        task.ended = true;
        tasks->ended.notify_all();
    });
}

void DetachedWork::forget()
{
    ++generation_;
}

} // namespace limn::widgets
