// Where a new training run writes, and what it is called. Any thread.
#pragma once

#include "training/recipe.h"

#include <filesystem>
#include <string>

namespace limn::training
{

/// Now, in UTC, by strftime's format.
std::string utcTime(const char* format);

/// Makes a new folder below `runs`, named after time and networks. Throws TrainingError.
std::filesystem::path makeRunFolder(const std::filesystem::path& runs, const Recipe& recipe);

} // namespace limn::training
