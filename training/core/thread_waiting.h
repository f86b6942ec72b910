// How long LibTorch's threads look for more work before they sleep, by what else the machine does.
//
// A network's step is some thousand short parallel parts. Where OpenMP's threads sleep at the end
// of each, waking them takes a quarter of the step. Where they spin instead, and another program
// wants one of the cores, they burn the time that the slower of them waits for: a step takes twice
// as long. libgomp reads its settings once, when it is loaded; but it also spins 100 times only, in
// place of 300,000, while there are more of its threads than cores (its manual, GOMP_SPINCOUNT). So
// a team of threads that does nothing is kept while others want the cores, and let go when they do
// not. Results do not depend on it.
#pragma once

#include <condition_variable>
#include <istream>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace limn::training
{

/// Seconds that processors were busy since the machine started, with whatever program.
/// `stat` is what /proc/stat holds (man proc_stat), in ticks of which `ticksPerSecond` are a
/// second; only processors of `processors` count. What others took is not known, and 0, where there
/// is none.
double busySeconds(std::istream& stat, const std::set<int>& processors, double ticksPerSecond);

/// Whether other programs, which take `others` cores on average, disturb threads on all cores:
/// somewhat reluctant to change its mind.
bool isDisturbed(bool before, double others);

class ThreadWaiting
{
public:
    /// Looks about twice a second, in a thread of its own, from now on. Does nothing where it
    /// cannot see what others do (no /proc), where one thread computes, and where the user has set
    /// GOMP_SPINCOUNT or OMP_WAIT_POLICY.
    ThreadWaiting();
    ~ThreadWaiting();
    ThreadWaiting(const ThreadWaiting&) = delete;
    ThreadWaiting& operator=(const ThreadWaiting&) = delete;

private:
    class IdleTeam;

    void watch();
    /// False when it is over.
    bool pause();

    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread watcher_;
};

} // namespace limn::training
