// Work that may never return, such as reading from an address that does not answer: each piece on a
// thread of its own, which is left behind when its owner goes. GUI thread only, but for the work.
#pragma once

#include "widgets/answers.h"

#include <functional>
#include <memory>
#include <QObject>

namespace limn::widgets
{

class DetachedWork : public QObject
{
    Q_OBJECT
public:
    /// Called on the GUI thread with what the work brought; may be empty.
    using Result = std::function<void()>;
    /// Must not throw, and must own whatever it uses.
    using Work = std::function<Result()>;

    explicit DetachedWork(QObject* parent = nullptr);
    /// Drops what is under way; waits for it, but for none longer than half a second since its
    /// begin.
    ~DetachedWork() override;

    void start(Work work);
    void forget(); ///< the results of what is under way are dropped

private:
    struct Tasks;
    Answers answers_{this};
    std::shared_ptr<Tasks> tasks_;
    int generation_ = 0;
};

} // namespace limn::widgets
