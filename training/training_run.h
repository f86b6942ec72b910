// One training run as a machine that does one small unit of work at a time, so that the command
// line and the service drive the same thing and more urgent work fits between two units.
//
// step() makes the run's first files, trains one batch, validates one batch or writes a checkpoint.
// Everything it does is told to the listener on the calling thread. requestStop() may be called
// from any thread; everything else belongs to one.
#pragma once

#include "training/model.h"
#include "training/recipe.h"
#include "training/run_listener.h"
#include "training/training_plan.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limn::training
{

class TrainingRun
{
public:
    /// A new run in the project's runs folder, which the first step() fills. `plan` must be ready;
    /// `from` is a run's folder or a model file whose weights it starts with. Project and listener
    /// must outlive the run. Throws TrainingError, RasterError, ProjectError.
    static std::unique_ptr<TrainingRun> start(const annotation::Project& project, TrainingPlan plan,
                                              const std::optional<std::filesystem::path>& from,
                                              RunListener& listener);
    /// Goes on from the last checkpoint of a run that was interrupted or stopped before its end.
    static std::unique_ptr<TrainingRun> resume(const annotation::Project& project,
                                               const std::string& id, RunListener& listener);
    ~TrainingRun();

    /// One unit of work; false when the run has ended. A failure ends the run and is told to the
    /// listener, it is not thrown.
    bool step();
    /// Ends after the unit under way and keeps the best weights; what was learned since the last
    /// validation is validated first, but not where it is asked a second time.
    void requestStop();
    /// Writes a checkpoint and ends as "interrupted", to be resumed. For a process that must go.
    void interrupt();
    /// Pausing writes a checkpoint and the weights as they are, and stops the clock that `minutes`
    /// goes by; the caller does not call step() meanwhile. Throws as writing does.
    void setPaused(bool paused);
    bool isPaused() const;

    const std::string& id() const;
    const std::filesystem::path& folder() const;
    bool isOver() const;
    std::int64_t steps() const;
    bool isValidated() const; ///< at least once: its predictions begin to mean something
    const ModelDescription& model() const;
    const Recipe& recipe() const;
    /// The averaged weights as they are now, in eval mode on device().
    SegmentationNetwork& network();
    torch::Device device() const;
    Precision precision() const;

private:
    struct State;
    explicit TrainingRun(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace limn::training
