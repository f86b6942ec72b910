// Does rows of a picture on all cores: the calling thread works with the others and waits only for
// rows that another thread has begun, never for one that has not woken up yet.
#pragma once

#include <functional>
#include <memory>

namespace limn::widgets
{

class RowCrew
{
public:
    RowCrew();
    ~RowCrew(); ///< waits for what is begun

    /// Threads that may work at a time, the calling one included.
    int size() const;
    /// Calls `work(first, last, worker)` for pieces of 0 .. rows - 1; `worker` is 0 .. size() - 1,
    /// each in use by one thread at a time. Few pixels are done by the caller alone. One caller at
    /// a time.
    using Work = std::function<void(int first, int last, int worker)>;
    void run(int rows, int width, const Work& work);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
