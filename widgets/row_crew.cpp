#include "widgets/row_crew.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace limn::widgets
{

namespace
{

constexpr unsigned mostThreads = 4; ///< beyond, memory is the limit
constexpr int rowsAtOnce = 48;
/// Less is done before another thread has woken up.
constexpr std::int64_t fewPixels = 120'000;

} // namespace

struct RowCrew::State
{
    const int size =
        static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, mostThreads));

    std::mutex mutex; ///< guards all below, but for the threads
    std::condition_variable wake;
    std::condition_variable finished;
    const Work* work = nullptr; ///< valid while pieces are left or under way
    int rows = 0;
    int next = 0;
    int underWay = 0;
    bool ending = false;
    std::vector<std::jthread> helpers; ///< from the first large picture on

    /// Does pieces until none is left. With the mutex held on both ends.
    void help(std::unique_lock<std::mutex>& lock, int worker)
    {
        while (next < rows) {
            const int first = next;
            const int last = std::min(first + rowsAtOnce, rows);
            next = last;
            ++underWay;
            lock.unlock();
            (*work)(first, last, worker);
            lock.lock();
            if (--underWay == 0)
                finished.notify_all();
        }
    }

    void standBy(int worker)
    {
        std::unique_lock lock(mutex);
        while (!ending) {
            help(lock, worker);
            wake.wait(lock, [this] { return ending || next < rows; });
        }
    }
};

RowCrew::RowCrew() : state_(std::make_unique<State>()) {}

RowCrew::~RowCrew()
{
    {
        const std::scoped_lock lock(state_->mutex);
        state_->ending = true;
    }
    state_->wake.notify_all();
    state_->helpers.clear();
}

int RowCrew::size() const
{
    return state_->size;
}

void RowCrew::run(int rows, int width, const Work& work)
{
    State& state = *state_;
    if (static_cast<std::int64_t>(rows) * width < fewPixels || state.size == 1) {
        work(0, rows, 0);
        return;
    }
    while (static_cast<int>(state.helpers.size()) + 1 < state.size)
        state.helpers.emplace_back([&state, worker = static_cast<int>(state.helpers.size()) + 1] {
            state.standBy(worker);
        });
    std::unique_lock lock(state.mutex);
    state.work = &work;
    state.rows = rows;
    state.next = 0;
    state.wake.notify_all();
    state.help(lock, 0);
    state.finished.wait(lock, [&state] { return state.underWay == 0; });
}

} // namespace limn::widgets
