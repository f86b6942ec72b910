// What a specialist would set for these labels on this machine, after the rules of nnU-Net (Isensee
// et al. 2021: fixed defaults, few rules from the data). Pure; any thread.
#pragma once

#include "training/recipe.h"

#include <cstdint>
#include <string>
#include <vector>

namespace limn::training
{

/// What the labels of a project look like.
struct LabelFacts
{
    struct Class
    {
        std::string name;
        double share = 0;        ///< of all labelled pixels, 0..1
        double width = 0;        ///< of its objects in pixels, as LabelIndex::width()
        double outlineWidth = 0; ///< at least, as LabelIndex::outlineWidth(); 0: not measured
        double narrowWidth = 0;  ///< of its narrow parts, as LabelIndex::narrowWidth()
    };
    std::vector<Class> classes;
    int smallestSide = 0;          ///< of the labelled images, in pixels; 0: unknown
    std::int64_t largestImage = 0; ///< of the labelled images, pixels; 0: unknown
};

struct RecipeChoice
{
    Recipe recipe;
    std::vector<std::string> reasons; ///< one sentence for each choice that the labels asked for
};

/// Fills what `wanted.given` does not name:
/// - workingResolution: lower where the objects of every class are so large that they still fill a
///   good part of a patch then (as nnU-Net plans its target spacing); in doubt the image's own;
/// - views: 4 where every image is so small that it does not matter how long it takes, and
///   mirrored patches are learned from;
/// - patchSize: images smaller than a patch take the smallest patch that holds them;
/// - batchSize: on a CPU half of a GPU's, for twice as many steps in the same time;
/// - frozenSteps, warmupSteps: no bound where the share of the run was asked for;
/// - scale: off where a class is thin, since resampling wipes it out (docs/BENCHMARKS.md).
RecipeChoice chooseRecipe(const Recipe& wanted, const LabelFacts& labels, bool onCpu);

/// "full resolution", "half resolution", "quarter resolution".
std::string resolutionTitle(int reduction);

} // namespace limn::training
