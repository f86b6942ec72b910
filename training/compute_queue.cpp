#include "training/compute_queue.h"

#include <algorithm>

namespace limn::training
{

void ComputeQueue::post(Priority priority, Job job)
{
    {
        const std::lock_guard lock(mutex_);
        jobs_[static_cast<std::size_t>(priority)].push_back(std::move(job));
    }
    changed_.notify_one();
}

void ComputeQueue::close()
{
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_one();
}

void ComputeQueue::run()
{
    std::unique_lock lock(mutex_);
    while (!closed_) {
        const auto found = std::find_if(jobs_.begin(), jobs_.end(),
                                        [](const auto& jobs) { return !jobs.empty(); });
        if (found == jobs_.end()) {
            changed_.wait(lock);
            continue;
        }
        Job job = std::move(found->front());
        found->pop_front();
        lock.unlock();
        const bool more = job();
        lock.lock();
        if (more)
            found->push_front(std::move(job));
    }
}

} // namespace limn::training
