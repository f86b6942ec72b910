#include "training/core/thread_waiting.h"

#include "training/core/libtorch.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <sched.h>
#include <sstream>
#include <string>
#include <unistd.h>

namespace limn::training
{

namespace
{

using WaitingClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds betweenLooks{500};
/// Cores of others from which on threads sleep, and below which they spin again.
constexpr double disturbing = 0.3;
constexpr double quiet = 0.15;
/// Enough for LibTorch to share it out among all threads.
constexpr std::int64_t sharedElements = 1 << 20;

/// Those that this process may run on; others may be busy without disturbing it.
std::set<int> ownProcessors()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    std::set<int> processors;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return processors;
    for (int number = 0; number < CPU_SETSIZE; ++number)
        if (CPU_ISSET(number, &allowed))
            processors.insert(number);
    return processors;
}

/// Of this process, all its threads together.
double ownSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double allSeconds(const std::set<int>& processors)
{
    std::ifstream stat("/proc/stat");
    return busySeconds(stat, processors, static_cast<double>(sysconf(_SC_CLK_TCK)));
}

} // namespace

double busySeconds(std::istream& stat, const std::set<int>& processors, double ticksPerSecond)
{
    // user, nice, system, idle, iowait, irq, softirq; what follows is not time that was had.
    constexpr std::array isBusy{true, true, true, false, false, true, true};
    double ticks = 0;
    std::string line;
    while (std::getline(stat, line)) {
        std::istringstream fields(line);
        std::string name;
        fields >> name;
        if (name.size() < 4 || name.compare(0, 3, "cpu") != 0 ||
            !processors.contains(std::atoi(name.c_str() + 3)))
            continue;
        for (const bool counts : isBusy) {
            double value = 0;
            fields >> value;
            ticks += counts ? value : 0;
        }
    }
    return ticks / ticksPerSecond;
}

bool isDisturbed(bool before, double others)
{
    return others > (before ? quiet : disturbing);
}

/// A thread whose OpenMP threads wait for work that never comes.
class ThreadWaiting::IdleTeam
{
public:
    IdleTeam()
        : owner_([this] {
              torch::ones({sharedElements}).add_(1);
              std::unique_lock lock(mutex_);
              dismissed_.wait(lock, [this] { return over_; });
          })
    {}

    ~IdleTeam()
    {
        {
            const std::lock_guard lock(mutex_);
            over_ = true;
        }
        dismissed_.notify_one();
        owner_.join();
    }

    IdleTeam(const IdleTeam&) = delete;
    IdleTeam& operator=(const IdleTeam&) = delete;

private:
    std::mutex mutex_;
    std::condition_variable dismissed_;
    bool over_ = false;
    std::thread owner_;
};

ThreadWaiting::ThreadWaiting()
{
    const bool chosen = std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT");
    if (!chosen && at::get_num_threads() > 1 && std::ifstream("/proc/stat"))
        watcher_ = std::thread([this] { watch(); });
}

ThreadWaiting::~ThreadWaiting()
{
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_one();
    if (watcher_.joinable())
        watcher_.join();
}

bool ThreadWaiting::pause()
{
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, betweenLooks, [this] { return over_; });
}

void ThreadWaiting::watch()
{
    const std::set<int> processors = ownProcessors();
    std::optional<IdleTeam> team;
    double all = allSeconds(processors);
    double own = ownSeconds();
    WaitingClock::time_point time = WaitingClock::now();
    while (pause()) {
        const double allNow = allSeconds(processors);
        const double ownNow = ownSeconds();
        const WaitingClock::time_point now = WaitingClock::now();
        const double seconds = std::chrono::duration<double>(now - time).count();
        const bool disturbed =
            isDisturbed(team.has_value(), (allNow - all - ownNow + own) / seconds);
        if (!disturbed)
            team.reset();
        else if (!team)
            team.emplace();
        all = allNow;
        own = ownNow;
        time = now;
    }
}

} // namespace limn::training
