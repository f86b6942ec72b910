// What benchmarks of windows share: one application without a screen, and how times are told.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <QApplication>
#include <vector>

namespace limn::bench
{

using Clock = std::chrono::steady_clock;

/// Made when it is first needed, as training has no windows; main() deletes it.
inline QApplication& application()
{
    if (auto* running = qobject_cast<QApplication*>(QCoreApplication::instance()))
        return *running;
    static int argc = 1;
    static char name[] = "limn-bench";
    static char* argv[] = {name, nullptr};
    return *new QApplication(argc, argv);
}

inline double millisecondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Of all threads of this process: what work takes however much else the machine does.
inline double processorMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

inline double percentile95(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times.empty() ? 0 : times[(times.size() - 1) * 95 / 100];
}

} // namespace limn::bench
