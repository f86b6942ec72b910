#include "annotation/folder_lock.h"

#include "annotation/project.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace limn::annotation
{

FolderLock::FolderLock(const std::filesystem::path& folder)
{
    const std::string file = (folder / ".lock").string();
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) {
        const std::string reason = std::strerror(errno);
        throw ProjectError("The project '" + folder.string() + "' cannot be written (" + reason +
                           "): check the permissions of its folder, or open it read-only.");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const bool held = errno == EWOULDBLOCK;
        const std::string reason = std::strerror(errno);
        ::close(descriptor_);
        if (held)
            throw ProjectError("The project '" + folder.string() +
                               "' is open in another window or program: close it there, or open "
                               "it read-only.");
        throw ProjectError("The project '" + folder.string() + "' cannot be locked (" + reason +
                           "): copy it to a local disk, or open it read-only.");
    }
}

FolderLock::~FolderLock()
{
    ::close(descriptor_);
}

} // namespace limn::annotation
