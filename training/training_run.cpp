#include "training/training_run.h"

#include "training/curves.h"
#include "training/failure.h"
#include "training/training_run_state.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace limn::training
{

namespace
{

/// Seconds between two checkpoints, and how many times longer than writing the last one took.
constexpr double checkpointSeconds = 20;
constexpr double checkpointPatience = 50;
constexpr int mostValidationPatches = 64;
constexpr int leastValidationPatches = 12;
constexpr int timedPatches = 4;
/// Steps in a row without a finite loss after which the run goes back, and how often it may.
constexpr int patienceWithoutNumbers = 5;
constexpr double smallestRateFactor = 1.0 / 16;
/// Seconds between two looks for new labels, and how many times longer than taking them in took.
constexpr double labelSeconds = 5;
constexpr double labelPatience = 20;

} // namespace

double TrainingRun::State::elapsed() const
{
    if (paused)
        return elapsedBefore;
    return elapsedBefore + std::chrono::duration<double>(Clock::now() - begun).count();
}

double TrainingRun::State::progress() const
{
    if (recipe.epochs > 0)
        return std::min(1.0, static_cast<double>(at.step) /
                                 (static_cast<double>(recipe.epochs) * at.stepsPerEpoch));
    return std::min(1.0, elapsed() / (recipe.minutes * 60));
}

double TrainingRun::State::remaining() const
{
    if (recipe.epochs == 0)
        return std::max(0.0, recipe.minutes * 60 - elapsed());
    const double done = progress();
    return done > 0 ? elapsed() * (1 - done) / done : 0;
}

RunProgress TrainingRun::State::progressRow(const std::string& what, double loss, double rate) const
{
    return {at.step, at.epoch, elapsed(),       remaining(), progress(),
            loss,    rate,     imagesPerSecond, what};
}

/// The clock of a paused run stands still; what it has learned is on disk.
void TrainingRun::State::setPaused(bool wanted)
{
    if (wanted == paused)
        return;
    if (wanted) {
        if (phase != Phase::Beginning) {
            checkpoint();
            saveModel(folder / lastFile, optimisation->averaged(), model, id, at.step);
        }
        elapsedBefore = elapsed();
        paused = true;
        report("paused");
        return;
    }
    begun = Clock::now();
    paused = false;
}

void TrainingRun::State::checkpoint()
{
    at.elapsed = elapsed();
    report("saving");
    saveTrainer(folder, *optimisation, at);
    lastCheckpoint = elapsed();
    checkpointCost = lastCheckpoint - at.elapsed;
    listener.checkpointed(at.step, lastCheckpoint);
}

/// What gives no numbers is not kept: it is what a run goes back from.
bool TrainingRun::State::checkpointIsDue() const
{
    return stepsWithoutNumbers == 0 &&
           elapsed() - lastCheckpoint >=
               std::max(checkpointSeconds, checkpointPatience * checkpointCost);
}

void TrainingRun::State::writeFirstFiles()
{
    sampler->history().save(folder / labelsFile);
    annotation::writeFileAtomically(folder / modelFile, toJson(model).dump(2) + "\n");
    journal->stand("running", "", at, elapsed());
}

/// The first files of a new run, so that a disk that is full ends a run and is not taken for wrong
/// input.
void TrainingRun::State::begin()
{
    writeFirstFiles();
    checkpoint();
    phase = recipe.rangeTest ? Phase::TryingRates : Phase::Training;
}

MixedLabels TrainingRun::State::nextBatch(Batch& batch, std::int64_t number)
{
    const Clock::time_point start = Clock::now();
    batch = sampler->next();
    batch.images = batch.images.to(device, /*non_blocking=*/true);
    batch.labels = batch.labels.to(device, /*non_blocking=*/true);
    waitedSeconds += std::chrono::duration<double>(Clock::now() - start).count();
    // A generator a step: a resumed run draws what the interrupted one would have drawn.
    at::Generator generator = at::detail::createCPUGenerator(recipe.seed * 1'000'003 +
                                                             static_cast<std::uint64_t>(number));
    return augment(batch.images, batch.labels, recipe.augmentation, generator, levels);
}

void TrainingRun::State::tryRate()
{
    if (!rangeTest) {
        OptimisationSettings settings = recipe.optimisation;
        settings.classWeights = at.classWeights;
        rangeTest = std::make_unique<RangeTest>(*raw, settings, device, precision);
    }
    Batch batch;
    const MixedLabels mixed = nextBatch(batch, rangeTest->tried());
    takeAtOnce(rangeTest->step(batch.images, batch.labels, mixed, atOnce()), batch);
    report("trying learning rates");
    if (rangeTest->isDone())
        takeRate();
}

/// Training begins as if nothing had been tried, with the rate that was found.
void TrainingRun::State::takeRate()
{
    at.learningRate = rangeTest->learningRate();
    rangeTest.reset();
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.2g",
                  at.learningRate > 0 ? at.learningRate : recipe.optimisation.learningRate);
    listener.logged("info", at.learningRate > 0
                                ? std::string("Of the learning rates that were tried, ") + rate +
                                      " is the fitting one: the loss was lowest at ten times that."
                                : std::string("The loss fell at none of the learning rates that "
                                              "were tried, so it stays at ") +
                                      rate + ".");
    journal->record().summary["learningRate"] =
        at.learningRate > 0 ? at.learningRate : recipe.optimisation.learningRate;
    makeOptimisation();
    sampler->seek(at.step);
    waitedSeconds = 0;
    phase = Phase::Training;
    checkpoint();
}

void TrainingRun::State::trainBatch()
{
    const Clock::time_point start = Clock::now();
    Batch batch;
    const MixedLabels mixed = nextBatch(batch, at.step);
    const double before = progress();
    const StepResult result =
        optimisation->step(batch.images, batch.labels, before, mixed, atOnce());
    takeAtOnce(result, batch);
    ++at.step;
    ++at.stepInEpoch;
    const double seconds =
        std::max(1e-6, std::chrono::duration<double>(Clock::now() - start).count());
    steppedSeconds += seconds;
    const double rate = static_cast<double>(batch.images.size(0)) / seconds;
    imagesPerSecond = imagesPerSecond == 0 ? rate : 0.9 * imagesPerSecond + 0.1 * rate;
    if (!result.finite) {
        if (++stepsWithoutNumbers >= patienceWithoutNumbers)
            goBack();
        return;
    }
    stepsWithoutNumbers = 0;
    const RunProgress row =
        progressRow(optimisation->encoderWasFrozen() ? "frozen encoder" : "training", result.loss,
                    result.learningRate);
    journal->trained(row);
    passOnWarning();
    listener.progressed(row);
}

void TrainingRun::State::passOnWarning()
{
    if (const std::string warning = journal->takeWarning(); !warning.empty())
        listener.logged("warning", warning);
}

std::int64_t TrainingRun::State::atOnce() const
{
    return at.atOnce > 0 ? at.atOnce : recipe.batchSize;
}

void TrainingRun::State::takeAtOnce(const StepResult& result, const Batch& batch)
{
    if (result.atOnce >= std::min(atOnce(), batch.images.size(0)))
        return;
    at.atOnce = result.atOnce;
    tellFewerAtOnce();
}

void TrainingRun::State::tellFewerAtOnce()
{
    listener.logged("warning", "The memory did not suffice, so from now on " +
                                   std::to_string(at.atOnce) +
                                   (at.atOnce == 1 ? " patch goes" : " patches go") +
                                   " through the network at a time; a step still learns from " +
                                   std::to_string(recipe.batchSize * recipe.accumulation) + ".");
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
    const double inEpoch = elapsed() - at.epochStarted;
    const EpochLength length =
        epochByTheClock(recipe.minutes * 60, at.epochStarted, validationSeconds);
    return (walked && inEpoch >= length.shortest) || inEpoch >= length.longest;
}

/// Where epochs count, always the same, so that a seed gives the same curve again.
int TrainingRun::State::affordablePatches()
{
    if (recipe.epochs > 0)
        return mostValidationPatches;
    ValidationPass timed(sampler->validationPlaces(timedPatches), model.network.classes,
                         recipe.optimisation.loss, classWeights);
    const Clock::time_point start = Clock::now();
    while (!timed.isDone())
        timed.look(*sampler, optimisation->averaged(), device, precision,
                   static_cast<std::size_t>(std::min<std::int64_t>(timedPatches, atOnce())));
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    // The first one comes early, and those after it look at the same patches.
    const double between =
        std::max(elapsed() - at.epochStarted, std::min(60.0, recipe.minutes * 60 / 16));
    const double affordable = validationShare * between * timedPatches / std::max(seconds, 1e-3);
    return static_cast<int>(
        std::clamp<double>(affordable, leastValidationPatches, mostValidationPatches));
}

void TrainingRun::State::validateSome()
{
    const Clock::time_point start = Clock::now();
    try {
        validation->look(*sampler, optimisation->averaged(), device, precision,
                         static_cast<std::size_t>(atOnce()));
    } catch (const std::exception& error) {
        if (!isOutOfMemory(error) || atOnce() == 1)
            throw;
        at.atOnce = (atOnce() + 1) / 2;
        freeCachedMemory(device);
        tellFewerAtOnce();
    }
    validationSeconds += std::chrono::duration<double>(Clock::now() - start).count();
}

void TrainingRun::State::beginValidation()
{
    phase = Phase::Validating;
    validationSeconds = 0;
    if (at.validationPatches == 0)
        at.validationPatches = affordablePatches();
    validation.emplace(sampler->validationPlaces(at.validationPatches), model.network.classes,
                       recipe.optimisation.loss, classWeights);
    report("validating");
}

/// Keeps the best weights; a schedule that waits for progress may lower the rate.
void TrainingRun::State::takeScore(const RunValidation& row)
{
    if (row.best) {
        at.bestMeanIou = row.meanIou;
        at.bestStep = at.step;
        at.validationsSinceBest = 0;
        saveModel(folder / bestFile, optimisation->averaged(), model, id, at.step);
        return;
    }
    ++at.validationsSinceBest;
    const ScheduleSettings& schedule = recipe.optimisation.schedule;
    if (schedule.kind != "plateau" || at.validationsSinceBest % schedule.plateauPatience != 0)
        return;
    at.plateauFactor *= schedule.stepFactor;
    optimisation->setRateFactor(at.plateauFactor);
    listener.logged("info", "The validation has not got better for " +
                                std::to_string(at.validationsSinceBest) +
                                " epochs: the learning rate falls.");
}

void TrainingRun::State::finishValidation()
{
    phase = Phase::Training;
    if (!validation->isEmpty()) {
        const ConfusionMatrix& confusion = validation->confusion();
        RunValidation row{at.step,
                          at.epoch,
                          elapsed(),
                          validation->loss(),
                          confusion.meanIou(),
                          confusion.pixelAccuracy(),
                          {},
                          false};
        for (std::size_t c = 0; c < model.classes.size(); ++c)
            row.classes.emplace_back(model.classes[c].value, confusion.iou(static_cast<int>(c)));
        // A network whose outputs are no numbers still decides for some class.
        row.best =
            std::isfinite(row.loss) && std::isfinite(row.meanIou) && at.score.take(row.meanIou);
        takeScore(row);
        journal->validated(row, model.classes);
        listener.validated(row);
    }
    validation.reset();
    if (stopRequests > 0)
        return end("stopped", "Training was stopped.");
    ++at.epoch;
    at.stepInEpoch = 0;
    at.epochStarted = elapsed();
    if (progress() >= 1)
        return end("finished", "Training is finished.");
    if (recipe.patience > 0 && at.validationsSinceBest >= recipe.patience)
        return end("finished", "Training ended early: the validation did not get better for " +
                                   std::to_string(recipe.patience) + " epochs.");
    pickUpLabels();
    if (phase == Phase::Over)
        return;
    // Together with every better model, so that what a crash leaves fits together.
    if (at.bestStep == at.step || checkpointIsDue())
        checkpoint();
}

/// An epoch may be long, and what was just corrected should show soon.
bool TrainingRun::State::labelsAreDue() const
{
    return std::chrono::duration<double>(Clock::now() - labelsLookedFor).count() >=
           std::max(labelSeconds, labelPatience * labelsCost);
}

void TrainingRun::State::pickUpLabels()
{
    const std::int64_t revision = project.labelRevision();
    if (revision != labelsSeen) {
        const Clock::time_point start = Clock::now();
        labelsSeen = revision;
        takeLabels();
        labelsCost = std::chrono::duration<double>(Clock::now() - start).count();
    }
    labelsLookedFor = Clock::now();
}

void TrainingRun::State::takeLabels()
{
    const LabelNews news = sampler->refreshLabels();
    if (news == LabelNews::NothingLeft)
        return end("stopped", "Training was stopped, since no label is left to train on: paint at "
                              "least two classes and go on with the run.");
    if (news == LabelNews::Changed)
        toldHeldBack = false;
    if (news == LabelNews::HeldBack && !std::exchange(toldHeldBack, true))
        listener.logged("warning",
                        "What was painted last lies where labels are held back to measure, so it "
                        "is not learned: paint beside it too, or let that image train.");
    if (news != LabelNews::None) {
        sampler->history().save(folder / labelsFile);
        journal->labelsChanged(at.step, elapsed());
        listener.labelsChanged(at.step, elapsed());
    }
    for (const annotation::ClassEntry& entry : project.classes())
        if (annotation::findClass(model.classes, entry.value) == nullptr &&
            toldClasses.insert(entry.value).second)
            listener.logged("warning", "The class \"" + entry.name +
                                           "\" is new since this run began: start a new run to "
                                           "learn it.");
}

void TrainingRun::State::end(const std::string& state, const std::string& message)
{
    setPaused(false);
    phase = Phase::Over;
    at.elapsed = elapsed();
    const bool resumable = state == "stopped" || state == "interrupted";
    if (resumable)
        checkpoint();
    saveModel(folder / lastFile, optimisation->averaged(), model, id, at.step);
    const double waited = steppedSeconds > 0 ? waitedSeconds / steppedSeconds : 0;
    journal->record().summary["waitingShare"] = waited;
    journal->stand(state, message, at, elapsed());
    passOnWarning();
    writeCurves(folder, folder / "curves.csv");
    if (!resumable) {
        std::error_code error;
        // By far the largest file, and of no more use.
        std::filesystem::remove(folder / trainerFile, error);
    }
    listener.ended({state, message, at.step, at.elapsed, at.bestMeanIou, waited});
}

void TrainingRun::State::advance()
{
    if (phase == Phase::Beginning)
        return begin();
    if (const int asked = stopRequests; asked > 0) {
        // What was learned since the last validation may be the best there is.
        const bool look = phase == Phase::Training && at.stepInEpoch > 0;
        if (asked > 1 || (!look && phase != Phase::Validating))
            return end("stopped", "Training was stopped.");
        if (look)
            return beginValidation();
    }
    if (phase == Phase::TryingRates)
        return tryRate();
    if (phase == Phase::Validating) {
        if (!validation->isDone())
            validateSome();
        if (validation->isDone())
            finishValidation();
        return;
    }
    trainBatch();
    if (epochIsOver())
        return beginValidation();
    if (labelsAreDue())
        pickUpLabels();
    if (phase == Phase::Training && checkpointIsDue())
        checkpoint();
}

TrainingRun::TrainingRun(std::unique_ptr<State> state) : state_(std::move(state)) {}

TrainingRun::~TrainingRun() = default;

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
            s.journal->stand("failed", message, s.at, s.elapsed());
        } catch (const std::exception& second) {
            s.listener.logged("error", describe(second));
        }
        s.listener.ended({"failed", message, s.at.step, s.elapsed(), s.at.bestMeanIou});
    }
    return s.phase != State::Phase::Over;
}

void TrainingRun::requestStop()
{
    ++state_->stopRequests;
}

void TrainingRun::interrupt()
{
    if (isOver())
        return;
    if (state_->phase == State::Phase::Beginning)
        state_->writeFirstFiles(); // its end writes the checkpoint
    state_->end("interrupted", "Training was interrupted and can go on.");
}

void TrainingRun::setPaused(bool paused)
{
    if (!isOver())
        state_->setPaused(paused);
}

bool TrainingRun::isPaused() const
{
    return state_->paused;
}

const std::string& TrainingRun::id() const
{
    return state_->id;
}

const std::filesystem::path& TrainingRun::folder() const
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
