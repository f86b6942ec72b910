// How a run comes to be: anew from a plan, or from where an earlier sitting left it.
#include "training/class_head.h"
#include "training/curves.h"
#include "training/pretrained.h"
#include "training/run_folder.h"
#include "training/training_run_state.h"

#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace limn::training
{

namespace
{

constexpr int leastStepsPerEpoch = 8;
constexpr int mostStepsPerEpoch = 200;
/// A class of a few pixels must not drown all others.
constexpr double largestClassWeight = 50;

/// A GPU takes patches faster than one core reads them; a CPU's cores compute.
int threadsBesideGpu()
{
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 8);
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// By how rare a class is among the pixels that train, 1 on average over the pixels; empty for
/// "none".
std::vector<float> classWeights(const std::string& weighting,
                                const std::vector<ClassLabels>& labels)
{
    if (weighting == "none")
        return {};
    double all = 0;
    int present = 0;
    for (const ClassLabels& row : labels) {
        all += static_cast<double>(row.trainPixels);
        present += row.trainPixels > 0 ? 1 : 0;
    }
    std::vector<float> weights;
    for (const ClassLabels& row : labels) {
        const double even =
            row.trainPixels > 0 ? all / (present * static_cast<double>(row.trainPixels)) : 1;
        const double weight = weighting == "root" ? std::sqrt(even) : even;
        weights.push_back(static_cast<float>(std::min(weight, largestClassWeight)));
    }
    return weights;
}

annotation::RunRecord recordOf(const std::string& id, const Recipe& recipe,
                               const TrainingPlan& plan, std::int64_t labelRevision,
                               const std::optional<std::filesystem::path>& from)
{
    annotation::RunRecord record;
    record.id = id;
    record.started = utcTime("%Y-%m-%dT%H:%M:%SZ");
    record.recipe = toJson(recipe);
    record.recipe["from"] = from ? from->filename().string() : "";
    record.summary["torch"] = TORCH_VERSION;
    record.summary["labelRevision"] = labelRevision;
    record.summary["plan"] = rowsJson(plan);
    nlohmann::json pixels = nlohmann::json::object();
    for (const ClassLabels& row : plan.labels)
        pixels[row.entry.name] = row.pixels;
    record.summary["labelledPixels"] = pixels;
    return record;
}

} // namespace

void TrainingRun::State::makeOptimisation()
{
    OptimisationSettings settings = recipe.optimisation;
    if (at.learningRate > 0)
        settings.learningRate = at.learningRate;
    settings.learningRate *= at.rateFactor;
    settings.classWeights = at.classWeights;
    optimisation = std::make_unique<Optimisation>(raw, settings, device, precision);
    optimisation->setRateFactor(at.plateauFactor);
}

void TrainingRun::State::makeSampler(std::vector<TrainingImage> images)
{
    sampler = std::make_unique<PatchSampler>(
        std::move(images), model.scaling, model.classIndex(), model.split,
        SamplerSettings{recipe.patchSize, recipe.batchSize * recipe.accumulation, recipe.seed,
                        recipe.newestShare, recipe.replayShare, model.reduction,
                        device.is_cuda() ? threadsBesideGpu() : 1, device.is_cuda()});
    labelsSeen = -1; // the labels may have been read some time ago
}

/// What changed since the run `from` learned is new, and what was new to this run still is.
void TrainingRun::State::trackLabels(const std::optional<std::filesystem::path>& from)
{
    LabelHistory before;
    try {
        if (from)
            before = LabelHistory::load(*from / labelsFile);
        if (from != folder)
            before.forgetTimes();
    } catch (const TrainingError& error) {
        listener.logged("warning", error.what());
    }
    sampler->trackNews(std::move(before), recipe.newestEpochs * at.stepsPerEpoch);
}

void TrainingRun::State::useModel()
{
    levels = {};
    for (const BandScale& band : model.scaling.bands) {
        levels.mean.push_back(static_cast<float>(band.mean));
        levels.std.push_back(static_cast<float>(band.std));
    }
    levels.rgb = {model.roles.red, model.roles.green, model.roles.blue};
    if (!at.classWeights.empty())
        classWeights = torch::tensor(at.classWeights).to(device);
}

std::unique_ptr<TrainingRun> TrainingRun::start(const annotation::Project& project,
                                                TrainingPlan plan,
                                                const std::optional<std::filesystem::path>& from,
                                                RunListener& listener)
{
    if (!plan.ready)
        throw TrainingError(plan.sentence);
    auto state = std::make_unique<State>(project, listener);
    State& s = *state;
    s.recipe = plan.recipe;
    s.device = chooseDevice(s.recipe.device);
    s.precision = choosePrecision(s.recipe.precision, s.device);
    s.report("preparing");

    s.model = describeModel(plan);

    torch::manual_seed(s.recipe.seed);
    s.raw = SegmentationNetwork::make(s.model.network);
    requireSupported(*s.raw, s.recipe.optimisation);
    if (from) {
        const LoadedModel loaded = loadModel(*from);
        const ClassHead head(*s.raw);
        TakenWeights taken = takeMatching(*s.raw, *loaded.network);
        if (taken.taken == 0)
            throw TrainingError("The weights at " + from->string() +
                                " belong to another network: choose the same network and encoder.");
        const std::vector<std::string> fresh =
            head.take(*s.raw, s.model.classes, *loaded.network, loaded.description.classes);
        if (!fresh.empty())
            listener.logged("info", "New to these weights: " + joined(fresh) + ".");
        std::erase_if(taken.others, [&](const std::string& name) { return head.holds(name); });
        if (!taken.others.empty())
            listener.logged("info",
                            "What is for other bands begins anew: " + joined(taken.others) + ".");
        s.model.weights = from->filename().string();
        s.model.weightsLicence = loaded.description.weightsLicence;
        s.recipe.optimisation.pretrained = true;
        s.recipe.optimisation.frozenShare = 0;
    } else if (s.recipe.weights != "none") {
        const StateDict weights = readPretrained(s.recipe.encoder, s.recipe.weights);
        for (const std::string& note : loadPretrained(*s.raw, weights, s.model.roles))
            listener.logged("info", note);
    }

    s.folder = makeRunFolder(project.runsFolder(), s.recipe);
    s.id = s.folder.filename().string();
    s.journal.emplace(s.folder, recordOf(s.id, s.recipe, plan, project.labelRevision(), from));
    s.at.classWeights = classWeights(s.recipe.classWeighting, plan.labels);
    s.makeSampler(std::move(plan.images.images));
    // An epoch shows about twice the area of the labelled cells.
    const double cellsAPatch =
        std::pow(s.recipe.patchSize * s.model.reduction / double(annotation::maskTileSize), 2);
    const double patches =
        2.0 * static_cast<double>(s.sampler->index().trainingCells()) / cellsAPatch;
    const int patchesAStep = s.recipe.batchSize * s.recipe.accumulation;
    s.at.stepsPerEpoch = std::clamp<std::int64_t>(std::llround(patches / patchesAStep),
                                                  leastStepsPerEpoch, mostStepsPerEpoch);
    s.trackLabels(from);
    s.useModel();
    s.makeOptimisation();
    s.phase = State::Phase::Beginning;
    return std::unique_ptr<TrainingRun>(new TrainingRun(std::move(state)));
}

std::unique_ptr<TrainingRun> TrainingRun::resume(const annotation::Project& project,
                                                 const std::string& id, RunListener& listener)
{
    auto state = std::make_unique<State>(project, listener);
    State& s = *state;
    s.folder = project.runsFolder() / id;
    s.id = id;
    std::error_code error;
    if (id.empty() || id.find('/') != std::string::npos ||
        !std::filesystem::is_directory(s.folder, error))
        throw TrainingError("The project has no training run \"" + id +
                            "\": look into its runs folder for the ones there are.");
    annotation::RunRecord record = annotation::readRun(s.folder);
    if (record.state == "finished")
        throw TrainingError("The run " + id +
                            " is finished and cannot go on: start a new run from its weights.");
    nlohmann::json recipe = record.recipe;
    recipe.erase("from");
    s.recipe = recipeFromJson(recipe);
    StateDict tensors;
    s.at = loadTrainer(s.folder, tensors);
    s.model = readModelDescription(s.folder);
    s.device = chooseDevice(s.recipe.device);
    s.precision = choosePrecision(s.recipe.precision, s.device);
    s.recipe.optimisation.pretrained = s.model.weights != "none";
    s.recipe.optimisation.seed = s.recipe.seed;

    TrainingImages images = openTrainingImages(project);
    std::erase_if(images.images, [&](const TrainingImage& image) {
        return image.raster->bandCount() != s.model.network.bands;
    });
    if (images.images.empty())
        throw TrainingError("The run " + id +
                            " cannot go on: none of the project's images has the " +
                            std::to_string(s.model.network.bands) + " bands it was trained on.");
    s.raw = SegmentationNetwork::make(s.model.network);
    s.useModel();
    s.makeOptimisation();
    s.optimisation->restore(tensors);
    s.makeSampler(std::move(images.images));
    s.sampler->seek(s.at.step);
    s.trackLabels(s.folder);
    dropMetricsAfter(s.folder, s.at.step);
    s.elapsedBefore = s.at.elapsed;
    s.begun = State::Clock::now();
    s.lastCheckpoint = s.at.elapsed;
    if (s.recipe.rangeTest && s.at.step == 0 && s.at.learningRate == 0)
        s.phase = State::Phase::TryingRates;
    s.journal.emplace(s.folder, std::move(record), s.at.step);
    s.journal->stand("running", "", s.at, s.at.elapsed);
    return std::unique_ptr<TrainingRun>(new TrainingRun(std::move(state)));
}

} // namespace limn::training
