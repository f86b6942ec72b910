// Undo steps that no longer fit in memory, in a file without a name that goes with the program.
// Any thread.
#pragma once

#include "annotation/undo_step.h"

#include <cstdint>
#include <filesystem>
#include <mutex>

namespace limn::annotation
{

/// Where they go: a folder of this machine, since a project's own drive may not answer, and on
/// disk, which the system's folder for short-lived files often is not.
std::filesystem::path undoSpillFolder();

class UndoSpill
{
public:
    struct Place
    {
        std::int64_t offset = 0;
        std::size_t size = 0;
    };

    /// The file is made at the first write: in `folder`, or where that cannot be written in the
    /// system's folder for such files.
    explicit UndoSpill(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~UndoSpill();
    UndoSpill(const UndoSpill&) = delete;
    UndoSpill& operator=(const UndoSpill&) = delete;

    /// Throws ProjectError when there is no space.
    Place write(const EditStep& step);
    /// Throws ProjectError when the disk fails.
    EditStep read(const Place& place) const;
    std::int64_t bytes() const; ///< on disk

private:
    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    int descriptor_ = -1;
    std::int64_t end_ = 0;
};

} // namespace limn::annotation
