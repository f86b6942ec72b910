// The published weights on this machine: which are here, fetching them, taking in files that were
// brought by hand, and checking them against their published hashes.
#pragma once

#include "training/weight_download.h"
#include "training/weights_catalogue.h"

#include <filesystem>
#include <optional>

namespace limn::training
{

/// Where fetched and added files go: limn/weights in the user's cache (XDG_CACHE_HOME, else
/// ~/.cache). Throws TrainingError when there is neither that nor a home.
std::filesystem::path weightsCache();

/// Fetches what is not here yet into the cache; nothing when it was stopped. Throws TrainingError,
/// also for weights that have no address.
std::optional<std::filesystem::path> fetchWeights(const PublishedWeights& weights,
                                                  const DownloadProgress& progress);

struct AddedWeights
{
    PublishedWeights weights;
    std::filesystem::path file; ///< in the cache
};

/// Copies a file into the cache under the name by which it is found. It is known by its hash or,
/// where none is published, by its name and what it holds. Throws TrainingError for a file that the
/// catalogue does not know, or that is not what its name says.
AddedWeights addWeights(const std::filesystem::path& file);

enum class WeightsCheck {
    Right,
    Unpublished, ///< no hash is published; names, shapes and what else is published are right
    Wrong,
};
/// Throws TrainingError when the file cannot be read.
WeightsCheck checkWeights(const PublishedWeights& weights, const std::filesystem::path& file);

} // namespace limn::training
