// Tells a training run to the desktop: one notification an event (docs/PROTOCOL.md). One thread.
#pragma once

#include "training/message_channel.h"
#include "training/run_listener.h"

#include <chrono>
#include <string>

namespace limn::training
{

class RunNotifier : public RunListener
{
public:
    explicit RunNotifier(MessageChannel& channel) : channel_(channel) {}

    /// What comes now is about this run; "" for one that is being made and has no name yet.
    void announce(const std::string& run);

    void progressed(const RunProgress& row) override;
    void validated(const RunValidation& row) override;
    void labelsChanged(std::int64_t step, double elapsed) override;
    void checkpointed(std::int64_t step, double elapsed) override;
    void ended(const RunEnd& end) override;
    void logged(const std::string& level, const std::string& message) override;

private:
    void notify(const std::string& method, nlohmann::json row); ///< with the run's name
    MessageChannel& channel_;
    std::string run_;
    std::chrono::steady_clock::time_point lastProgress_{};
    std::string lastPhase_;
};

} // namespace limn::training
