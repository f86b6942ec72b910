// What a Project holds, shared by the files that implement it.
#pragma once

#include "annotation/folder_lock.h"
#include "annotation/project.h"
#include "annotation/sqlite.h"
#include "raster/decoding_room.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace limn::annotation
{

struct Project::State
{
    std::filesystem::path folder;
    Access access;
    std::unique_ptr<FolderLock> writeLock; ///< before the database, so that it is released after it
    mutable sqlite::Connection database;
    std::atomic<std::int64_t> nextShapeId{1};
    // Columns that files of earlier programs lack until somebody opens them for writing.
    bool hasReducedTiles = true;
    bool hasPatterns = true;
    const std::shared_ptr<raster::DecodingRoom> decodingRoom =
        std::make_shared<raster::DecodingRoom>();

    std::unique_lock<std::recursive_mutex> lock() const
    {
        return std::unique_lock(database.mutex());
    }
    /// Throws when the project is open read-only.
    void requireWritable() const
    {
        if (access == Access::ReadOnly)
            throw ProjectError("The project '" + folder.string() +
                               "' is open read-only: close it where it is being worked on and "
                               "open it again to change it.");
    }
};

} // namespace limn::annotation
