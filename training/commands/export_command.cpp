// export: a trained network for use elsewhere.

#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/export.h"
#include "training/failure.h"

#include <filesystem>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

LoadedModel modelToExport(const ExportOptions& options)
{
    std::error_code error;
    if (fs::exists(fs::path(options.source) / "project.gpkg", error)) {
        const auto project =
            annotation::Project::open(options.source, annotation::Project::Access::ReadOnly);
        return loadModel(findRun(project->folder(), options.run));
    }
    if (!options.run.empty())
        throw InputError("--run names a run of a project, and " + options.source + " is none.");
    return loadModel(options.source);
}

} // namespace

int exportNetwork(const ExportOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        const fs::path out = options.out;
        const fs::path folder = out.has_parent_path() ? out.parent_path() : fs::path(".");
        std::error_code error;
        if (!fs::is_directory(folder, error))
            throw InputError("The folder " + folder.string() +
                             " is not there: make it first or choose another place.");
        if (!isExportName(out))
            throw InputError("A network is exported as .safetensors, .pt or .pth, unlike " +
                             options.out + ".");
        const LoadedModel model = checkingInput([&] { return modelToExport(options); });
        const fs::path description = exportModel(model, out);
        console.emit({{"event", "exported"},
                      {"run", model.run},
                      {"file", options.out},
                      {"description", description.string()}});
        console.say("Exported " + options.out + " and " + description.filename().string());
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
