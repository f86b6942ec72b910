#include "training/message_channel.h"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace limn::training
{

MessageChannel::MessageChannel(int input, int output) : input_(input), output_(output) {}

std::optional<std::string> MessageChannel::receive()
{
    std::array<char, 65536> bytes{};
    for (;;) {
        if (std::optional<std::string> body = decoder_.next())
            return body;
        const ssize_t count = ::read(input_, bytes.data(), bytes.size());
        if (count > 0)
            decoder_.feed({bytes.data(), static_cast<std::size_t>(count)});
        else if (count == 0 || errno != EINTR)
            return std::nullopt;
    }
}

void MessageChannel::send(const nlohmann::json& message)
{
    // Names of files need not be UTF-8; a message must be.
    const std::string bytes = annotation::protocol::frame(
        message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    const std::lock_guard lock(mutex_);
    std::size_t sent = 0;
    while (sent < bytes.size() && !broken_) {
        const ssize_t count = ::write(output_, bytes.data() + sent, bytes.size() - sent);
        if (count > 0)
            sent += static_cast<std::size_t>(count);
        else if (errno != EINTR)
            broken_ = true;
    }
}

void MessageChannel::notify(const std::string& method, const nlohmann::json& params)
{
    send({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

void MessageChannel::answer(const nlohmann::json& id, const nlohmann::json& result)
{
    send({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
}

void MessageChannel::answerError(const nlohmann::json& id, int code, const std::string& message)
{
    send({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

} // namespace limn::training
