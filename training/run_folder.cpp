#include "training/run_folder.h"

#include <ctime>

namespace limn::training
{

namespace fs = std::filesystem;

std::string utcTime(const char* format)
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, format, &parts);
    return text;
}

fs::path makeRunFolder(const fs::path& runs, const Recipe& recipe)
{
    const std::string name = utcTime("%Y%m%d-%H%M%S-") + recipe.network + "-" + recipe.encoder;
    std::error_code error;
    fs::create_directories(runs, error);
    fs::path folder = runs / name;
    for (int n = 2; !error && !fs::create_directory(folder, error) && n < 1000; ++n)
        folder = runs / (name + "-" + std::to_string(n));
    if (error)
        throw TrainingError("Cannot make the run's folder " + folder.string() + " (" +
                            error.message() + "): make room there or allow writing.");
    return folder;
}

} // namespace limn::training
