#include "raster/publish_file.h"

#include "raster/raster.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace limn::raster
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* sidecar = ".aux.xml";
constexpr std::uintmax_t nearlyNothing = 1 << 20;

std::string reason(int code)
{
    return std::generic_category().message(code);
}

fs::path folderOf(const std::string& path)
{
    const fs::path parent = fs::path(path).parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

/// A file descriptor that closes itself.
class Descriptor
{
public:
    Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags, 0666)) {}
    ~Descriptor()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool isOpen() const { return fd_ >= 0; }
    bool sync() const { return ::fsync(fd_) == 0; }

private:
    int fd_;
};

void syncFile(const std::string& file, const std::string& path)
{
    const Descriptor descriptor(file, O_RDONLY | O_CLOEXEC);
    // Devices and some network folders cannot be synced and say EINVAL: nothing more can be done.
    if (!descriptor.isOpen() || (!descriptor.sync() && errno != EINVAL))
        throw RasterError(writeFailure(path, " (" + reason(errno) + ")"));
}

void rename(const std::string& from, const std::string& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error)
        throw RasterError(writeFailure(to, " (" + error.message() + ")"));
}

} // namespace

std::string partialName(const std::string& path)
{
    return path + ".partial";
}

std::string writeFailure(const std::string& path, const std::string& remark)
{
    std::error_code error;
    const fs::space_info space = fs::space(folderOf(path), error);
    if (!error && space.available < nearlyNothing)
        return path + " cannot be written because the disk is full; free some space and try again";
    return path + " cannot be written" + remark +
           "; check the disk's free space and the folder's permissions and try again";
}

void prepareFile(const std::string& path)
{
    std::error_code error;
    const fs::path folder = folderOf(path);
    if (!fs::exists(folder, error))
        throw RasterError(path + " cannot be written because the folder " + folder.string() +
                          " does not exist; make it or choose another place");
    if (!fs::is_directory(folder, error))
        throw RasterError(path + " cannot be written because " + folder.string() +
                          " is no folder; choose another place");
    if (fs::is_directory(path, error))
        throw RasterError(path + " cannot be written because it is a folder; choose another name");
    errno = 0;
    const Descriptor descriptor(partialName(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (!descriptor.isOpen())
        throw RasterError(path + " cannot be written (" + reason(errno) +
                          "); choose another folder or change its permissions");
}

void publishFile(const std::string& path)
{
    const std::string partial = partialName(path);
    std::error_code error;
    const bool hasSidecar = fs::exists(partial + sidecar, error);
    syncFile(partial, path);
    if (hasSidecar)
        syncFile(partial + sidecar, path);
    // Sidecars of an older file would be taken for the new one's.
    for (const char* ending : {sidecar, ".ovr", ".msk"})
        fs::remove(path + ending, error);
    if (hasSidecar)
        rename(partial + sidecar, path + sidecar);
    rename(partial, path);
    const Descriptor folder(folderOf(path).string(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.isOpen())
        folder.sync(); // the file is whole either way
}

void discardPartial(const std::string& path)
{
    std::error_code ignored;
    fs::remove(partialName(path), ignored);
    fs::remove(partialName(path) + sidecar, ignored);
}

} // namespace limn::raster
