// What a specialist would set for these labels on this machine, after the rules of nnU-Net (Isensee
// et al. 2021: fixed defaults, few rules from the data). Pure; any thread.
#pragma once

#include "training/core/network_choice.h"
#include "training/recipe.h"

#include <cstdint>
#include <set>
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
        double share = 0;        ///< of the labelled pixels that train, 0..1
        double width = 0;        ///< of its objects in pixels, as LabelIndex::width()
        double outlineWidth = 0; ///< at least, as LabelIndex::outlineWidth(); 0: not measured
        double narrowWidth = 0;  ///< of its narrow parts, as LabelIndex::narrowWidth()
    };
    std::vector<Class> classes;
    int smallestSide = 0;          ///< of the labelled images, in pixels; 0: unknown
    std::int64_t largestImage = 0; ///< of the labelled images, pixels; 0: unknown
    int images = 0;                ///< with labels that train
    int bands = 3;
    std::int64_t pixels = 0; ///< with labels that train
    /// Pixels of the places that training walks over: of mask cells with labels that train.
    std::int64_t area = 0;
};

/// What a plan decides, in the order in which it is told.
enum class Topic {
    Network,
    Encoder,
    Length,
    Resolution,
    Patches,
    Batch,
    Augmentation,
    Loss,
    Rate,
    Views,
};

/// Why one thing is as it is, in a sentence.
struct TopicReason
{
    Topic topic;
    std::string reason;
};

struct RecipeChoice
{
    Recipe recipe;
    std::vector<std::string> reasons; ///< one sentence for each choice that the labels asked for
    std::vector<TopicReason> topics;  ///< at most one each; those of `reasons` among them

    /// The labels or the machine ask for something else than usual.
    void choose(Topic topic, const std::string& reason);
    void keep(Topic topic, const std::string& reason) { topics.push_back({topic, reason}); }
};

/// Network and encoder, where `wanted.given` names neither of what is changed. `here` are encoders
/// whose ImageNet weights are on this machine.
/// - Weights that are here come first: where those of the usual encoder are missing and others are
///   here, the one that suits best (suitedEncoders) is taken.
/// - On a graphics card with bfloat16 one that suits clearly better than the usual one, of those
///   that are here and fit its memory.
/// - Otherwise U-Net over EfficientNet-Lite0, which gives classes at full resolution and learns
///   fastest on a CPU (docs/BENCHMARKS.md).
RecipeChoice chooseNetwork(const Recipe& wanted, const LabelFacts& labels,
                           const MachineFacts& machine, const std::set<std::string>& here);

/// Fills what `wanted.given` does not name:
/// - workingResolution: lower where the objects of every class are so large that they still fill a
///   good part of a patch then (as nnU-Net plans its target spacing); in doubt the image's own;
/// - views: 8 or 4 where every image is so small that it does not matter how long it takes, and
///   turned and mirrored, or mirrored, patches are learned from (docs/BENCHMARKS.md);
/// - patchSize: images smaller than a patch take the smallest patch that holds them;
/// - batchSize: on a CPU half of a GPU's, for twice as many steps in the same time; halved while a
///   step would not fit into the memory that is free, and then
/// - accumulation: as many parts as make the step learn from the batch that was wanted;
/// - frozenSteps, warmupSteps: no bound where the share of the run was asked for;
/// - scale: off where a class is thin, since resampling wipes it out (docs/BENCHMARKS.md);
/// - rangeTest: where rates were not found for such an optimiser, encoder or batch, and the run is
///   ten times as long as trying them;
/// - minutes: until every labelled place was seen as often as a schedule of 12 minutes shows the
///   roads of docs/BENCHMARKS.md, 3 to 30.
/// - affinity: where the labels are strokes, so that classes end where the image does.
/// Else the loss stays: Dice and class-by-class batches already serve rare classes
/// (docs/BENCHMARKS.md).
RecipeChoice chooseRecipe(const Recipe& wanted, const LabelFacts& labels,
                          const MachineFacts& machine);

/// What the order of networks is made for.
DataFacts dataFacts(const LabelFacts& labels, const Recipe& recipe);

/// One row of a plan as it is told: "Length", "about 12 minutes", why.
struct PlanRow
{
    std::string title;
    std::string chosen;
    std::string reason;
};

/// Every topic of a recipe that was planned; the reason is that it was set where it is given and no
/// rule spoke.
std::vector<PlanRow> planRows(const Recipe& recipe, const std::vector<TopicReason>& topics);

/// "full resolution", "half resolution", "quarter resolution".
std::string resolutionTitle(int reduction);

/// How long a recipe trains: "1 epoch", "about 3 minutes".
std::string lengthText(const Recipe& recipe);

/// "about 3 minutes", "about 40 seconds"
std::string durationText(double seconds);

} // namespace limn::training
