// Everything a training run is told: what to train, where, for how long and by which rates. Plain
// values; the same recipe, data and device give the same run again.
#pragma once

#include "training/core/augmentation.h"
#include "training/core/network.h"
#include "training/core/optimisation.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace limn::training
{

struct Recipe
{
    std::string network = "unet";               ///< a row of architectures()
    std::string encoder = "efficientnet_lite0"; ///< a row of encoders()
    std::string weights;            ///< "imagenet", "none", a file; empty: imagenet if it is there
    std::string device = "auto";    ///< as chooseDevice()
    std::string precision = "auto"; ///< as choosePrecision()
    double minutes = 3;             ///< wall clock; used where epochs is 0
    int epochs = 0;                 ///< more than 0: this many instead of minutes
    std::uint64_t seed = 1;
    int patchSize = 256; ///< side in working pixels; a multiple of the network's stride
    /// Image pixels a side that the network sees as one: "1", "2", "4"; "auto": a plan chooses.
    std::string workingResolution = "auto";
    /// In how many positions, mirrored and turned, an image is looked at when it is predicted: "1",
    /// "2", "4", "8"; "auto": a plan chooses.
    std::string views = "auto";
    int batchSize = 8;
    int accumulation = 1; ///< batches whose gradients are added up to one step
    /// Of a batch while some labels are new, the share from them, and the share from the older ones
    /// by their area; the rest, and everything while none is new, is class by class evenly.
    double newestShare = 0.25;
    double replayShare = 0.25;
    int newestEpochs = 10; ///< for how long labels count as new
    /// Before the first step rates are tried, and the fitting one is taken instead of learningRate.
    bool rangeTest = false;
    int patience = 20; ///< validations without a better mean IoU before it stops; 0: never
    /// Weights of classes in cross-entropy and focal loss, by their share of the labels: "none",
    /// "inverse" or "root" of it.
    std::string classWeighting = "none";
    std::string mlflow;                    ///< address of a server that is told; empty: none
    std::string mlflowExperiment = "Limn"; ///< there
    OptimisationSettings optimisation;
    AugmentationSettings augmentation;
    /// Keys that were asked for; the others are defaults, which a plan may improve upon.
    std::set<std::string> given;
};

/// A value of the wrong type, as opposed to one that is out of range.
class RecipeTypeError : public TrainingError
{
public:
    using TrainingError::TrainingError;
};

/// One flat object with every key filled.
nlohmann::json toJson(const Recipe& recipe);
/// Keys of `json` over `base`. Throws RecipeTypeError for a wrong type and TrainingError for a key
/// that is none or a value out of range.
Recipe recipeFromJson(const nlohmann::json& json, const Recipe& base = {});
/// "key=value" texts over `base`; a value is read as JSON where it is JSON, else as text. Throws as
/// recipeFromJson, and TrainingError for a text without "=".
Recipe recipeFromSettings(const std::vector<std::string>& settings, const Recipe& base = {});
/// A JSON file of recipe keys over `base`, or a run.json, whose recipe is taken. Throws as
/// recipeFromJson, and TrainingError for a file that cannot be read or is no JSON.
Recipe recipeFromFile(const std::filesystem::path& file, const Recipe& base = {});
bool isRecipeKey(const std::string& key);
/// Its working resolution as a number; 1 where no plan has chosen yet.
int reductionOf(const Recipe& recipe);
/// Its number of views likewise.
int viewsOf(const Recipe& recipe);
/// A JSON schema (2020-12) of recipe files, with the group of the desktop's form as "group".
nlohmann::json recipeSchema();
/// Throws TrainingError naming the first value that is out of range or unknown, or two that
/// contradict each other.
void checkRecipe(const Recipe& recipe);

} // namespace limn::training
