#include "training/recipe_choice.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace limn::training
{

namespace
{

/// Narrower objects than this, in pixels, suffer from zooming patches.
constexpr double thin = 8;
/// Of objects in working pixels: where those of every class are this wide, their parts this wide
/// and the images a patch wide, nothing of them is lost and a patch shows more of what is around.
constexpr double wideObject = 128;
constexpr double wideParts = 32;
/// Pixels of an image that is predicted four times over in a few seconds on a CPU.
constexpr std::int64_t smallImage = 1 << 20;
constexpr int smallestPatch = 2 * SegmentationNetwork::stride;
constexpr int cpuBatch = 4;

std::string percent(double share)
{
    std::ostringstream text;
    text << std::setprecision(share < 0.01 ? 1 : 2) << 100 * share << " %";
    return text.str();
}

std::string widthText(double width)
{
    return std::to_string(std::max(1L, std::lround(width))) + " px";
}

/// The class of the smallest objects; none where no outline was measured.
const LabelFacts::Class* smallestObjects(const LabelFacts& labels)
{
    const LabelFacts::Class* smallest = nullptr;
    for (const LabelFacts::Class& one : labels.classes)
        if (one.outlineWidth > 0 && std::isfinite(one.outlineWidth) &&
            (smallest == nullptr || one.outlineWidth < smallest->outlineWidth))
            smallest = &one;
    return smallest;
}

int suitedReduction(const LabelFacts& labels, int patchSize)
{
    for (const int reduction : {4, 2}) {
        const bool suits = std::all_of(labels.classes.begin(), labels.classes.end(),
                                       [&](const LabelFacts::Class& one) {
                                           return one.outlineWidth >= wideObject * reduction &&
                                                  one.narrowWidth >= wideParts * reduction;
                                       });
        if (suits && labels.smallestSide >= patchSize * reduction)
            return reduction;
    }
    return 1;
}

void chooseResolution(const LabelFacts& labels, RecipeChoice& choice)
{
    if (choice.recipe.workingResolution != "auto")
        return;
    const LabelFacts::Class* smallest = smallestObjects(labels);
    const int reduction =
        smallest == nullptr ? 1 : suitedReduction(labels, choice.recipe.patchSize);
    choice.recipe.workingResolution = std::to_string(reduction);
    if (smallest != nullptr)
        choice.reasons.push_back("Objects of " + widthText(smallest->outlineWidth) + " (\"" +
                                 smallest->name + "\"): working at " + resolutionTitle(reduction) +
                                 ".");
}

void chooseViews(const LabelFacts& labels, RecipeChoice& choice)
{
    if (choice.recipe.views != "auto")
        return;
    const bool suits = labels.largestImage > 0 && labels.largestImage <= smallImage &&
                       choice.recipe.augmentation.flips;
    choice.recipe.views = suits ? "4" : "1";
    if (suits)
        choice.reasons.push_back("Images are small, so each is predicted in four positions.");
}

} // namespace

std::string resolutionTitle(int reduction)
{
    return reduction == 1   ? "full resolution"
           : reduction == 2 ? "half resolution"
                            : "quarter resolution";
}

RecipeChoice chooseRecipe(const Recipe& wanted, const LabelFacts& labels, bool onCpu)
{
    RecipeChoice choice{wanted, {}};
    Recipe& recipe = choice.recipe;
    const auto isFree = [&](const char* key) { return !wanted.given.contains(key); };

    chooseResolution(labels, choice);
    chooseViews(labels, choice);
    if (isFree("patchSize") && labels.smallestSide > 0) {
        constexpr int stride = SegmentationNetwork::stride;
        const int reduction = reductionOf(recipe);
        const int side = (labels.smallestSide + reduction - 1) / reduction;
        const int holding = std::max(smallestPatch, (side + stride - 1) / stride * stride);
        if (holding < recipe.patchSize) {
            recipe.patchSize = holding;
            choice.reasons.push_back("Images are as small as " +
                                     std::to_string(labels.smallestSide) +
                                     " px, so patches are no larger.");
        }
    }
    if (isFree("batchSize") && onCpu)
        recipe.batchSize = std::min(recipe.batchSize, cpuBatch);

    // Whoever asks for a share of the run gets it, however many steps that is.
    if (!isFree("frozenShare") && isFree("frozenSteps"))
        recipe.optimisation.frozenSteps = 0;
    if (!isFree("warmupShare") && isFree("warmupSteps"))
        recipe.optimisation.warmupSteps = 0;

    const auto thinnest =
        std::min_element(labels.classes.begin(), labels.classes.end(),
                         [](const auto& a, const auto& b) { return a.width < b.width; });
    if (thinnest != labels.classes.end() && thinnest->width < thin && isFree("scale") &&
        recipe.augmentation.scale > 0) {
        recipe.augmentation.scale = 0;
        choice.reasons.push_back(
            "\"" + thinnest->name + "\" is about " + widthText(thinnest->width) + " wide and " +
            percent(thinnest->share) + " of the labels, so patches are not zoomed.");
    }
    return choice;
}

} // namespace limn::training
