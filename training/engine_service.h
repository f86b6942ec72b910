// limn-engine serve: the desktop's computing over JSON-RPC (docs/PROTOCOL.md).
//
// One thread reads messages and queues them, the calling thread answers them and computes, by
// ComputeQueue's order. When the input closes, a run under way is checkpointed.
#pragma once

#include "training/message_channel.h"

#include <memory>
#include <string>

namespace limn::training
{

class EngineService
{
public:
    EngineService(MessageChannel& channel, std::string version);
    ~EngineService();

    /// Until the input closes.
    void serve();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::training
