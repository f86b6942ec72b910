#include "training/recipe.h"

#include "training/core/registry.h"

#include <cmath>
#include <fstream>
#include <type_traits>

namespace limn::training
{

namespace
{

/// The one list of keys: reading, writing and checking names all walk it.
template <class RecipeType, class Visit>
void forEachField(RecipeType& recipe, Visit visit)
{
    visit("network", recipe.network);
    visit("encoder", recipe.encoder);
    visit("weights", recipe.weights);
    visit("device", recipe.device);
    visit("precision", recipe.precision);
    visit("minutes", recipe.minutes);
    visit("epochs", recipe.epochs);
    visit("seed", recipe.seed);
    visit("patchSize", recipe.patchSize);
    visit("batchSize", recipe.batchSize);
    visit("patience", recipe.patience);
    visit("learningRate", recipe.optimisation.learningRate);
    visit("encoderFactor", recipe.optimisation.encoderFactor);
    visit("weightDecay", recipe.optimisation.weightDecay);
    visit("frozenShare", recipe.optimisation.frozenShare);
    visit("warmupShare", recipe.optimisation.warmupShare);
    visit("gradientClip", recipe.optimisation.gradientClip);
    visit("averaging", recipe.optimisation.averaging);
    visit("flips", recipe.augmentation.flips);
    visit("rightAngles", recipe.augmentation.rightAngles);
    visit("scale", recipe.augmentation.scale);
    visit("brightness", recipe.augmentation.brightness);
    visit("contrast", recipe.augmentation.contrast);
}

[[noreturn]] void wrongType(const std::string& key, const char* wanted)
{
    throw RecipeTypeError("The training setting \"" + key + "\" must be " + wanted + ".");
}

void readValue(const std::string& key, const nlohmann::json& json, std::string& value)
{
    if (!json.is_string())
        wrongType(key, "a text");
    value = json.get<std::string>();
}

void readValue(const std::string& key, const nlohmann::json& json, bool& value)
{
    if (!json.is_boolean())
        wrongType(key, "true or false");
    value = json.get<bool>();
}

void readValue(const std::string& key, const nlohmann::json& json, double& value)
{
    if (!json.is_number())
        wrongType(key, "a number");
    value = json.get<double>();
}

void readValue(const std::string& key, const nlohmann::json& json, int& value)
{
    if (!json.is_number_integer())
        wrongType(key, "a whole number");
    const auto wide = json.get<std::int64_t>();
    if (wide < 0 || wide > 1'000'000'000)
        throw TrainingError("The training setting \"" + key + "\" is out of range (0 to 10^9).");
    value = static_cast<int>(wide);
}

void readValue(const std::string& key, const nlohmann::json& json, std::uint64_t& value)
{
    if (!json.is_number_integer() || (!json.is_number_unsigned() && json.get<std::int64_t>() < 0))
        wrongType(key, "a whole number of at least 0");
    value = json.get<std::uint64_t>();
}

void checkRange(const std::string& name, double value, double low, double high)
{
    if (std::isfinite(value) && value >= low && value <= high)
        return;
    const auto text = [](double number) {
        return number == std::floor(number) && std::abs(number) < 1e9
                   ? std::to_string(static_cast<long long>(number))
                   : nlohmann::json(number).dump();
    };
    throw TrainingError("The training setting \"" + name + "\" is " + text(value) +
                        ", but it must lie between " + text(low) + " and " + text(high) + ".");
}

} // namespace

nlohmann::json toJson(const Recipe& recipe)
{
    nlohmann::json json = nlohmann::json::object();
    forEachField(recipe, [&](const char* key, const auto& value) { json[key] = value; });
    return json;
}

bool isRecipeKey(const std::string& key)
{
    bool found = false;
    const Recipe recipe;
    forEachField(recipe, [&](const char* name, const auto&) { found = found || key == name; });
    return found;
}

Recipe recipeFromJson(const nlohmann::json& json, const Recipe& base)
{
    if (!json.is_object())
        throw RecipeTypeError("Training settings must be an object of names and values.");
    for (const auto& item : json.items())
        if (!isRecipeKey(item.key()))
            throw TrainingError("There is no training setting \"" + item.key() +
                                "\": correct its name or leave it out.");
    Recipe recipe = base;
    forEachField(recipe, [&](const char* key, auto& value) {
        if (const auto found = json.find(key); found != json.end())
            readValue(key, *found, value);
    });
    checkRecipe(recipe);
    return recipe;
}

Recipe recipeFromSettings(const std::vector<std::string>& settings, const Recipe& base)
{
    nlohmann::json json = nlohmann::json::object();
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            throw TrainingError("A training setting is written KEY=VALUE, not \"" + setting +
                                "\".");
        const std::string value = setting.substr(equals + 1);
        nlohmann::json parsed = nlohmann::json::parse(value, nullptr, false);
        if (parsed.is_discarded())
            parsed = value;
        json[setting.substr(0, equals)] = parsed;
    }
    return recipeFromJson(json, base);
}

Recipe recipeFromFile(const std::filesystem::path& file, const Recipe& base)
{
    std::ifstream in(file);
    if (!in)
        throw TrainingError("The recipe " + file.string() +
                            " cannot be read: check that the file is there.");
    nlohmann::json json = nlohmann::json::parse(in, nullptr, false);
    if (!json.is_object())
        throw TrainingError("The recipe " + file.string() +
                            " cannot be used: it must be one JSON object of settings and values.");
    if (const auto run = json.find("recipe"); run != json.end() && run->is_object())
        json = nlohmann::json(*run);
    json.erase("from"); // whose weights a run started with is no setting
    return recipeFromJson(json, base);
}

void checkRecipe(const Recipe& recipe)
{
    requireCompatible(architectureRow(recipe.network), encoderRow(recipe.encoder));
    if (recipe.epochs == 0)
        checkRange("minutes", recipe.minutes, 0.01, 100'000);
    checkRange("epochs", recipe.epochs, 0, 1'000'000);
    checkRange("patchSize", recipe.patchSize, SegmentationNetwork::stride, 4096);
    if (recipe.patchSize % SegmentationNetwork::stride != 0)
        throw TrainingError("The patch size must be a multiple of " +
                            std::to_string(SegmentationNetwork::stride) + ", not " +
                            std::to_string(recipe.patchSize) + ".");
    checkRange("batchSize", recipe.batchSize, 1, 1024);
    checkRange("learningRate", recipe.optimisation.learningRate, 1e-9, 10);
    checkRange("encoderFactor", recipe.optimisation.encoderFactor, 0, 10);
    checkRange("weightDecay", recipe.optimisation.weightDecay, 0, 10);
    checkRange("frozenShare", recipe.optimisation.frozenShare, 0, 1);
    checkRange("warmupShare", recipe.optimisation.warmupShare, 0, 1);
    checkRange("gradientClip", recipe.optimisation.gradientClip, 0, 1e9);
    checkRange("averaging", recipe.optimisation.averaging, 0, 0.99999);
    checkRange("scale", recipe.augmentation.scale, 0, 4);
    checkRange("brightness", recipe.augmentation.brightness, 0, 10);
    checkRange("contrast", recipe.augmentation.contrast, 0, 1);
}

} // namespace limn::training
