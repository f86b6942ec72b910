#include "training/recipe_choice_rules.h"

#include <algorithm>
#include <cmath>

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
/// Pixels of an image that is predicted four times over in a few seconds on a CPU, and of one that
/// is predicted eight times over.
constexpr std::int64_t smallImage = 1 << 20;
constexpr std::int64_t verySmallImage = smallImage / 2;
constexpr int smallestPatch = 2 * SegmentationNetwork::stride;

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
        choice.choose(Topic::Resolution, "Objects of " + widthText(smallest->outlineWidth) +
                                             " (\"" + smallest->name + "\"): working at " +
                                             resolutionTitle(reduction) + ".");
    else
        choice.keep(Topic::Resolution, "The labels do not show how wide objects are, and full "
                                       "resolution loses none.");
}

void chooseViews(const LabelFacts& labels, RecipeChoice& choice)
{
    if (choice.recipe.views != "auto")
        return;
    const bool suits = labels.largestImage > 0 && labels.largestImage <= smallImage &&
                       choice.recipe.augmentation.flips;
    if (!suits) {
        choice.recipe.views = "1";
        choice.keep(Topic::Views, choice.recipe.augmentation.flips
                                      ? "Images are large, and every further position takes as "
                                        "long again."
                                      : "Mirrored patches are not learned from.");
        return;
    }
    const bool turned =
        labels.largestImage <= verySmallImage && choice.recipe.augmentation.rightAngles;
    choice.recipe.views = turned ? "8" : "4";
    choice.choose(Topic::Views, turned
                                    ? "Images are small, so each is predicted in eight positions."
                                    : "Images are small, so each is predicted in four positions.");
}

bool isOpen(const Recipe& recipe, const char* key)
{
    return !recipe.given.contains(key);
}

void choosePatches(const LabelFacts& labels, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    if (!isOpen(recipe, "patchSize") || labels.smallestSide <= 0)
        return;
    constexpr int stride = SegmentationNetwork::stride;
    const int reduction = reductionOf(recipe);
    const int side = (labels.smallestSide + reduction - 1) / reduction;
    const int holding = std::max(smallestPatch, (side + stride - 1) / stride * stride);
    if (holding >= recipe.patchSize) {
        choice.keep(Topic::Patches, "Every image holds a patch of this size.");
        return;
    }
    recipe.patchSize = holding;
    choice.choose(Topic::Patches, "Images are as small as " + std::to_string(labels.smallestSide) +
                                      " px, so patches are no larger.");
}

/// Whoever asks for a share of the run gets it, however many steps that is.
void chooseBounds(Recipe& recipe)
{
    if (!isOpen(recipe, "frozenShare") && isOpen(recipe, "frozenSteps"))
        recipe.optimisation.frozenSteps = 0;
    if (!isOpen(recipe, "warmupShare") && isOpen(recipe, "warmupSteps"))
        recipe.optimisation.warmupSteps = 0;
}

std::string imagesText(int images)
{
    return std::to_string(images) + (images == 1 ? " labelled image" : " labelled images");
}

void chooseAugmentation(const LabelFacts& labels, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    const LabelFacts::Class* thinnest = thinnestClass(labels);
    if (thinnest != nullptr && thinnest->width < thin && isOpen(recipe, "scale") &&
        recipe.augmentation.scale > 0) {
        recipe.augmentation.scale = 0;
        choice.choose(Topic::Augmentation, "\"" + thinnest->name + "\" is about " +
                                               widthText(thinnest->width) + " wide and " +
                                               shareText(thinnest->share) +
                                               " of the labels, so patches are not zoomed.");
    } else if (labels.images > 0 && isUsual(recipe, Topic::Augmentation)) {
        choice.keep(Topic::Augmentation,
                    "So " + imagesText(labels.images) + (labels.images == 1 ? " is" : " are") +
                        " seen in many ways; other changes fit only some images.");
    }
}

} // namespace

std::string resolutionTitle(int reduction)
{
    return reduction == 1   ? "full resolution"
           : reduction == 2 ? "half resolution"
                            : "quarter resolution";
}

void RecipeChoice::choose(Topic topic, const std::string& reason)
{
    reasons.push_back(reason);
    topics.push_back({topic, reason});
}

RecipeChoice chooseRecipe(const Recipe& wanted, const LabelFacts& labels,
                          const MachineFacts& machine)
{
    RecipeChoice choice{wanted, {}, {}};
    chooseResolution(labels, choice);
    chooseViews(labels, choice);
    choosePatches(labels, choice);
    chooseBatch(machine, choice);
    chooseBounds(choice.recipe);
    chooseAugmentation(labels, choice);
    chooseLoss(labels, choice);
    // The rate's rule asks how long the run is.
    chooseLength(labels, machine, choice);
    chooseRate(machine, choice);
    return choice;
}

} // namespace limn::training
