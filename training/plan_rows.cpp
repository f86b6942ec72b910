// A plan's rows, as they are told.
#include "training/core/registry.h"
#include "training/recipe_choice_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace limn::training
{

namespace
{

struct TopicRow
{
    Topic topic;
    const char* title;
    std::vector<const char*> keys; ///< of the recipe
};

const std::array<TopicRow, 10>& topicRows()
{
    static const std::array<TopicRow, 10> rows{{
        {Topic::Network, "Network", {"network"}},
        {Topic::Encoder, "Encoder", {"encoder"}},
        {Topic::Length, "Length", {"minutes", "epochs"}},
        {Topic::Resolution, "Working resolution", {"workingResolution"}},
        {Topic::Patches, "Patches", {"patchSize"}},
        {Topic::Batch, "Batch", {"batchSize", "accumulation"}},
        {Topic::Augmentation,
         "Augmentation",
         {"flips",       "rightAngles", "scale",       "brightness", "contrast", "rotation",
          "translation", "crop",        "perspective", "elastic",    "gamma",    "bandGain",
          "hue",         "saturation",  "noise",       "blur",       "sharpen",  "jpeg",
          "equalise",    "stretch",     "cutout",      "mixup",      "cutmix"}},
        {Topic::Loss,
         "Loss",
         {"crossEntropy", "dice", "focal", "tversky", "lovasz", "boundary", "squaredError",
          "affinity", "labelSmoothing", "classWeighting", "hardestShare"}},
        {Topic::Rate, "Learning rate", {"learningRate", "rangeTest"}},
        {Topic::Views, "Prediction", {"views"}},
    }};
    return rows;
}

std::string lossText(const LossSettings& loss)
{
    std::string text;
    const auto add = [&](double weight, const char* name) {
        if (weight > 0)
            text += (text.empty() ? "" : " + ") + std::string(name);
    };
    add(loss.crossEntropy, "cross-entropy");
    add(loss.dice, "Dice");
    add(loss.focal, "focal");
    add(loss.tversky, "Tversky");
    add(loss.lovasz, "Lovasz");
    add(loss.boundary, "boundary");
    add(loss.squaredError, "MSE");
    add(loss.affinity, "affinity");
    return text;
}

std::string augmentationText(const Recipe& recipe)
{
    const AugmentationSettings& change = recipe.augmentation;
    return isUsual(recipe, Topic::Augmentation) ? change.scale > 0
                                                      ? "mirrored, turned, zoomed, lighter, darker"
                                                      : "mirrored, turned, lighter, darker"
                                                : "as set";
}

std::string rateText(const Recipe& recipe)
{
    if (recipe.rangeTest)
        return "found by trying";
    std::ostringstream text;
    text << recipe.optimisation.learningRate;
    return text.str();
}

std::string chosenText(const Recipe& recipe, Topic topic)
{
    switch (topic) {
    case Topic::Network:
        return architectureRow(recipe.network).title;
    case Topic::Encoder:
        return encoderRow(recipe.encoder).title;
    case Topic::Resolution:
        return resolutionTitle(reductionOf(recipe));
    case Topic::Patches:
        return std::to_string(recipe.patchSize) + " px";
    case Topic::Batch:
        return recipe.accumulation > 1
                   ? std::to_string(recipe.accumulation) + " x " + std::to_string(recipe.batchSize)
                   : std::to_string(recipe.batchSize);
    case Topic::Augmentation:
        return augmentationText(recipe);
    case Topic::Loss:
        return lossText(recipe.optimisation.loss);
    case Topic::Rate:
        return rateText(recipe);
    case Topic::Length:
        return lengthText(recipe);
    case Topic::Views:
        return viewsOf(recipe) == 1 ? "one position" : recipe.views + " positions";
    }
    return {};
}

} // namespace

bool isUsual(const Recipe& recipe, Topic topic)
{
    const TopicRow& row = topicRows().at(static_cast<std::size_t>(topic));
    return std::none_of(row.keys.begin(), row.keys.end(),
                        [&](const char* key) { return recipe.given.contains(key); });
}

std::string lengthText(const Recipe& recipe)
{
    if (recipe.epochs > 0)
        return std::to_string(recipe.epochs) + (recipe.epochs == 1 ? " epoch" : " epochs");
    return durationText(60 * recipe.minutes);
}

std::string durationText(double seconds)
{
    if (seconds < 90)
        return "about " + std::to_string(std::max(1, static_cast<int>(std::lround(seconds)))) +
               " seconds";
    const double minutes = seconds / 60;
    if (minutes < 120)
        return "about " + std::to_string(std::lround(minutes)) + " minutes";
    return "about " + std::to_string(std::lround(minutes / 60)) + " hours";
}

std::vector<PlanRow> planRows(const Recipe& recipe, const std::vector<TopicReason>& topics)
{
    std::vector<PlanRow> rows;
    for (const TopicRow& row : topicRows()) {
        const auto told = std::find_if(topics.begin(), topics.end(), [&](const TopicReason& one) {
            return one.topic == row.topic;
        });
        const std::string reason = told != topics.end()         ? told->reason
                                   : isUsual(recipe, row.topic) ? "As usual."
                                                                : "As it was set.";
        rows.push_back({row.title, chosenText(recipe, row.topic), reason});
    }
    return rows;
}

} // namespace limn::training
