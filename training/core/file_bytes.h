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
    /// Maps the file, which is read to its end here: what cannot be read is an error and not a
    /// signal later on. Throws TrainingError when it is missing, not an ordinary file, unreadable
    /// or empty.
    explicit FileBytes(const std::filesystem::path& file);
    ~FileBytes();
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;

    /// Takes a copy in place of the map, so that nothing changes while a reader that looks twice at
    /// the same bytes is at work, whatever others write into the file. Throws TrainingError.
    void hold();

    std::string_view all() const { return {bytes_, size_}; }
    std::size_t size() const { return size_; }

    /// Throws TrainingError: The weights file "NAME" `why`.
    [[noreturn]] void refuse(const std::string& why) const;

    /// `length` bytes from `offset`; refuses as cut short when the file ends before.
    std::string_view part(std::size_t offset, std::size_t length) const;

private:
    void unmap();

    std::filesystem::path file_;
    const char* bytes_ = nullptr; ///< of the map, or of the copy
    std::size_t size_ = 0;
    std::unique_ptr<char[]> copy_;
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
