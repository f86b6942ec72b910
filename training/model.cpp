#include "training/model.h"

#include "training/core/views.h"

#include "annotation/run_record.h"

#include <fstream>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* modelKey = "limn.model";
/// Version 2 has a working resolution; a program that knows none must not take it for 1.
constexpr int modelVersion = 2;

nlohmann::json readJsonFile(const fs::path& file)
{
    std::ifstream stream(file);
    const nlohmann::json json = nlohmann::json::parse(stream, nullptr, false);
    if (!stream || json.is_discarded())
        throw TrainingError("The model description " + file.string() +
                            " cannot be read: train again or use another run.");
    return json;
}

} // namespace

nlohmann::json toJson(const ModelDescription& model)
{
    nlohmann::json classes = nlohmann::json::array();
    for (const annotation::ClassEntry& entry : model.classes)
        classes.push_back({{"value", entry.value},
                           {"name", entry.name},
                           {"colour", annotation::formatColour(entry.colour)}});
    nlohmann::json json = {
        {"version", model.reduction == 1 ? 1 : modelVersion},
        {"network",
         {{"architecture", model.network.architecture},
          {"encoder", model.network.encoder},
          {"bands", model.network.bands},
          {"classes", model.network.classes}}},
        {"bandNames", model.bandNames},
        {"roles",
         {{"red", model.roles.red}, {"green", model.roles.green}, {"blue", model.roles.blue}}},
        {"normalisation", toJson(model.scaling)},
        {"classes", classes},
        {"pixelSize", model.pixelSize ? nlohmann::json(*model.pixelSize) : nlohmann::json()},
        {"split",
         {{"byImage", model.split.rule.byImage},
          {"blockSize", model.split.rule.blockSize},
          {"share", model.split.rule.share},
          {"salt", model.split.rule.salt},
          {"everyOther", model.split.rule.everyOther},
          {"everythingTrains", model.split.everythingTrains}}},
        {"weights", model.weights},
        {"workingResolution", model.reduction},
        {"views", model.views},
        {"stride", SegmentationNetwork::stride},
        {"margin", SegmentationNetwork::margin},
    };
    if (!model.weightsLicence.empty())
        json["weightsLicence"] = model.weightsLicence;
    return json;
}

ModelDescription modelFromJson(const nlohmann::json& json)
try {
    if (json.at("version").get<int>() > modelVersion)
        throw TrainingError("The model was written by a newer version of Limn: update Limn to use "
                            "it.");
    ModelDescription model;
    const nlohmann::json& network = json.at("network");
    model.network = {network.at("architecture"), network.at("encoder"), network.at("bands"),
                     network.at("classes")};
    model.bandNames = json.at("bandNames").get<std::vector<std::string>>();
    const nlohmann::json& roles = json.at("roles");
    model.roles = {roles.at("red"), roles.at("green"), roles.at("blue")};
    model.scaling = bandScalingFromJson(json.at("normalisation"));
    for (const nlohmann::json& row : json.at("classes")) {
        annotation::ClassEntry entry;
        entry.value = row.at("value");
        entry.name = row.at("name");
        entry.colour = annotation::parseColour(row.at("colour"));
        if (entry.value < 1 || entry.value > annotation::maxClassValue)
            throw TrainingError("The model description names a class value outside 1 to 254.");
        model.classes.push_back(entry);
    }
    if (!json.at("pixelSize").is_null())
        model.pixelSize = json.at("pixelSize").get<double>();
    const nlohmann::json& split = json.at("split");
    model.split.rule = {split.at("byImage"), split.at("blockSize"), split.at("share"),
                        split.at("salt"), split.value("everyOther", false)};
    model.split.everythingTrains = split.at("everythingTrains");
    model.weights = json.at("weights").get<std::string>();
    model.weightsLicence = json.value("weightsLicence", "");
    model.reduction = json.value("workingResolution", 1);
    if (model.reduction != 1 && model.reduction != 2 && model.reduction != 4)
        throw TrainingError("The model description asks for a working resolution of " +
                            std::to_string(model.reduction) +
                            ", but there are only 1, 2 and 4: export the model again.");
    model.views = json.value("views", 1);
    if (!isNumberOfViews(model.views))
        throw TrainingError("The model description asks for " + std::to_string(model.views) +
                            " views, but there are only 1, 2, 4 and 8: export the model again.");
    const auto size = [](const auto& list) { return static_cast<int>(list.size()); };
    if (model.network.bands != size(model.scaling.bands) ||
        model.network.classes != size(model.classes) || model.split.rule.blockSize < 1)
        throw TrainingError("The model description contradicts itself: its bands and classes are "
                            "not those of its network.");
    return model;
} catch (const nlohmann::json::exception&) {
    throw TrainingError("The model description is damaged: train again or use another run.");
} catch (const annotation::ProjectError& error) {
    throw TrainingError(std::string("The model description is damaged: ") + error.what());
}

void saveModel(const fs::path& file, const torch::nn::Module& network,
               const ModelDescription& description, const std::string& run, std::int64_t step)
{
    StateDict state = stateDict(network);
    state.metadata[modelKey] = toJson(description).dump();
    state.metadata["limn.run"] = run;
    state.metadata["limn.step"] = std::to_string(step);
    state.metadata["format"] = "pt";
    writeSafetensors(file, state);
}

LoadedModel loadModel(const fs::path& fileOrRunFolder)
{
    fs::path file = fileOrRunFolder;
    std::error_code error;
    if (fs::is_directory(file, error)) {
        file = fileOrRunFolder / bestFile;
        if (!fs::exists(file, error))
            file = fileOrRunFolder / lastFile;
    }
    if (!fs::exists(file, error))
        throw TrainingError("There are no trained weights at " + fileOrRunFolder.string() +
                            ": train first or name another model.");
    const StateDict state = readSafetensors(file);
    const auto metadata = state.metadata.find(modelKey);
    const nlohmann::json json = metadata != state.metadata.end()
                                    ? nlohmann::json::parse(metadata->second, nullptr, false)
                                    : readJsonFile(file.parent_path() / modelFile);
    if (json.is_discarded())
        throw TrainingError("The model description inside " + file.string() +
                            " is damaged: train again or use another run.");
    LoadedModel model;
    model.description = modelFromJson(json);
    model.network = SegmentationNetwork::make(model.description.network);
    loadStateDict(*model.network, state);
    model.network->eval();
    if (const auto run = state.metadata.find("limn.run"); run != state.metadata.end())
        model.run = run->second;
    if (const auto step = state.metadata.find("limn.step"); step != state.metadata.end())
        model.step = std::atoll(step->second.c_str());
    return model;
}

TakenWeights takeMatching(SegmentationNetwork& network, const SegmentationNetwork& weights)
{
    const torch::NoGradGuard noGradient;
    StateDict own = stateDict(network);
    const StateDict other = stateDict(weights);
    TakenWeights result;
    for (auto& [name, tensor] : own.tensors)
        if (const torch::Tensor* found = other.find(name);
            found != nullptr && found->sizes() == tensor.sizes()) {
            tensor = *found;
            ++result.taken;
        } else {
            result.others.push_back(name);
        }
    loadStateDict(network, own);
    return result;
}

ModelDescription readModelDescription(const fs::path& runFolder)
{
    return modelFromJson(readJsonFile(runFolder / modelFile));
}

fs::path findRun(const fs::path& projectFolder, const std::string& id)
{
    std::error_code error;
    const auto hasWeights = [&](const fs::path& run) {
        return fs::exists(run / bestFile, error) || fs::exists(run / lastFile, error);
    };
    if (!id.empty()) {
        const fs::path run = projectFolder / "runs" / id;
        if (id.find('/') != std::string::npos || !fs::is_directory(run, error))
            throw TrainingError("The project has no training run \"" + id +
                                "\": look into its runs folder for the ones there are.");
        if (!hasWeights(run))
            throw TrainingError("The training run " + id +
                                " has no weights yet: wait for its first checkpoint or use "
                                "another run.");
        return run;
    }
    for (const annotation::RunRecord& run : annotation::listRuns(projectFolder))
        if (hasWeights(projectFolder / "runs" / run.id))
            return projectFolder / "runs" / run.id;
    throw TrainingError("The project " + projectFolder.string() +
                        " has no trained network yet: run limn-engine train, or press Train.");
}

} // namespace limn::training
