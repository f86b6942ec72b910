#include "annotation/protocol/framing.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace limn::annotation::protocol
{
namespace
{

constexpr std::string_view lengthName = "content-length";
constexpr std::size_t maxHeader = 8192;

char lower(char letter)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool isLengthName(std::string_view name)
{
    return std::ranges::equal(name, lengthName, {}, lower);
}

/// The number, or nothing for anything but decimal digits that fit.
std::optional<std::size_t> parseLength(std::string_view text)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// For messages: what came instead, cut short and without control characters.
std::string excerpt(std::string_view line)
{
    std::string text(line.substr(0, 40));
    std::ranges::replace_if(
        text, [](unsigned char letter) { return letter < 0x20 || letter > 0x7e; }, '?');
    return text;
}

} // namespace

std::string frame(std::string_view body)
{
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void Decoder::feed(std::string_view bytes)
{
    buffer_.append(bytes);
}

std::optional<std::string> Decoder::next()
{
    skipToHeader();
    const auto header = parseHeader();
    if (!header || buffer_.size() - header->end < header->body)
        return std::nullopt;
    std::string body = buffer_.substr(header->end, header->body);
    buffer_.erase(0, header->end + header->body);
    return body;
}

void Decoder::skipToHeader()
{
    if (!skipping_)
        return;
    const std::string wanted = std::string(lengthName) + ":";
    const auto found = std::ranges::search(buffer_, wanted, {}, lower);
    if (!found.empty()) {
        buffer_.erase(buffer_.begin(), found.begin());
        skipping_ = false;
        return;
    }
    // The name may be cut in two by the end of what has come.
    if (buffer_.size() >= wanted.size())
        buffer_.erase(0, buffer_.size() - wanted.size() + 1);
}

std::optional<Decoder::Header> Decoder::parseHeader()
{
    if (skipping_)
        return std::nullopt;
    std::optional<std::size_t> length;
    std::size_t start = 0;
    while (true) {
        const std::size_t end = buffer_.find('\n', start);
        if (end == std::string::npos || end > maxHeader) {
            if (std::min(end, buffer_.size()) > maxHeader)
                refuse(maxHeader, "its header is too long");
            return std::nullopt;
        }
        std::string_view line(buffer_.data() + start, end - start);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        start = end + 1;
        if (line.empty()) {
            if (!length)
                refuse(start, "its header has no Content-Length");
            return Header{start, *length};
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            refuse(start, "its header has a line without a colon ('" + excerpt(line) + "')");
        if (!isLengthName(trimmed(line.substr(0, colon))))
            continue;
        const std::string_view value = trimmed(line.substr(colon + 1));
        length = parseLength(value);
        if (!length)
            refuse(start, "its Content-Length is no number ('" + excerpt(value) + "')");
        if (*length > maxBody)
            refuse(start, "its Content-Length is beyond " + std::to_string(maxBody) + " bytes");
    }
}

void Decoder::refuse(std::size_t upTo, const std::string& reason)
{
    buffer_.erase(0, upTo);
    skipping_ = true;
    throw std::runtime_error("A message cannot be read: " + reason + ".");
}

} // namespace limn::annotation::protocol
