// The service's training: plan, start, stop, one unit of work after the other, earlier runs.
#include "annotation/run_record.h"
#include "training/augmentation_preview.h"
#include "training/core/device.h"
#include "training/engine_service_state.h"
#include "training/network_table.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace limn::training
{

namespace protocol = annotation::protocol;
using nlohmann::json;

namespace
{

/// Of the time a run trains, the share that predicting again may take.
constexpr double predictionShare = 0.3;
/// For how long after new labels came in the view is predicted anew, and how often.
constexpr double secondsOfCorrection = 60;
constexpr double secondsBetweenViews = 5;

Recipe recipeOf(const Request& request)
{
    json known = json::object();
    for (const auto& item : request.parameters.json().items())
        if (isRecipeKey(item.key()))
            known[item.key()] = item.value();
    return recipeFromJson(known);
}

} // namespace

json EngineService::State::plan(const Request& request)
{
    const TrainingPlan plan = planTraining(*opened().project, recipeOf(request));
    json labels = json::array();
    for (const ClassLabels& row : plan.labels)
        labels.push_back({{"class", row.entry.value},
                          {"pixels", row.pixels},
                          {"trainPixels", row.trainPixels},
                          {"validationPixels", row.validationPixels}});
    return {{"ready", plan.ready},
            {"sentence", plan.sentence},
            {"rows", rowsJson(plan)},
            {"recipe", toJson(plan.recipe)},
            {"labels", labels}};
}

json EngineService::State::networks(const Request& request)
{
    // Not the pair that is set now: it is the question, and may be one that does not go together.
    json known = json::object();
    for (const char* key : {"device", "precision", "patchSize", "batchSize"})
        if (request.parameters.json().contains(key))
            known[key] = request.parameters.json()[key];
    return suitedTable(planTraining(*opened().project, recipeFromJson(known)));
}

json EngineService::State::start(const Request& request)
{
    Session& open = opened();
    if (open.run)
        throw TrainingError("A training run is under way: stop it before starting another.");
    const std::string resume = request.parameters.text("resume", "");
    const std::string from = request.parameters.text("from", "");
    std::unique_ptr<TrainingRun> run;
    announce(resume);
    if (!resume.empty()) {
        run = TrainingRun::resume(*open.project, resume, *this);
    } else {
        Recipe recipe = recipeOf(request);
        std::optional<std::filesystem::path> weights;
        if (!from.empty()) {
            weights = findRun(open.project->folder(), from);
            recipe = goingOnFrom(recipe, *weights);
        }
        run =
            TrainingRun::start(*open.project, planTraining(*open.project, recipe), weights, *this);
    }
    open.run = std::move(run);
    announce(open.run->id());
    open.weights.setRunUnderWay(open.run.get());
    open.prediction.weightsChanged();
    open.trainingSeconds = 0;
    open.predictingSeconds = 0;
    queueTraining();
    return {{"run", open.run->id()}};
}

json EngineService::State::stop(const Request&)
{
    if (Session& open = opened(); open.run) {
        open.run->requestStop();
        goOn(Request()); // a paused run ends too
    }
    return json::object();
}

json EngineService::State::pause(const Request&)
{
    if (Session& open = opened(); open.run && !open.run->isPaused()) {
        open.run->setPaused(true);
        wakePrediction();
    }
    return json::object();
}

json EngineService::State::goOn(const Request&)
{
    if (Session& open = opened(); open.run && open.run->isPaused()) {
        open.run->setPaused(false);
        queueTraining();
    }
    return json::object();
}

json EngineService::State::preview(const Request& request)
{
    std::int64_t batch = 0;
    if (request.parameters.json().contains("batch"))
        batch = std::max<std::int64_t>(0, request.parameters.integer("batch"));
    if (previewFile.empty())
        previewFile = std::filesystem::temp_directory_path() /
                      ("limn-preview-" + std::to_string(::getpid()) + ".png");
    writePreview(planTraining(*opened().project, recipeOf(request)), batch, previewFile);
    return {{"file", previewFile.string()}};
}

json EngineService::State::schema(const Request&)
{
    return recipeSchema();
}

/// One job in the queue however often a run is paused and goes on.
void EngineService::State::queueTraining()
{
    if (trainingQueued)
        return;
    trainingQueued = true;
    queue.post(Priority::Training, [this] { return trainingQueued = trainUnit(); });
}

bool EngineService::State::trainUnit()
{
    if (!session || !session->run || session->run->isPaused())
        return false;
    Session& open = *session;
    Clock::time_point start = Clock::now();
    const bool goesOn = open.run->step();
    open.trainingSeconds += secondsSince(start);
    if (!goesOn) {
        runEnded();
        return false;
    }
    lookAtCorrections();
    if (open.predictingSeconds < predictionShare / (1 - predictionShare) * open.trainingSeconds) {
        start = Clock::now();
        open.prediction.predictNext();
        open.predictingSeconds += secondsSince(start);
    }
    return true;
}

/// Whoever has just corrected something waits to see it learned, and the next validation may be a
/// minute away.
void EngineService::State::lookAtCorrections()
{
    Session& open = *session;
    if (!open.corrected || secondsSince(open.viewed) < secondsBetweenViews)
        return;
    if (secondsSince(*open.corrected) > secondsOfCorrection)
        open.corrected.reset();
    open.viewed = Clock::now();
    open.prediction.viewChanged();
}

void EngineService::State::runEnded()
{
    const torch::Device device = session->run->device();
    session->weights.setRunUnderWay(nullptr);
    session->run.reset();
    session->corrected.reset();
    freeCachedMemory(device);
    session->prediction.weightsChanged(); // from the last weights to the best ones
    wakePrediction();
}

json EngineService::State::listRuns(const Request&)
{
    json rows = json::array();
    for (const annotation::RunRecord& run : annotation::listRuns(opened().project->folder())) {
        const bool ours = session->run && session->run->id() == run.id;
        // Its engine was killed before it could say so.
        const std::string state = run.state == "running" && !ours ? "interrupted" : run.state;
        rows.push_back({{"id", run.id},
                        {"state", state},
                        {"started", run.started},
                        {"recipe", run.recipe},
                        {"summary", run.summary}});
    }
    return {{"runs", rows}};
}

void EngineService::State::validated(const RunValidation& row)
{
    RunNotifier::validated(row);
    session->prediction.weightsChanged();
    queue.post(Priority::Urgent,
               [this] { return !closing && session && session->prediction.predictNew(); });
}

void EngineService::State::labelsChanged(std::int64_t step, double elapsed)
{
    RunNotifier::labelsChanged(step, elapsed);
    session->corrected = session->viewed = Clock::now();
}

} // namespace limn::training
