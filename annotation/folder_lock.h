// Holds a project folder for one writing process at a time: an advisory lock on NAME.limn/.lock
// that the system releases when the process ends, however it ends.
#pragma once

#include <filesystem>

namespace limn::annotation
{

class FolderLock
{
public:
    /// Throws ProjectError when another process (or another Project of this one) holds it, or when
    /// the folder cannot be written.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int descriptor_ = -1;
};

} // namespace limn::annotation
