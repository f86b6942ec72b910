// What a training run leaves on disk so that it can go on after a crash, and how far it has got.
//
// runs/ID holds run.json, metrics.jsonl, model.json, best.safetensors (averaged weights of the best
// validation), last.safetensors (those of the end, or of a pause), trainer.safetensors (everything
// to go on) and curves.csv. Every file is written beside its name, synced and renamed: a crash or a
// full disk leaves the one before.
#pragma once

#include "training/core/optimisation.h"
#include "training/steady_score.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace limn::training
{

/// Where a run stands, beside the optimisation's own state.
struct TrainerState
{
    std::int64_t step = 0; ///< also the number of the next batch
    int epoch = 0;
    std::int64_t stepInEpoch = 0;
    std::int64_t stepsPerEpoch = 0; ///< fixed when the run starts
    double epochStarted = 0;        ///< seconds into the run
    double elapsed = 0;             ///< seconds, all sittings together
    double bestMeanIou = -1;        ///< of the best validation; -1: not validated yet
    std::int64_t bestStep = 0;
    int validationsSinceBest = 0;
    double rateFactor = 1;           ///< halved each time the run had to go back
    double plateauFactor = 1;        ///< of a schedule that waits for progress
    std::vector<float> classWeights; ///< fixed when the run starts; empty: all the same
    /// Patches that go through the network together since the memory did not suffice for more; 0: a
    /// whole batch.
    std::int64_t atOnce = 0;
    SteadyScore score;         ///< of the validations so far
    double learningRate = 0;   ///< found by a range test; 0: the recipe's
    int validationPatches = 0; ///< fixed by the first validation; 0: before it
};

inline constexpr const char* trainerFile = "trainer.safetensors";

void saveTrainer(const std::filesystem::path& runFolder, const Optimisation& optimisation,
                 const TrainerState& state);
/// The state; the optimisation's tensors go into `tensors`. Throws TrainingError.
TrainerState loadTrainer(const std::filesystem::path& runFolder, StateDict& tensors);

} // namespace limn::training
