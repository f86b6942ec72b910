// What a recipe's augmentation makes of a project's own patches, as a picture. One thread.
#pragma once

#include "training/training_plan.h"

#include <cstdint>
#include <filesystem>

namespace limn::training
{

/// Eight patches, as step `batch` of a run would see them, in two rows with a transparent gap
/// between them; each with its labels over it in the classes' colours, unlabelled pixels without.
/// Patches larger than 256 pixels are drawn at a smaller scale. `plan` must be ready. Writes a PNG.
/// Throws TrainingError, RasterError.
void writePreview(TrainingPlan plan, std::int64_t batch, const std::filesystem::path& file);

} // namespace limn::training
