// check: what is wrong with a project's images and labels.

#include "training/check_report.h"
#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/failure.h"
#include "training/project_check.h"

#include <optional>

namespace limn::training
{

namespace
{

std::optional<LoadedModel> modelToAsk(const CheckOptions& options,
                                      const annotation::Project& project)
{
    if (options.withoutNetwork)
        return std::nullopt;
    if (!options.run.empty())
        return loadModel(findRun(project.folder(), options.run));
    try {
        return loadModel(findRun(project.folder(), {}));
    } catch (const TrainingError&) {
        return std::nullopt; // nothing is trained yet, and nobody asked for a network
    }
}

void tell(Console& console, const ProjectCheck& check)
{
    for (const ClassBalance& row : check.classes) {
        nlohmann::json json = toJson(row);
        json["event"] = "class";
        console.emit(json);
    }
    for (const Finding& finding : check.findings)
        console.say("- " + finding.sentence);
    console.say(check.findings.empty() ? "Nothing is wrong with the images and labels."
                                       : std::to_string(check.findings.size()) + " findings.");
}

} // namespace

int checkProjectCommand(const CheckOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        useAllCores();
        const auto project = checkingInput([&] {
            return annotation::Project::open(options.project,
                                             annotation::Project::Access::ReadOnly);
        });
        std::optional<LoadedModel> model =
            checkingInput([&] { return modelToAsk(options, *project); });
        if (!options.report.empty())
            checkingInput([&] { makeReportFolder(options.report); });
        const torch::Device device = checkingInput([&] { return chooseDevice(options.device); });
        const ProjectCheck check = checkProject(
            *project, model ? &*model : nullptr, device, choosePrecision("auto", device),
            [&](double done, const std::string& what) {
                console.emit({{"event", "progress"}, {"done", done}, {"what", what}});
                console.progress(done, what);
                return true;
            });
        std::vector<FindingPictures> pictures(check.findings.size());
        if (!options.report.empty())
            pictures =
                checkingInput([&] { return writeCheckReport(*project, check, options.report); });
        tell(console, check);
        for (std::size_t i = 0; i < check.findings.size(); ++i) {
            nlohmann::json json = toJson(check.findings[i]);
            json["event"] = "finding";
            json["picture"] = pictures[i].image;
            json["otherPicture"] = pictures[i].other;
            console.emit(json);
        }
        console.emit({{"event", "checked"},
                      {"images", check.images},
                      {"labelledImages", check.labelledImages},
                      {"findings", check.findings.size()},
                      {"run", model ? model->run : ""}});
        if (!options.report.empty())
            console.say("The report is " +
                        (std::filesystem::path(options.report) / "index.html").string());
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
