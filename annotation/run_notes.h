// What people say about training runs: a name, notes, whether it is pinned; and taking runs away.
// Lies beside what the engine writes, in a file that the engine never touches, so that a run may be
// named while it goes on. Any thread.
#pragma once

#include <filesystem>
#include <string>

namespace limn::annotation
{

struct RunNotes
{
    std::string name; ///< shown instead of the id; empty: none
    std::string text;
    bool pinned = false; ///< kept at the top, and not deleted
    bool operator==(const RunNotes&) const = default;
};

/// Nothing said where there is no readable notes.json.
RunNotes readRunNotes(const std::filesystem::path& runFolder);
/// Throws ProjectError when it cannot be written.
void writeRunNotes(const std::filesystem::path& runFolder, const RunNotes& notes);

/// Deletes the run's folder and its predictions. Throws ProjectError for a run that is not there,
/// is pinned, or cannot be deleted.
void deleteRun(const std::filesystem::path& projectFolder, const std::string& id);

} // namespace limn::annotation
