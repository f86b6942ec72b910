// What pressing Train would do with a project, or why it cannot. One thread.
#pragma once

#include "training/label_index.h"
#include "training/model.h"
#include "training/recipe_choice.h"
#include "training/training_images.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn::training
{

struct ClassLabels
{
    annotation::ClassEntry entry;
    std::int64_t pixels = 0;
    std::int64_t trainPixels = 0;
    std::int64_t validationPixels = 0;
};

struct TrainingPlan
{
    bool ready = false;
    std::string sentence; ///< what it will do, or why it cannot and what to do about it
    std::vector<std::string> warnings;
    std::vector<std::string> reasons; ///< of choices that the labels asked for; in the sentence too
    std::vector<PlanRow> rows;        ///< everything that was decided, and why; empty until ready
    Recipe recipe;                    ///< every choice made: device, precision and weights by name
    std::vector<ClassLabels> labels;
    LabelFacts facts; ///< empty where nothing is labelled

    annotation::ClassList classes;
    SplitChoice split;
    TrainingImages images;
};

/// Throws TrainingError when `wanted` asks for what there is not (network, weights file, GPU).
/// Everything else that is missing is told by `ready` and `sentence`. The project must outlive the
/// plan and what is made from it.
TrainingPlan planTraining(const annotation::Project& project, const Recipe& wanted);

/// What there is to compute with, for a recipe whose device and precision are chosen.
MachineFacts machineOf(const Recipe& recipe);

/// Its rows: [{"title", "chosen", "reason"}].
nlohmann::json rowsJson(const TrainingPlan& plan);

/// `wanted` with the network of `weights`, a run's folder or a trained file that a run is to start
/// with, where `wanted` names none. Throws TrainingError for what is no such thing.
Recipe goingOnFrom(const Recipe& wanted, const std::filesystem::path& weights);

/// The model that a ready plan's run makes, without its weights: bands and their scaling from the
/// images, classes, split.
ModelDescription describeModel(const TrainingPlan& plan);

} // namespace limn::training
