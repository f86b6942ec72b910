#include "training/training_run.h"

#include "annotation/run_record.h"
#include "training/checkpoint.h"
#include "training/core/confusion_matrix.h"
#include "training/curves.h"
#include "training/failure.h"
#include "training/patch_sampler.h"
#include "training/pretrained.h"
#include "training/run_folder.h"

#include <torch/version.h>

#include <atomic>
#include <chrono>
#include <cmath>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double checkpointSeconds = 20;
constexpr int validationPatches = 64;
constexpr int leastStepsPerEpoch = 8;
constexpr int mostStepsPerEpoch = 200;
/// Steps in a row without a finite loss after which the run goes back, and how often it may.
constexpr int patienceWithoutNumbers = 5;
constexpr double smallestRateFactor = 1.0 / 16;

} // namespace

struct TrainingRun::State
{
    enum class Phase { Beginning, Training, Validating, Over };

    const annotation::Project& project;
    RunListener& listener;
    fs::path folder;
    std::string id;
    annotation::RunRecord record;
    Recipe recipe;
    ModelDescription model;
    torch::Device device = torch::kCPU;
    Precision precision = Precision::Float32;

    std::unique_ptr<PatchSampler> sampler;
    std::shared_ptr<SegmentationNetwork> raw;
    std::unique_ptr<Optimisation> optimisation;

    TrainerState at;
    double elapsedBefore = 0; ///< of earlier sittings
    Clock::time_point begun = Clock::now();
    double lastCheckpoint = 0;
    double imagesPerSecond = 0;
    int stepsWithoutNumbers = 0;
    Phase phase = Phase::Training; ///< Beginning: a new run's folder is still empty
    std::atomic<bool> stopRequested{false};
    std::int64_t labelsSeen = 0;

    std::vector<PatchPlace> places; ///< validation
    std::size_t nextPlace = 0;
    std::unique_ptr<ConfusionMatrix> confusion;
    double validationLoss = 0;

    State(const annotation::Project& p, RunListener& l) : project(p), listener(l) {}

    double elapsed() const
    {
        return elapsedBefore + std::chrono::duration<double>(Clock::now() - begun).count();
    }

    double progress() const
    {
        if (recipe.epochs > 0)
            return std::min(1.0, static_cast<double>(at.step) /
                                     (static_cast<double>(recipe.epochs) * at.stepsPerEpoch));
        return std::min(1.0, elapsed() / (recipe.minutes * 60));
    }

    double remaining() const
    {
        if (recipe.epochs == 0)
            return std::max(0.0, recipe.minutes * 60 - elapsed());
        const double done = progress();
        return done > 0 ? elapsed() * (1 - done) / done : 0;
    }

    void makeOptimisation()
    {
        OptimisationSettings settings = recipe.optimisation;
        settings.learningRate *= at.rateFactor;
        optimisation = std::make_unique<Optimisation>(raw, settings, device, precision);
    }

    void makeSampler(std::vector<TrainingImage> images)
    {
        sampler = std::make_unique<PatchSampler>(
            std::move(images), model.scaling, model.classIndex(), model.split,
            SamplerSettings{recipe.patchSize, recipe.batchSize, recipe.seed});
        labelsSeen = project.labelRevision();
    }

    void report(const std::string& what, double loss = std::nan(""), double rate = 0)
    {
        listener.progressed({at.step, at.epoch, elapsed(), remaining(), progress(), loss, rate,
                             imagesPerSecond, what});
    }

    void writeRecord(const std::string& state, const std::string& message)
    {
        record.state = state;
        record.summary["steps"] = at.step;
        record.summary["epochs"] = at.epoch;
        record.summary["seconds"] = elapsed();
        record.summary["bestStep"] = at.bestStep;
        record.summary["bestMeanIou"] =
            at.bestMeanIou < 0 ? nlohmann::json() : nlohmann::json(at.bestMeanIou);
        record.summary["message"] = message;
        annotation::writeRun(folder, record);
    }

    void checkpoint()
    {
        at.elapsed = elapsed();
        report("saving");
        saveTrainer(folder, *optimisation, at);
        lastCheckpoint = elapsed();
        listener.checkpointed(at.step, lastCheckpoint);
    }

    void begin();
    void trainBatch();
    void goBack();
    bool epochIsOver() const;
    void beginValidation();
    void validateBatch();
    void finishValidation();
    void pickUpLabels();
    void end(const std::string& state, const std::string& message);
    void advance();
};

/// The first files of a new run, so that a disk that is full ends a run and is not taken for wrong
/// input.
void TrainingRun::State::begin()
{
    annotation::writeFileAtomically(folder / modelFile, toJson(model).dump(2) + "\n");
    writeRecord("running", "");
    checkpoint();
    phase = Phase::Training;
}

void TrainingRun::State::trainBatch()
{
    const Clock::time_point start = Clock::now();
    Batch batch = sampler->next();
    batch.images = batch.images.to(device);
    batch.labels = batch.labels.to(device);
    // A generator a step: a resumed run draws what the interrupted one would have drawn.
    at::Generator generator = at::detail::createCPUGenerator(recipe.seed * 1'000'003 +
                                                             static_cast<std::uint64_t>(at.step));
    augment(batch.images, batch.labels, recipe.augmentation, generator);
    const double before = progress();
    const StepResult result = optimisation->step(batch.images, batch.labels, before);
    ++at.step;
    ++at.stepInEpoch;
    const double seconds =
        std::max(1e-6, std::chrono::duration<double>(Clock::now() - start).count());
    const double rate = recipe.batchSize / seconds;
    imagesPerSecond = imagesPerSecond == 0 ? rate : 0.9 * imagesPerSecond + 0.1 * rate;
    if (!result.finite) {
        if (++stepsWithoutNumbers >= patienceWithoutNumbers)
            goBack();
        return;
    }
    stepsWithoutNumbers = 0;
    annotation::appendMetrics(folder, {{"kind", "train"},
                                       {"step", at.step},
                                       {"epoch", at.epoch},
                                       {"elapsed", elapsed()},
                                       {"loss", result.loss},
                                       {"learningRate", result.learningRate},
                                       {"imagesPerSecond", imagesPerSecond}});
    const bool frozen = recipe.optimisation.pretrained && before < recipe.optimisation.frozenShare;
    report(frozen ? "frozen encoder" : "training", result.loss, result.learningRate);
}

/// Back to the last checkpoint with half the rate: the weights that gave no numbers are lost, the
/// clock and the place in the batches are not.
void TrainingRun::State::goBack()
{
    if (at.rateFactor <= smallestRateFactor)
        throw TrainingError("The loss is not a number again and again, even with a small learning "
                            "rate: check the images for senseless values, or start with a lower "
                            "learning rate.");
    stepsWithoutNumbers = 0;
    StateDict tensors;
    loadTrainer(folder, tensors);
    at.rateFactor /= 2;
    makeOptimisation();
    optimisation->restore(tensors);
    listener.logged("warning", "The loss was not a number several times in a row: training goes on "
                               "from the last checkpoint with half the learning rate.");
}

bool TrainingRun::State::epochIsOver() const
{
    if (progress() >= 1)
        return true;
    const bool walked = at.stepInEpoch >= at.stepsPerEpoch;
    if (recipe.epochs > 0)
        return walked;
    // By the clock: neither validate all the time on a fast machine nor never on a slow one.
    const double total = recipe.minutes * 60;
    const double inEpoch = elapsed() - at.epochStarted;
    return (walked && inEpoch >= std::min(60.0, total / 40)) ||
           inEpoch >= std::min(120.0, total / 8);
}

void TrainingRun::State::beginValidation()
{
    phase = Phase::Validating;
    places = sampler->validationPlaces(validationPatches);
    nextPlace = 0;
    confusion = std::make_unique<ConfusionMatrix>(model.network.classes);
    validationLoss = 0;
    report("validating");
}

void TrainingRun::State::validateBatch()
{
    const std::size_t count = std::min<std::size_t>(recipe.batchSize, places.size() - nextPlace);
    const std::vector<PatchPlace> some(places.begin() + static_cast<std::ptrdiff_t>(nextPlace),
                                       places.begin() +
                                           static_cast<std::ptrdiff_t>(nextPlace + count));
    Batch batch = sampler->validationBatch(some);
    const torch::NoGradGuard noGradient;
    const torch::Tensor labels = batch.labels.to(device);
    torch::Tensor logits;
    {
        const AutocastScope autocast(device, precision);
        logits = optimisation->averaged().forward(
            batch.images.to(device).contiguous(at::MemoryFormat::ChannelsLast));
    }
    logits = logits.to(torch::kFloat32);
    validationLoss += segmentationLoss(logits, labels).item<double>() * static_cast<double>(count);
    confusion->add(logits.argmax(1).to(torch::kCPU), batch.labels);
    nextPlace += count;
}

void TrainingRun::State::finishValidation()
{
    phase = Phase::Training;
    if (!places.empty()) {
        RunValidation row{at.step,
                          at.epoch,
                          elapsed(),
                          validationLoss / static_cast<double>(places.size()),
                          confusion->meanIou(),
                          confusion->pixelAccuracy(),
                          {},
                          false};
        for (std::size_t c = 0; c < model.classes.size(); ++c)
            row.classes.emplace_back(model.classes[c].value, confusion->iou(static_cast<int>(c)));
        row.best = std::isfinite(row.meanIou) && row.meanIou > at.bestMeanIou;
        if (row.best) {
            at.bestMeanIou = row.meanIou;
            at.bestStep = at.step;
            at.validationsSinceBest = 0;
            saveModel(folder / bestFile, optimisation->averaged(), model, id, at.step);
        } else {
            ++at.validationsSinceBest;
        }
        nlohmann::json metrics = toJson(row);
        metrics["kind"] = "validation";
        annotation::appendMetrics(folder, metrics);
        listener.validated(row);
    }
    ++at.epoch;
    at.stepInEpoch = 0;
    at.epochStarted = elapsed();
    if (progress() >= 1)
        return end("finished", "Training is finished.");
    if (recipe.patience > 0 && at.validationsSinceBest >= recipe.patience)
        return end("finished", "Training ended early: the validation did not get better for " +
                                   std::to_string(recipe.patience) + " epochs.");
    pickUpLabels();
    // Together with every better model, so that what a crash leaves fits together.
    if (at.bestStep == at.step || elapsed() - lastCheckpoint >= checkpointSeconds)
        checkpoint();
}

void TrainingRun::State::pickUpLabels()
{
    const std::int64_t revision = project.labelRevision();
    if (revision == labelsSeen)
        return;
    labelsSeen = revision;
    if (sampler->refreshLabels()) {
        annotation::appendMetrics(folder,
                                  {{"kind", "labels"}, {"step", at.step}, {"elapsed", elapsed()}});
        listener.labelsChanged(at.step, elapsed());
    }
    for (const annotation::ClassEntry& entry : project.classes())
        if (annotation::findClass(model.classes, entry.value) == nullptr)
            listener.logged("warning", "The class \"" + entry.name +
                                           "\" is new since this run began: start a new run to "
                                           "learn it.");
}

void TrainingRun::State::end(const std::string& state, const std::string& message)
{
    phase = Phase::Over;
    at.elapsed = elapsed();
    const bool resumable = state == "stopped" || state == "interrupted";
    if (resumable)
        checkpoint();
    saveModel(folder / lastFile, optimisation->averaged(), model, id, at.step);
    writeRecord(state, message);
    writeCurves(folder, folder / "curves.csv");
    if (!resumable) {
        std::error_code error;
        fs::remove(folder / trainerFile, error); // by far the largest file, and of no more use
    }
    listener.ended({state, message, at.step, at.elapsed, at.bestMeanIou});
}

void TrainingRun::State::advance()
{
    if (phase == Phase::Beginning)
        return begin();
    if (stopRequested)
        return end("stopped", "Training was stopped.");
    if (phase == Phase::Validating) {
        if (nextPlace < places.size())
            validateBatch();
        if (nextPlace >= places.size())
            finishValidation();
        return;
    }
    trainBatch();
    if (epochIsOver())
        beginValidation();
    else if (elapsed() - lastCheckpoint >= checkpointSeconds)
        checkpoint();
}

TrainingRun::TrainingRun(std::unique_ptr<State> state) : state_(std::move(state)) {}

TrainingRun::~TrainingRun() = default;

std::unique_ptr<TrainingRun> TrainingRun::start(const annotation::Project& project,
                                                TrainingPlan plan,
                                                const std::optional<fs::path>& from,
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
    if (from) {
        const LoadedModel loaded = loadModel(*from);
        if (takeMatching(*s.raw, *loaded.network) == 0)
            throw TrainingError("The weights at " + from->string() +
                                " belong to another network: choose the same network and encoder.");
        s.model.weights = from->filename().string();
        s.recipe.optimisation.pretrained = true;
        s.recipe.optimisation.frozenShare = 0;
    } else if (s.recipe.weights != "none") {
        loadEncoderWeights(*s.raw, readWeights(pretrainedFile(s.recipe.encoder, s.recipe.weights)),
                           s.model.roles);
    }

    s.folder = makeRunFolder(project.runsFolder(), s.recipe);
    s.id = s.folder.filename().string();
    s.record.id = s.id;
    s.record.started = utcTime("%Y-%m-%dT%H:%M:%SZ");
    s.record.recipe = toJson(s.recipe);
    s.record.recipe["from"] = from ? from->filename().string() : "";
    s.record.summary["torch"] = TORCH_VERSION;
    s.record.summary["labelRevision"] = project.labelRevision();
    nlohmann::json pixels = nlohmann::json::object();
    for (const ClassLabels& row : plan.labels)
        pixels[row.entry.name] = row.pixels;
    s.record.summary["labelledPixels"] = pixels;
    s.makeSampler(std::move(plan.images.images));
    // An epoch shows about twice the area of the labelled cells.
    const double cellsAPatch = std::pow(s.recipe.patchSize / double(annotation::maskTileSize), 2);
    const double patches =
        2.0 * static_cast<double>(s.sampler->index().trainingCells()) / cellsAPatch;
    s.at.stepsPerEpoch = std::clamp<std::int64_t>(std::llround(patches / s.recipe.batchSize),
                                                  leastStepsPerEpoch, mostStepsPerEpoch);
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
    if (id.empty() || id.find('/') != std::string::npos || !fs::is_directory(s.folder, error))
        throw TrainingError("The project has no training run \"" + id +
                            "\": look into its runs folder for the ones there are.");
    s.record = annotation::readRun(s.folder);
    if (s.record.state == "finished")
        throw TrainingError("The run " + id +
                            " is finished and cannot go on: start a new run from its weights.");
    nlohmann::json recipe = s.record.recipe;
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
    s.makeOptimisation();
    s.optimisation->restore(tensors);
    s.makeSampler(std::move(images.images));
    s.sampler->seek(s.at.step);
    dropMetricsAfter(s.folder, s.at.step);
    s.elapsedBefore = s.at.elapsed;
    s.begun = Clock::now();
    s.lastCheckpoint = s.at.elapsed;
    s.writeRecord("running", "");
    return std::unique_ptr<TrainingRun>(new TrainingRun(std::move(state)));
}

bool TrainingRun::step()
{
    State& s = *state_;
    if (s.phase == State::Phase::Over)
        return false;
    try {
        s.advance();
    } catch (const std::exception& error) {
        s.phase = State::Phase::Over;
        std::string message = describe(error);
        try {
            s.writeRecord("failed", message);
        } catch (const std::exception& second) {
            s.listener.logged("error", describe(second));
        }
        s.listener.ended({"failed", message, s.at.step, s.elapsed(), s.at.bestMeanIou});
    }
    return s.phase != State::Phase::Over;
}

void TrainingRun::requestStop()
{
    state_->stopRequested = true;
}

void TrainingRun::interrupt()
{
    if (isOver())
        return;
    if (state_->phase == State::Phase::Beginning)
        state_->begin();
    state_->end("interrupted", "Training was interrupted and can go on.");
}

const std::string& TrainingRun::id() const
{
    return state_->id;
}

const fs::path& TrainingRun::folder() const
{
    return state_->folder;
}

bool TrainingRun::isOver() const
{
    return state_->phase == State::Phase::Over;
}

std::int64_t TrainingRun::steps() const
{
    return state_->at.step;
}

bool TrainingRun::isValidated() const
{
    return state_->at.bestMeanIou >= 0;
}

const ModelDescription& TrainingRun::model() const
{
    return state_->model;
}

const Recipe& TrainingRun::recipe() const
{
    return state_->recipe;
}

SegmentationNetwork& TrainingRun::network()
{
    return state_->optimisation->averaged();
}

torch::Device TrainingRun::device() const
{
    return state_->device;
}

Precision TrainingRun::precision() const
{
    return state_->precision;
}

} // namespace limn::training
