// Where pretrained weight files lie on this machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace limn::training
{

/// The ImageNet file of an encoder, looked for in $LIMN_WEIGHTS_DIR, ../weights and
/// ../share/limn/weights beside the program's folder, and limn/weights in the user's cache.
std::optional<std::filesystem::path> findPretrained(const std::string& encoder);

/// The file that a recipe's `weights` ("imagenet" or a path) means. Throws TrainingError saying
/// where to put it when it is not there.
std::filesystem::path pretrainedFile(const std::string& encoder, const std::string& weights);

} // namespace limn::training
