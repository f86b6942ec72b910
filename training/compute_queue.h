// The order in which one thread computes: what the user waits for, then training, then the rest.
//
// Jobs come in small units: after each unit the most urgent job goes on, so that a visible tile
// waits for one training step and never for a whole run. Jobs of equal priority are done one after
// the other in the order posted. post() and close() may be called from any thread.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace limn::training
{

enum class Priority { Urgent, Training, Background };

class ComputeQueue
{
public:
    /// Does one unit; true when there is more to do.
    using Job = std::function<bool()>;

    void post(Priority priority, Job job);
    /// Works on the calling thread until close(); what is queued then is dropped after the unit
    /// under way. Jobs must not throw.
    void run();
    void close();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::array<std::deque<Job>, 3> jobs_;
    bool closed_ = false;
};

} // namespace limn::training
