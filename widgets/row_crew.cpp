#include "widgets/row_crew.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <QThread>

namespace limn::widgets
{

namespace
{

constexpr int mostThreads = 4; ///< beyond, memory is the limit
constexpr int rowsAtOnce = 48;
/// Less is done before another thread has woken up.
constexpr qint64 fewPixels = 120'000;

struct SharedRows
{
    std::mutex mutex;
    std::condition_variable finished;
    const RowCrew::Work* work = nullptr; ///< valid while pieces are left or under way
    int rows = 0;
    int next = 0;
    int underWay = 0;

    /// Does pieces until none is left.
    void help(int worker)
    {
        std::unique_lock lock(mutex);
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
};

} // namespace

RowCrew::RowCrew()
{
    pool_.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 1, mostThreads) - 1);
    pool_.setExpiryTimeout(-1);
}

RowCrew::~RowCrew()
{
    pool_.waitForDone();
}

void RowCrew::run(int rows, int width, const Work& work)
{
    const qint64 pixels = static_cast<qint64>(rows) * width;
    if (pixels < fewPixels || pool_.maxThreadCount() == 0) {
        work(0, rows, 0);
        return;
    }
    const auto shared = std::make_shared<SharedRows>();
    shared->work = &work;
    shared->rows = rows;
    for (int helper = 1; helper < size(); ++helper)
        pool_.start([shared, helper] { shared->help(helper); });
    shared->help(0);
    std::unique_lock lock(shared->mutex);
    shared->finished.wait(lock, [&] { return shared->underWay == 0; });
}

} // namespace limn::widgets
