// new and import: what writes a project.

#include "annotation/import.h"
#include "annotation/project.h"
#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/failure.h"

#include <filesystem>
#include <map>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

void report(Console& console, const annotation::ImportReport& report)
{
    for (const std::string& warning : report.warnings)
        console.warn(warning);
    console.emit({{"event", "imported"},
                  {"images", report.images},
                  {"shapes", report.shapes},
                  {"maskPixels", report.maskPixels}});
}

std::map<int, int> addClasses(annotation::Project& project, const std::vector<std::string>& specs)
{
    annotation::ClassList classes;
    std::map<int, int> fileValues;
    for (const std::string& text : specs) {
        const annotation::ClassSpec spec = annotation::parseClassSpec(text);
        annotation::ClassEntry& entry = annotation::addClass(classes, spec.name);
        if (spec.colour)
            entry.colour = *spec.colour;
        if (spec.fileValue)
            fileValues[*spec.fileValue] = entry.value;
    }
    project.setClasses(classes);
    return fileValues;
}

void fill(const NewOptions& options, Console& console)
{
    const auto project = annotation::Project::create(options.project);
    const std::map<int, int> fileValues = addClasses(*project, options.classes);
    for (const std::string& image : options.images)
        project->addImage(image);
    if (!options.list.empty())
        report(console, annotation::importList(*project, options.list, fileValues));
    console.emit({{"event", "created"},
                  {"project", options.project},
                  {"images", project->images().size()},
                  {"classes", project->classes().size()}});
    console.say("Created " + options.project + " with " + std::to_string(project->images().size()) +
                " images and " + std::to_string(project->classes().size()) + " classes.");
}

} // namespace

int newProject(const NewOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        return checkingInput([&] {
            // Look before anything is made, so that a typing error leaves no half project behind.
            for (const std::string& image : options.images)
                raster::Raster::open(image);
            for (const std::string& text : options.classes)
                annotation::parseClassSpec(text);
            std::error_code error;
            const bool existed = fs::exists(options.project, error);
            try {
                fill(options, console);
            } catch (...) {
                if (!existed)
                    fs::remove_all(options.project, error);
                throw;
            }
            return Success;
        });
    });
}

int importLabels(const ImportOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        return checkingInput([&] {
            const auto project =
                annotation::Project::open(options.project, annotation::Project::Access::ReadWrite);
            const annotation::ImportReport imported =
                annotation::importShapes(*project, options.shapes, options.classField);
            report(console, imported);
            console.say("Imported " + std::to_string(imported.shapes) + " shapes into " +
                        std::to_string(project->classes().size()) + " classes.");
            return Success;
        });
    });
}

} // namespace limn::training
