// train: one run with live progress; plan: what it would do.

#include "annotation/run_record.h"
#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/failure.h"
#include "training/training_run.h"

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>

namespace limn::training
{

namespace
{

std::atomic<bool> interrupted{false};

void onInterrupt(int)
{
    interrupted = true;
}

std::string fixed(double value, int digits)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// Tells a run on the console.
class ConsoleListener : public RunListener
{
public:
    explicit ConsoleListener(Console& console) : console_(console) {}

    const RunEnd& end() const { return end_; }

    void progressed(const RunProgress& row) override
    {
        emit("progress", toJson(row));
        if (std::isnan(row.loss))
            return;
        std::string text = "step " + std::to_string(row.step) + "  loss " + fixed(row.loss, 3);
        if (meanIou_ >= 0)
            text += "  validation IoU " + fixed(meanIou_, 3);
        text += "  " + fixed(row.imagesPerSecond, 1) + " images/s  " + durationText(row.remaining) +
                " left";
        console_.progress(row.progress, text);
    }

    void validated(const RunValidation& row) override
    {
        meanIou_ = row.meanIou;
        emit("validation", toJson(row));
    }

    void labelsChanged(std::int64_t step, double elapsed) override
    {
        console_.emit({{"event", "labelsChanged"}, {"step", step}, {"elapsed", elapsed}});
        console_.say("New labels are in from step " + std::to_string(step) + " on.");
    }

    void checkpointed(std::int64_t step, double elapsed) override
    {
        console_.emit({{"event", "checkpoint"}, {"step", step}, {"elapsed", elapsed}});
    }

    void ended(const RunEnd& end) override
    {
        end_ = end;
        emit("finished", toJson(end));
    }

    void logged(const std::string& level, const std::string& message) override
    {
        console_.emit({{"event", level}, {"message", message}});
        console_.say(message);
    }

private:
    void emit(const std::string& event, nlohmann::json row)
    {
        row["event"] = event;
        console_.emit(row);
    }

    Console& console_;
    double meanIou_ = -1;
    RunEnd end_;
};

std::string runToResume(const annotation::Project& project, const std::string& wanted)
{
    if (wanted != "latest")
        return wanted;
    const auto runs = annotation::listRuns(project.folder());
    if (runs.empty())
        throw TrainingError("There is no run to go on with: leave --resume out to start one.");
    return runs.front().id;
}

std::optional<std::filesystem::path> startingWeights(const TrainOptions& options,
                                                     const annotation::Project& project)
{
    if (options.from.empty())
        return std::nullopt;
    std::error_code error;
    return std::filesystem::exists(options.from, error) ? std::filesystem::path(options.from)
                                                        : findRun(project.folder(), options.from);
}

TrainingPlan planOf(const TrainOptions& options, const annotation::Project& project,
                    const std::optional<std::filesystem::path>& from)
{
    Recipe recipe = options.recipe;
    if (!options.recipeFile.empty())
        recipe = recipeFromFile(options.recipeFile, recipe);
    recipe = recipeFromSettings(options.settings, recipe);
    if (from)
        recipe = goingOnFrom(recipe, *from);
    TrainingPlan plan = planTraining(project, recipe);
    if (!plan.ready)
        throw TrainingError(plan.sentence);
    return plan;
}

nlohmann::json planEvent(const TrainingPlan& plan)
{
    return {{"event", "plan"},
            {"sentence", plan.sentence},
            {"warnings", plan.warnings},
            {"rows", rowsJson(plan)},
            {"recipe", toJson(plan.recipe)}};
}

std::unique_ptr<TrainingRun> begin(const TrainOptions& options, const annotation::Project& project,
                                   Console& console, ConsoleListener& listener)
{
    if (!options.resume.empty())
        return TrainingRun::resume(project, runToResume(project, options.resume), listener);
    const auto from = startingWeights(options, project);
    TrainingPlan plan = planOf(options, project, from);
    console.emit(planEvent(plan));
    console.say(plan.sentence);
    return TrainingRun::start(project, std::move(plan), from, listener);
}

} // namespace

int plan(const TrainOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        useAllCores();
        checkingInput([&] {
            const auto project =
                annotation::Project::open(options.project, annotation::Project::Access::ReadOnly);
            const TrainingPlan planned =
                planOf(options, *project, startingWeights(options, *project));
            console.emit(planEvent(planned));
            console.say(planned.sentence);
            for (const PlanRow& row : planned.rows)
                console.say("- " + row.title + ": " + row.chosen + ". " + row.reason);
            if (!options.out.empty())
                annotation::writeFileAtomically(options.out, toJson(planned.recipe).dump(2) + "\n");
        });
        return static_cast<int>(Success);
    });
}

int train(const TrainOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        ConsoleListener listener(console);
        useAllCores();
        std::unique_ptr<annotation::Project> project;
        const std::unique_ptr<TrainingRun> run = checkingInput([&] {
            project =
                annotation::Project::open(options.project, annotation::Project::Access::ReadOnly);
            return begin(options, *project, console, listener);
        });
        console.emit({{"event", "started"}, {"run", run->id()}, {"folder", run->folder()}});
        // The first Ctrl+C ends the run in good order, a second one the program.
        struct sigaction action = {};
        action.sa_handler = onInterrupt;
        action.sa_flags = static_cast<int>(SA_RESETHAND);
        sigaction(SIGINT, &action, nullptr);
        while (run->step())
            if (interrupted.exchange(false))
                run->requestStop();
        const RunEnd& end = listener.end();
        if (end.state == "failed")
            throw std::runtime_error(end.message);
        console.say(end.message + " " + std::to_string(end.steps) + " steps in " +
                    fixed(end.elapsed, 0) + " s" +
                    (end.bestMeanIou < 0
                         ? std::string()
                         : ", best validation mean IoU " + fixed(end.bestMeanIou, 3)) +
                    ", " + fixed(100 * end.waitingShare, 1) + " % of the steps waiting for data.");
        console.say("The run is " + run->folder().string());
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
