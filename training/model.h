// A trained network with everything needed to use it elsewhere: what its bands are, how they are
// scaled, what its outputs mean. Kept inside the safetensors file (metadata "limn.model") and, for
// people, as model.json beside it.
#pragma once

#include "annotation/class_list.h"
#include "annotation/split.h"
#include "training/band_scaling.h"
#include "training/class_index.h"
#include "training/core/weights.h"
#include "training/label_index.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace limn::training
{

struct ModelDescription
{
    NetworkSpec network;
    std::vector<std::string> bandNames;
    BandRoles roles;
    BandScaling scaling;
    annotation::ClassList classes;   ///< output i of the network means classes[i]
    std::optional<double> pixelSize; ///< metres on the ground in the training images
    SplitChoice split;               ///< which labels it must not have seen
    std::string weights;             ///< what the encoder started from
    std::string weightsLicence;      ///< of those, which may bind what it learnt; empty: not known
    int views = 1;     ///< in how many positions it looks at what it predicts, as logitsOfViews()
    int reduction = 1; ///< its working resolution: image pixels a side that it sees as one

    ClassIndex classIndex() const { return ClassIndex(classes); }
};

nlohmann::json toJson(const ModelDescription& model);
/// Throws TrainingError when something needed is missing or of a wrong type.
ModelDescription modelFromJson(const nlohmann::json& json);

struct LoadedModel
{
    ModelDescription description;
    std::shared_ptr<SegmentationNetwork> network; ///< on the CPU, eval mode
    std::string run;       ///< the run's id, empty where the file belongs to none
    std::int64_t step = 0; ///< training steps behind it
};

/// Names inside a run's folder.
inline constexpr const char* bestFile = "best.safetensors";
inline constexpr const char* lastFile = "last.safetensors";
inline constexpr const char* modelFile = "model.json";

void saveModel(const std::filesystem::path& file, const torch::nn::Module& network,
               const ModelDescription& description, const std::string& run, std::int64_t step);
/// A safetensors file that saveModel() wrote, or a run's folder (its best, else its last weights).
/// Throws TrainingError.
LoadedModel loadModel(const std::filesystem::path& fileOrRunFolder);

/// Gives `network` every tensor of `weights` that has a place of its name and shape there; the
/// others (a head for other classes, a first convolution for other bands) stay as they are.
struct TakenWeights
{
    int taken = 0;
    std::vector<std::string> others; ///< names that stay as they are
};
TakenWeights takeMatching(SegmentationNetwork& network, const SegmentationNetwork& weights);

/// What a run's model.json says. Throws TrainingError.
ModelDescription readModelDescription(const std::filesystem::path& runFolder);

/// The newest run of the project with weights, or the one named. Throws TrainingError when there is
/// none, saying what to do.
std::filesystem::path findRun(const std::filesystem::path& projectFolder, const std::string& id);

} // namespace limn::training
