// Copies of a project's file in NAME.limn/backups, made while it is being worked on and put back in
// its place when something went wrong. docs/PROJECT_FORMAT.md describes the folder. Functions work
// on files alone; any thread, one at a time for a project. All throw ProjectError.
#pragma once

#include "annotation/progress.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limn::annotation
{

struct Backup
{
    std::filesystem::path file;    ///< backups/project-20261122-101502.gpkg
    std::chrono::sys_seconds made; ///< by its name, UTC
    std::uintmax_t bytes = 0;
};

/// Those that are there, newest first; none for a folder without backups.
std::vector<Backup> listBackups(const std::filesystem::path& projectFolder);

/// Copies the project as last committed, also while another thread or process writes to it, with
/// SQLite's online backup. The copy is written under another name, synced and renamed, so that one
/// that was cut short is never listed. Throws Cancelled.
Backup makeBackup(const std::filesystem::path& projectFolder, Progress& progress);

/// Removes what the rolling copies no longer need: the `recent` newest stay, and of the older ones
/// the newest of each of the last `days` days that have any.
void thinBackups(const std::filesystem::path& projectFolder, int recent = 6, int days = 7);

/// Puts the copy in the project's place. The project must not be open anywhere. What was there is
/// kept: as a backup of its own, or, where it cannot be read any more, beside it as
/// project.gpkg.damaged-TIME. The copy is checked first, and at no moment is there no project.
void restoreBackup(const std::filesystem::path& projectFolder, const std::filesystem::path& backup,
                   Progress& progress);

} // namespace limn::annotation
