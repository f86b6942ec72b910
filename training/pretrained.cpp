#include "training/pretrained.h"

#include "training/core/registry.h"

#include <cstdlib>
#include <vector>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

/// Under a folder that may be unset in the environment.
void addBelow(std::vector<fs::path>& folders, const char* variable, const fs::path& below)
{
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0')
        folders.push_back(fs::path(value) / below);
}

std::vector<fs::path> folders()
{
    std::vector<fs::path> result;
    addBelow(result, "LIMN_WEIGHTS_DIR", {});
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const fs::path prefix = program.parent_path().parent_path();
        result.push_back(prefix / "weights");
        result.push_back(prefix / "share" / "limn" / "weights");
    }
    addBelow(result, "XDG_CACHE_HOME", "limn/weights");
    addBelow(result, "HOME", ".cache/limn/weights");
    return result;
}

} // namespace

std::optional<fs::path> findPretrained(const std::string& encoder)
{
    const std::string& name = encoderRow(encoder).file;
    if (name.empty())
        return std::nullopt;
    for (const fs::path& folder : folders()) {
        std::error_code error;
        if (fs::is_regular_file(folder / name, error))
            return folder / name;
    }
    return std::nullopt;
}

fs::path pretrainedFile(const std::string& encoder, const std::string& weights)
{
    if (weights != "imagenet") {
        std::error_code error;
        if (!fs::is_regular_file(weights, error))
            throw TrainingError("The weights file " + weights +
                                " is not there: name a file, \"imagenet\" or \"none\".");
        return weights;
    }
    if (const auto found = findPretrained(encoder))
        return *found;
    const EncoderRow& row = encoderRow(encoder);
    if (row.file.empty())
        throw TrainingError("There are no ImageNet weights for " + row.title +
                            ": use the weights \"none\" or a file of your own.");
    throw TrainingError("The ImageNet weights of " + row.title + " are not on this machine: put " +
                        row.file +
                        " into the folder that LIMN_WEIGHTS_DIR names or into "
                        "~/.cache/limn/weights, or use the weights \"none\".");
}

} // namespace limn::training
