#include "annotation/run_notes.h"

#include "annotation/project.h"
#include "annotation/run_record.h"

#include <fstream>

namespace limn::annotation
{
namespace
{

const char* const notesName = "notes.json";

} // namespace

RunNotes readRunNotes(const std::filesystem::path& runFolder)
{
    std::ifstream stream(runFolder / notesName, std::ios::binary);
    const nlohmann::json json = nlohmann::json::parse(stream, nullptr, false);
    RunNotes notes;
    if (!json.is_object())
        return notes;
    if (const auto found = json.find("name"); found != json.end() && found->is_string())
        notes.name = *found;
    if (const auto found = json.find("text"); found != json.end() && found->is_string())
        notes.text = *found;
    if (const auto found = json.find("pinned"); found != json.end() && found->is_boolean())
        notes.pinned = *found;
    return notes;
}

void writeRunNotes(const std::filesystem::path& runFolder, const RunNotes& notes)
{
    const nlohmann::json json{{"name", notes.name}, {"text", notes.text}, {"pinned", notes.pinned}};
    writeFileAtomically(runFolder / notesName,
                        json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void deleteRun(const std::filesystem::path& projectFolder, const std::string& id)
{
    namespace fs = std::filesystem;
    const fs::path folder = projectFolder / "runs" / id;
    std::error_code error;
    if (id.empty() || id.find('/') != std::string::npos || id == "." || id == ".." ||
        !fs::is_directory(folder, error))
        throw ProjectError("There is no training run \"" + id + "\" to delete: it may be gone.");
    if (readRunNotes(folder).pinned)
        throw ProjectError("The run \"" + id + "\" is pinned: unpin it to delete it.");
    fs::remove_all(projectFolder / "predictions" / id, error);
    if (!error)
        fs::remove_all(folder, error);
    if (error)
        throw ProjectError("The run \"" + id + "\" cannot be deleted (" + error.message() +
                           "): check the permissions of " + folder.string() + ".");
}

} // namespace limn::annotation
