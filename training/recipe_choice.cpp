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
constexpr int smallestPatch = 2 * SegmentationNetwork::stride;
constexpr int cpuBatch = 4;

std::string percent(double share)
{
    std::ostringstream text;
    text << std::setprecision(share < 0.01 ? 1 : 2) << 100 * share << " %";
    return text.str();
}

} // namespace

RecipeChoice chooseRecipe(const Recipe& wanted, const LabelFacts& labels, bool onCpu)
{
    RecipeChoice choice{wanted, {}};
    Recipe& recipe = choice.recipe;
    const auto isFree = [&](const char* key) { return !wanted.given.contains(key); };

    if (isFree("patchSize") && labels.smallestSide > 0) {
        constexpr int stride = SegmentationNetwork::stride;
        const int holding =
            std::max(smallestPatch, (labels.smallestSide + stride - 1) / stride * stride);
        if (holding < recipe.patchSize) {
            recipe.patchSize = holding;
            choice.reasons.push_back("Images are as small as " +
                                     std::to_string(labels.smallestSide) +
                                     " px, so patches are no larger.");
        }
    }
    if (isFree("batchSize") && onCpu)
        recipe.batchSize = std::min(recipe.batchSize, cpuBatch);

    const auto thinnest =
        std::min_element(labels.classes.begin(), labels.classes.end(),
                         [](const auto& a, const auto& b) { return a.width < b.width; });
    if (thinnest != labels.classes.end() && thinnest->width < thin && isFree("scale") &&
        recipe.augmentation.scale > 0) {
        recipe.augmentation.scale = 0;
        choice.reasons.push_back("\"" + thinnest->name + "\" is about " +
                                 std::to_string(std::max(1L, std::lround(thinnest->width))) +
                                 " px wide and " + percent(thinnest->share) +
                                 " of the labels, so patches keep their full resolution.");
    }
    return choice;
}

} // namespace limn::training
