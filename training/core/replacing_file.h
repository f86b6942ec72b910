// A file of weights that is written beside its final place and takes it when it is whole: a crash
// or a full disk leaves the one before.
#pragma once

#include <cstddef>
#include <filesystem>

namespace limn::training
{

class ReplacingFile
{
public:
    /// Every function throws TrainingError naming the file when it cannot be written. Without
    /// commit() nothing remains.
    explicit ReplacingFile(const std::filesystem::path& target);
    ~ReplacingFile();
    ReplacingFile(const ReplacingFile&) = delete;
    ReplacingFile& operator=(const ReplacingFile&) = delete;

    void write(const void* bytes, std::size_t length);
    void commit(); ///< synced, then renamed

private:
    [[noreturn]] void fail();
    void syncFolder() const;

    std::filesystem::path target_;
    std::filesystem::path draft_;
    int descriptor_;
};

} // namespace limn::training
