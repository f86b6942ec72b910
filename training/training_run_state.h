// What the files of a training run share: its parts and where it stands. For training_run*.cpp
// alone.
#pragma once

#include "training/checkpoint.h"
#include "training/patch_sampler.h"
#include "training/range_test.h"
#include "training/run_journal.h"
#include "training/training_run.h"
#include "training/validation_pass.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>

namespace limn::training
{

struct TrainingRun::State
{
    using Clock = std::chrono::steady_clock;
    enum class Phase { Beginning, TryingRates, Training, Validating, Over };

    const annotation::Project& project;
    RunListener& listener;
    std::filesystem::path folder;
    std::string id;
    std::optional<RunJournal> journal;
    Recipe recipe;
    ModelDescription model;
    torch::Device device = torch::kCPU;
    Precision precision = Precision::Float32;

    std::unique_ptr<PatchSampler> sampler;
    std::shared_ptr<SegmentationNetwork> raw;
    std::unique_ptr<Optimisation> optimisation;
    std::unique_ptr<RangeTest> rangeTest; ///< while TryingRates
    torch::Tensor classWeights;           ///< undefined: all the same
    BandLevels levels;

    TrainerState at;
    double elapsedBefore = 0; ///< of earlier sittings, and before a pause
    Clock::time_point begun = Clock::now();
    bool paused = false;
    double lastCheckpoint = 0;
    double checkpointCost = 0; ///< seconds that writing it took
    double imagesPerSecond = 0;
    double steppedSeconds = 0; ///< of this sitting: all its steps
    double waitedSeconds = 0;  ///< of those, until their data were on the device
    int stepsWithoutNumbers = 0;
    Phase phase = Phase::Training; ///< Beginning: a new run's folder is still empty
    std::atomic<int> stopRequests{0};
    std::int64_t labelsSeen = 0;
    Clock::time_point labelsLookedFor = Clock::now();
    double labelsCost = 0;                    ///< seconds that taking labels in took the last time
    std::set<int> toldClasses;                ///< that are new since the run began
    bool toldHeldBack = false;                ///< that nothing of what came in last trains
    std::optional<ValidationPass> validation; ///< while Validating
    double validationSeconds = 0;             ///< of the last one, or so far

    State(const annotation::Project& p, RunListener& l) : project(p), listener(l) {}

    double elapsed() const;
    double progress() const;  ///< 0..1
    double remaining() const; ///< seconds, an estimate

    /// From the network, recipe and `at`.
    void makeOptimisation();
    void makeSampler(std::vector<TrainingImage> images);
    void useModel(); ///< what follows from the model's description

    RunProgress progressRow(const std::string& what, double loss = std::nan(""),
                            double rate = 0) const;
    void report(const std::string& what) { listener.progressed(progressRow(what)); }
    void checkpoint();
    bool checkpointIsDue() const;
    void setPaused(bool wanted);

    void writeFirstFiles();
    void begin();
    void advance();
    /// The sampler's next batch on the device, changed at random by `number`.
    MixedLabels nextBatch(Batch& batch, std::int64_t number);
    void tryRate();
    void takeRate();
    void trainBatch();
    void passOnWarning(); ///< of what the journal could not tell
    void goBack();
    bool epochIsOver() const;
    void beginValidation();
    int affordablePatches();
    void finishValidation();
    void takeScore(const RunValidation& row);
    std::int64_t atOnce() const; ///< patches that go through the network together
    void takeAtOnce(const StepResult& result, const Batch& batch);
    void tellFewerAtOnce();
    void validateSome();
    bool labelsAreDue() const;
    void pickUpLabels();
    void takeLabels();
    void trackLabels(const std::optional<std::filesystem::path>& from);
    void end(const std::string& state, const std::string& message);
};

} // namespace limn::training
