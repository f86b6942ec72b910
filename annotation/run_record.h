// runs/ID/run.json and metrics.jsonl: what a training run was told, where it got to, and its
// curves. The engine writes them (write, sync, rename), the desktop reads them.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn::annotation
{

struct RunRecord
{
    std::string id;         ///< folder name, "20261122-101502-unet-efficientnet_lite0"
    std::string state;      ///< "running", "finished", "stopped", "failed", "interrupted"
    std::string started;    ///< ISO 8601 UTC
    nlohmann::json recipe;  ///< everything needed to run it again
    nlohmann::json summary; ///< steps, seconds, bestStep, bestMeanIou, message
};

RunRecord readRun(const std::filesystem::path& runFolder);
void writeRun(const std::filesystem::path& runFolder, const RunRecord& run);
/// Newest first; folders without a readable run.json are left out.
std::vector<RunRecord> listRuns(const std::filesystem::path& projectFolder);

/// Appends one JSON object a line; a half-written last line of a crash is skipped when read.
void appendMetrics(const std::filesystem::path& runFolder, const nlohmann::json& row);
std::vector<nlohmann::json> readMetrics(const std::filesystem::path& runFolder);

/// Writes the bytes to NAME.tmp, syncs, renames. Throws ProjectError (disk full, unwritable).
void writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);
/// Renames a file whose bytes are on disk so that the new name is, too. Throws ProjectError.
void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace limn::annotation
