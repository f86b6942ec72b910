// A foreign file in memory, for readers that trust nothing in it.
#pragma once

#include "training/core/network.h"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace limn::training
{

class FileBytes
{
public:
    /// Reads the file once and whole, so that nothing changes while it is being understood. Throws
    /// TrainingError when it is missing, not an ordinary file, unreadable or empty.
    explicit FileBytes(const std::filesystem::path& file);

    std::string_view all() const { return {bytes_.get(), size_}; }
    std::size_t size() const { return size_; }

    /// Throws TrainingError: The weights file "NAME" `why`.
    [[noreturn]] void refuse(const std::string& why) const;

    /// `length` bytes from `offset`; refuses as cut short when the file ends before.
    std::string_view part(std::size_t offset, std::size_t length) const;

private:
    std::filesystem::path file_;
    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
};

/// A little-endian number at the front of `bytes`, which must be long enough.
template <typename Number>
Number littleEndian(std::string_view bytes)
{
    Number value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// Whether a name is printable ASCII, as names of tensors are: it may then appear in a message.
bool isPlainText(std::string_view text);
/// At most 60 characters of it with everything else replaced, for a message.
std::string quotable(std::string_view text);

} // namespace limn::training
