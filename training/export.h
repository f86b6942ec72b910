// A trained network for use outside Limn: its weights under the reference's names, as safetensors
// or as a PyTorch checkpoint, and a description beside them. docs/NETWORKS.md describes both.
#pragma once

#include "training/model.h"

#include <filesystem>

namespace limn::training
{

/// The description that comes with exported weights: that of the model, its run and step, the file,
/// and which classes of the reference the names belong to.
nlohmann::json exportDescription(const LoadedModel& model, const std::filesystem::path& weights);

/// Whether a file of that ending can be written: .safetensors; .pt or .pth for PyTorch.
bool isExportName(const std::filesystem::path& file);

/// Writes `file`, whose ending (isExportName) chooses the format, and the description beside it,
/// whose path is the result: NAME.json. Throws TrainingError when they cannot be written.
std::filesystem::path exportModel(const LoadedModel& model, const std::filesystem::path& file);

} // namespace limn::training
