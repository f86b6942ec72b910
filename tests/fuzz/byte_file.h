// Bytes as a file that takes no disk, for readers that want a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace fuzz
{

class ByteFile
{
public:
    ByteFile() : descriptor_(memfd_create("bytes", MFD_CLOEXEC)) {}
    ~ByteFile() { close(descriptor_); }
    ByteFile(const ByteFile&) = delete;
    ByteFile& operator=(const ByteFile&) = delete;

    void set(const void* bytes, std::size_t size)
    {
        if (ftruncate(descriptor_, 0) != 0 ||
            pwrite(descriptor_, bytes, size, 0) != static_cast<ssize_t>(size))
            std::abort();
    }
    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

} // namespace fuzz
