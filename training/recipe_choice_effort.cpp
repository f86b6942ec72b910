// Rules for what a step takes and a run needs: batch, loss, rate, length.
#include "training/recipe_choice_rules.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace limn::training
{

namespace
{

constexpr int cpuBatch = 4;
/// Of the memory that is free, what a step may take: a machine's other programs grow too.
constexpr double shareOfMachine = 0.5;
constexpr double shareOfCard = 0.8;

/// A class of less than this is called rare.
constexpr double rareLabels = 0.02;
/// Labels that are less of the places where they lie are strokes: what is around them has none.
constexpr double sparseLabels = 0.5;
constexpr double affinityOfSparse = 1;

/// How often a schedule of 12 minutes shows the roads of docs/BENCHMARKS.md, which get little
/// better after 8: 1,330 steps of four patches over 72 images that train.
constexpr double looks = 30;
/// A run's time over that of its steps by the registry's figures: validations, and what a step does
/// beside multiplying. 443 steps of the roads took 240 s where the figures say 154.
constexpr double besideSteps = 1.56;
constexpr double leastMinutes = 3;
constexpr double mostMinutes = 30;

/// Rates were found with batches of 4 and 8 patches; the fitting one moves little within a factor
/// of four (Goyal et al. 2017: in proportion to the batch).
constexpr int largestCalmBatch = 32;
constexpr int triedRates = 40;
constexpr int payingSteps = 10 * triedRates;
constexpr int leastEpochSteps = 8;

/// 1 where it is unknown.
double labelledShare(const LabelFacts& labels)
{
    return labels.area > 0 ? static_cast<double>(labels.pixels) / static_cast<double>(labels.area)
                           : 1;
}

std::string gigabytesText(double bytes)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << bytes / 1e9 << " GB";
    return text.str();
}

StepEstimate stepOf(const Recipe& recipe, const MachineFacts& machine, int patches)
{
    return estimateStep(machine, architectureRow(recipe.network), encoderRow(recipe.encoder),
                        std::int64_t{patches} * recipe.patchSize * recipe.patchSize);
}

double secondsAStep(const Recipe& recipe, const MachineFacts& machine)
{
    return besideSteps * stepOf(recipe, machine, recipe.batchSize * recipe.accumulation).seconds;
}

/// Why the usual rate does not fit, as the beginning of a sentence; empty where it does.
std::string strangeToTheRate(const Recipe& recipe)
{
    const std::string& optimiser = recipe.optimisation.rule.optimiser;
    if (optimiser != "adamw" && optimiser != "adam")
        return "The usual rate is that of AdamW";
    if (encoderRow(recipe.encoder).family == "transformer")
        return "The usual rate is that of convolutions";
    if (recipe.batchSize * recipe.accumulation > largestCalmBatch)
        return "The usual rate is that of smaller batches";
    return {};
}

} // namespace

std::string shareText(double share)
{
    std::ostringstream text;
    text << std::setprecision(share < 0.01 ? 1 : 2) << 100 * share << " %";
    return text.str();
}

int usualBatch(const Recipe& recipe, const MachineFacts& machine)
{
    return machine.isCpu && !recipe.given.contains("batchSize")
               ? std::min(recipe.batchSize, cpuBatch)
               : recipe.batchSize;
}

void chooseBatch(const MachineFacts& machine, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    if (recipe.given.contains("batchSize"))
        return;
    recipe.batchSize = usualBatch(recipe, machine);
    const double bearable =
        (machine.isCpu ? shareOfMachine : shareOfCard) * static_cast<double>(machine.freeBytes);
    const int wanted = recipe.batchSize;
    const double bytes = stepOf(recipe, machine, wanted).bytes;
    int atOnce = wanted;
    while (bearable > 0 && atOnce > 1 && stepOf(recipe, machine, atOnce).bytes > bearable)
        atOnce = (atOnce + 1) / 2;
    if (atOnce == wanted) {
        choice.keep(Topic::Batch, machine.isCpu
                                      ? "Small batches make more steps in the same time on a CPU."
                                      : "A step fits into the memory that is free.");
        return;
    }
    recipe.batchSize = atOnce;
    std::string then;
    if (!recipe.given.contains("accumulation")) {
        recipe.accumulation = (wanted * recipe.accumulation + atOnce - 1) / atOnce;
        then = ", and their gradients are added up";
    }
    choice.choose(Topic::Batch, "A step of " + std::to_string(wanted) + " patches takes about " +
                                    gigabytesText(bytes) + ", too much for the " +
                                    gigabytesText(static_cast<double>(machine.freeBytes)) +
                                    " that are free: " + std::to_string(atOnce) + " go at a time" +
                                    then + ".");
}

void chooseLoss(const LabelFacts& labels, RecipeChoice& choice)
{
    if (!isUsual(choice.recipe, Topic::Loss) || labels.classes.empty())
        return;
    if (const double share = labelledShare(labels); share < sparseLabels) {
        choice.recipe.optimisation.loss.affinity = affinityOfSparse;
        choice.choose(Topic::Loss, "Only " + shareText(share) +
                                       " of the labelled places carry a label: what lies around "
                                       "is drawn to neighbours that look alike.");
        return;
    }
    const auto rarest =
        std::min_element(labels.classes.begin(), labels.classes.end(),
                         [](const auto& a, const auto& b) { return a.share < b.share; });
    if (rarest->share < rareLabels)
        choice.keep(Topic::Loss, "\"" + rarest->name + "\" is " + shareText(rarest->share) +
                                     " of the labels: Dice counts every class alike and batches "
                                     "show each as often, so it needs no other loss.");
    else
        choice.keep(Topic::Loss, "No class is rare.");
}

void chooseLength(const LabelFacts& labels, const MachineFacts& machine, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    const bool isAsked =
        !isUsual(recipe, Topic::Length) || recipe.epochs > 0 || recipe.minutes != Recipe{}.minutes;
    if (isAsked || labels.area <= 0)
        return;
    const double side = recipe.patchSize * reductionOf(recipe);
    const double shown = recipe.batchSize * recipe.accumulation * side * side;
    const double steps = looks * static_cast<double>(labels.area) / shown;
    const double minutes = std::ceil(steps * secondsAStep(recipe, machine) / 60);
    recipe.minutes = std::clamp(minutes, leastMinutes, mostMinutes);
    const std::string times = std::to_string(std::lround(looks));
    if (minutes > mostMinutes)
        choice.keep(Topic::Length, "Seeing every labelled place " + times + " times would take " +
                                       durationText(60 * minutes) +
                                       " here; set a longer time where it is worth that.");
    else if (minutes < leastMinutes)
        choice.keep(Topic::Length, "Every labelled place is seen more than " + times +
                                       " times in that; training ends sooner where the validation "
                                       "stops getting better.");
    else
        choice.keep(Topic::Length, "Every labelled place is seen about " + times +
                                       " times in that; training ends sooner where the validation "
                                       "stops getting better.");
}

void chooseRate(const MachineFacts& machine, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    if (recipe.given.contains("learningRate") || recipe.given.contains("rangeTest"))
        return;
    const std::string why = strangeToTheRate(recipe);
    if (why.empty()) {
        choice.keep(Topic::Rate, "The usual rate was found for such networks and batches, so "
                                 "trying others would only take time.");
        return;
    }
    const double steps = recipe.epochs > 0 ? double{leastEpochSteps} * recipe.epochs
                                           : 60 * recipe.minutes / secondsAStep(recipe, machine);
    if (steps < payingSteps) {
        choice.keep(Topic::Rate, why + ", but trying others takes " + std::to_string(triedRates) +
                                     " steps, too many for so short a training.");
        return;
    }
    recipe.rangeTest = true;
    choice.choose(Topic::Rate, why + ", so rates are tried first.");
}

} // namespace limn::training
