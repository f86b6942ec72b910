#include "training/recipe.h"

#include "training/core/registry.h"
#include "training/recipe_fields.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <type_traits>

namespace limn::training
{

namespace
{

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

/// A choice that is written as a number may be given as one.
nlohmann::json asChoice(const RecipeField& field, const nlohmann::json& value)
{
    const bool amongNumbers =
        std::any_of(field.choices.begin(), field.choices.end(), [](const std::string& choice) {
            return choice.find_first_not_of("0123456789") == std::string::npos;
        });
    return amongNumbers && value.is_number_integer() ? nlohmann::json(value.dump()) : value;
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

template <class Value>
void checkField(const RecipeField& field, const Value& value)
{
    if constexpr (std::is_same_v<Value, std::string>) {
        if (field.choices.empty() ||
            std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end())
            return;
        std::string known;
        for (const std::string& choice : field.choices)
            known += (known.empty() ? "" : ", ") + choice;
        throw TrainingError("The training setting \"" + std::string(field.key) + "\" is \"" +
                            value + "\", but it must be one of " + known + ".");
    } else if constexpr (std::is_same_v<Value, double> || std::is_same_v<Value, int>) {
        checkRange(field.key, value, field.low, field.high);
    }
}

/// One sentence for two settings that cannot both be meant, or nothing.
std::string contradiction(const Recipe& recipe)
{
    const OptimisationSettings& how = recipe.optimisation;
    const LossSettings& loss = how.loss;
    const bool byPixel = loss.crossEntropy > 0 || loss.focal > 0;
    if (!byPixel && loss.dice == 0 && loss.tversky == 0 && loss.lovasz == 0 && loss.boundary == 0 &&
        loss.squaredError == 0)
        return "There is no loss to learn by: give one of crossEntropy, dice, focal, tversky, "
               "lovasz, boundary and squaredError a weight above 0.";
    if (!byPixel && (loss.hardestShare < 1 || recipe.classWeighting != "none"))
        return std::string(loss.hardestShare < 1 ? "hardestShare" : "classWeighting") +
               " belongs to cross-entropy and focal loss, and both have the weight 0: give one of "
               "them a weight or leave it out.";
    if (loss.crossEntropy == 0 && loss.labelSmoothing > 0)
        return "labelSmoothing belongs to cross-entropy, which has the weight 0: give crossEntropy "
               "a weight or leave labelSmoothing out.";
    if (how.rule.nesterov && (how.rule.optimiser != "sgd" || how.rule.momentum == 0))
        return "nesterov belongs to SGD with momentum: set optimiser to sgd and momentum above 0, "
               "or leave nesterov out.";
    if (recipe.weights == "none" && (how.frozenStages > 0 || how.freezeBatchNorm))
        return std::string(how.frozenStages > 0 ? "frozenStages" : "freezeBatchNorm") +
               " keeps what an encoder has learned, but weights is none: choose weights or leave "
               "it "
               "out.";
    if (how.schedule.kind == "plateau" && recipe.patience > 0 &&
        recipe.patience <= how.schedule.plateauPatience)
        return "Training would end (patience " + std::to_string(recipe.patience) +
               ") before the rate first falls (plateauPatience " +
               std::to_string(how.schedule.plateauPatience) + "): make patience larger.";
    if (!recipe.mlflow.empty() && !recipe.mlflow.starts_with("http://") &&
        !recipe.mlflow.starts_with("https://"))
        return "mlflow is \"" + recipe.mlflow +
               "\", but the address of a server begins with http:// or https://: correct it or "
               "leave it out.";
    if (!recipe.mlflow.empty() && recipe.mlflowExperiment.empty())
        return "mlflowExperiment is empty, but a run at an MLflow server belongs to an experiment: "
               "name one or leave it out.";
    if (recipe.newestShare + recipe.replayShare > 1)
        return "newestShare and replayShare are parts of a batch and make more than a whole one "
               "together: make one of them smaller.";
    return {};
}

template <class Value>
nlohmann::json schemaOf(const RecipeField& field, const Value& standard)
{
    nlohmann::json json{
        {"description", field.meaning}, {"group", field.group}, {"default", standard}};
    if constexpr (std::is_same_v<Value, bool>) {
        json["type"] = "boolean";
    } else if constexpr (std::is_same_v<Value, std::string>) {
        json["type"] = "string";
        if (!field.choices.empty())
            json["enum"] = field.choices;
    } else {
        json["type"] = std::is_same_v<Value, double> ? "number" : "integer";
        json["minimum"] = field.low;
        if (field.high > field.low)
            json["maximum"] = field.high;
    }
    return json;
}

} // namespace

nlohmann::json toJson(const Recipe& recipe)
{
    nlohmann::json json = nlohmann::json::object();
    visitRecipe(recipe,
                [&](const RecipeField& field, const auto& value) { json[field.key] = value; });
    return json;
}

nlohmann::json recipeSchema()
{
    nlohmann::json properties = nlohmann::json::object();
    nlohmann::json order = nlohmann::json::array();
    const Recipe standard;
    visitRecipe(standard, [&](const RecipeField& field, const auto& value) {
        properties[field.key] = schemaOf(field, value);
        order.push_back(field.key);
    });
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", "Training recipe of Limn"},
            {"type", "object"},
            {"additionalProperties", false},
            {"properties", properties},
            {"propertyOrder", order}};
}

bool isRecipeKey(const std::string& key)
{
    bool found = false;
    const Recipe standard;
    visitRecipe(standard,
                [&](const RecipeField& field, const auto&) { found = found || key == field.key; });
    return found;
}

int reductionOf(const Recipe& recipe)
{
    return recipe.workingResolution == "auto" ? 1 : std::stoi(recipe.workingResolution);
}

int viewsOf(const Recipe& recipe)
{
    return recipe.views == "auto" ? 1 : std::stoi(recipe.views);
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
    visitRecipe(recipe, [&](const RecipeField& field, auto& value) {
        if (const auto found = json.find(field.key); found != json.end())
            readValue(field.key, asChoice(field, *found), value);
    });
    for (const auto& item : json.items())
        recipe.given.insert(item.key());
    // Where nobody chose an encoder, a network that the usual one does not go with brings another.
    const ArchitectureRow& network = architectureRow(recipe.network);
    if (!recipe.given.contains("encoder") && !compatible(network, encoderRow(recipe.encoder)))
        recipe.encoder = referenceEncoder(network).name;
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
    if (json.contains("minutes") && json.contains("epochs") && json["epochs"] != 0)
        throw TrainingError("minutes and epochs both say how long to train: set one of them.");
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
    visitRecipe(recipe, [&](const RecipeField& field, const auto& value) {
        // How many minutes does not matter where epochs count.
        if (recipe.epochs == 0 || field.key != std::string("minutes"))
            checkField(field, value);
    });
    if (recipe.patchSize % SegmentationNetwork::stride != 0)
        throw TrainingError("The patch size must be a multiple of " +
                            std::to_string(SegmentationNetwork::stride) + ", not " +
                            std::to_string(recipe.patchSize) + ".");
    if (const std::string sentence = contradiction(recipe); !sentence.empty())
        throw TrainingError(sentence);
}

} // namespace limn::training
