#include "training/core/replacing_file.h"

#include "training/core/network.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace limn::training
{

ReplacingFile::ReplacingFile(const std::filesystem::path& target)
    : target_(target),
      draft_(target.string() + ".part-" + std::to_string(getpid())),
      descriptor_(open(draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644))
{
    if (descriptor_ < 0) {
        fail();
    }
}

ReplacingFile::~ReplacingFile()
{
    if (descriptor_ >= 0) {
        close(descriptor_);
        unlink(draft_.c_str());
    }
}

void ReplacingFile::write(const void* bytes, std::size_t length)
{
    const auto* next = static_cast<const char*>(bytes);
    while (length > 0) {
        const auto written = ::write(descriptor_, next, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            fail();
        }
        next += written;
        length -= static_cast<std::size_t>(written);
    }
}

void ReplacingFile::commit()
{
    if (fsync(descriptor_) != 0 || rename(draft_.c_str(), target_.c_str()) != 0) {
        fail();
    }
    close(std::exchange(descriptor_, -1));
    syncFolder();
}

void ReplacingFile::fail()
{
    const int reason = errno;
    if (descriptor_ >= 0) {
        close(std::exchange(descriptor_, -1));
        unlink(draft_.c_str());
    }
    throw TrainingError("The weights file \"" + target_.string() + "\" cannot be written (" +
                        std::generic_category().message(reason) +
                        "); make room or choose another place.");
}

/// The new name is on disk only when its folder is; some file systems cannot sync folders, and the
/// file itself is complete either way.
void ReplacingFile::syncFolder() const
{
    const auto parent = target_.parent_path();
    const int folder = open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
}

} // namespace limn::training
