// Long work that tells how far it is and can be stopped: on a thread of its own, which is left
// behind where its disk no longer answers. GUI thread only, but for the work.
#pragma once

#include "widgets/answers.h"

#include <functional>
#include <memory>
#include <QObject>
#include <stop_token>

namespace limn::ui
{

class StoppableWork : public QObject
{
public:
    /// Has something done on the GUI thread; nothing once the work was ended. From any thread.
    using Tell = std::function<void(std::function<void()>)>;
    /// Must not throw, and must own whatever it uses.
    using Work = std::function<void(const std::stop_token&, const Tell&)>;

    explicit StoppableWork(QObject* parent = nullptr);
    ~StoppableWork() override; ///< ends

    bool isRunning() const { return run_ != nullptr; } ///< begun and not ended
    void start(Work work);                             ///< after what was under way was ended
    /// Asks the work to stop, waits for it for half a second at most, and hears no more of it. Also
    /// to be called by what the work has told last.
    void end();

private:
    struct Run;
    widgets::Answers answers_{this};
    std::shared_ptr<Run> run_; ///< what an older one still tells is dropped
};

} // namespace limn::ui
