#include "training/checkpoint.h"

#include <nlohmann/json.hpp>

namespace limn::training
{

namespace
{

constexpr const char* trainerKey = "limn.trainer";

template <class State, class Visit>
void forEachField(State& state, Visit visit)
{
    visit("step", state.step);
    visit("epoch", state.epoch);
    visit("stepInEpoch", state.stepInEpoch);
    visit("stepsPerEpoch", state.stepsPerEpoch);
    visit("epochStarted", state.epochStarted);
    visit("elapsed", state.elapsed);
    visit("bestMeanIou", state.bestMeanIou);
    visit("bestStep", state.bestStep);
    visit("validationsSinceBest", state.validationsSinceBest);
    visit("rateFactor", state.rateFactor);
}

} // namespace

void saveTrainer(const std::filesystem::path& runFolder, const Optimisation& optimisation,
                 const TrainerState& state)
{
    StateDict tensors = optimisation.state();
    nlohmann::json json;
    forEachField(state, [&](const char* key, const auto& value) { json[key] = value; });
    json["plateauFactor"] = state.plateauFactor;
    json["validationPatches"] = state.validationPatches;
    json["classWeights"] = state.classWeights;
    json["recentScores"] = state.score.recent;
    json["bestScore"] = state.score.best;
    json["atOnce"] = state.atOnce;
    json["learningRate"] = state.learningRate;
    tensors.metadata[trainerKey] = json.dump();
    writeSafetensors(runFolder / trainerFile, tensors);
}

TrainerState loadTrainer(const std::filesystem::path& runFolder, StateDict& tensors)
{
    const std::filesystem::path file = runFolder / trainerFile;
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        throw TrainingError("The run " + runFolder.filename().string() +
                            " ended before its first checkpoint and cannot go on: start a new "
                            "run.");
    tensors = readSafetensors(file);
    TrainerState state;
    const auto found = tensors.metadata.find(trainerKey);
    const nlohmann::json json = found == tensors.metadata.end()
                                    ? nlohmann::json()
                                    : nlohmann::json::parse(found->second, nullptr, false);
    try {
        forEachField(state, [&](const char* key, auto& value) { json.at(key).get_to(value); });
        // Not in every checkpoint of format 1.
        state.plateauFactor = json.value("plateauFactor", 1.0);
        state.validationPatches = json.value("validationPatches", 0);
        state.atOnce = json.value("atOnce", std::int64_t{0});
        state.learningRate = json.value("learningRate", 0.0);
        state.classWeights = json.value("classWeights", std::vector<float>());
        state.score.recent = json.value("recentScores", std::vector<double>());
        state.score.best = json.value("bestScore", state.bestMeanIou);
    } catch (const nlohmann::json::exception&) {
        throw TrainingError("The checkpoint " + file.string() +
                            " is damaged: start a new run from this run's best weights.");
    }
    return state;
}

} // namespace limn::training
