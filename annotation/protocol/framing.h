// Messages between desktop and engine: JSON behind a Content-Length header, as language servers do.
//
// The framing lives here because both programs link this room. A decoder is fed bytes as they
// arrive and gives whole message bodies; one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace limn::annotation::protocol
{

/// Raised by both sides when one of them cannot follow the other any more.
inline constexpr int version = 1;

/// JSON-RPC 2.0 error codes, and Limn's own.
enum ErrorCode : int {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    InputError = -32001, ///< the user can mend it: the message is for them
    VersionMismatch = -32002,
    Cancelled = -32800,
};

/// "Content-Length: N\r\n\r\n" + body.
std::string frame(std::string_view body);

class Decoder
{
public:
    /// Messages longer than this are refused before memory is taken.
    static constexpr std::size_t maxBody = 64u << 20;

    void feed(std::string_view bytes);
    /// The next whole body; nothing when more bytes are needed. Throws std::runtime_error for a
    /// header that is none (line without colon, no or senseless Content-Length, too long); the
    /// decoder then skips to the next "Content-Length:" and can go on.
    std::optional<std::string> next();

private:
    struct Header
    {
        std::size_t end;  ///< where the body begins
        std::size_t body; ///< its length
    };
    void skipToHeader();
    std::optional<Header> parseHeader();
    [[noreturn]] void refuse(std::size_t upTo, const std::string& reason);

    std::string buffer_;
    bool skipping_ = false;
};

} // namespace limn::annotation::protocol
