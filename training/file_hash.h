// SHA-256 of files, as the publishers of weights give it.
#pragma once

#include <filesystem>
#include <string>

namespace limn::training
{

/// 64 lower-case hexadecimal digits. Throws TrainingError when the file cannot be read.
std::string sha256(const std::filesystem::path& file);

} // namespace limn::training
