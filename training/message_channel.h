// JSON-RPC messages over two file descriptors. send() may be called from any thread, receive()
// from one.
#pragma once

#include "annotation/protocol/framing.h"

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace limn::training
{

class MessageChannel
{
public:
    /// The descriptors stay the caller's.
    MessageChannel(int input, int output);

    /// The next message's body; nothing once the input is closed. Throws std::runtime_error for
    /// bytes that are no message; the channel goes on with the next header.
    std::optional<std::string> receive();

    void notify(const std::string& method, const nlohmann::json& params);
    void answer(const nlohmann::json& id, const nlohmann::json& result);
    void answerError(const nlohmann::json& id, int code, const std::string& message);
    /// The other side has gone: nothing more can be sent.
    bool isBroken() const { return broken_; }

private:
    void send(const nlohmann::json& message);

    int input_;
    int output_;
    annotation::protocol::Decoder decoder_;
    std::mutex mutex_;
    std::atomic<bool> broken_{false};
};

} // namespace limn::training
