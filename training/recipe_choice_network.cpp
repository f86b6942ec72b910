// Which network and encoder a plan takes where nobody named them.
#include "training/recipe_choice_rules.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{

namespace
{

/// Demerits by which another encoder must suit better than the usual one.
constexpr double clearly = 0.5;
/// Objects of which, in pixels, a coarser map would lose the outline.
constexpr double narrowWidth = 16;

const Suited<EncoderRow>* suitedRow(const std::vector<Suited<EncoderRow>>& rows,
                                    const std::string& encoder)
{
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const auto& one) { return one.row->name == encoder; });
    return found == rows.end() ? nullptr : &*found;
}

/// The first in the order whose weights are here, that goes with the network and suits at all.
const Suited<EncoderRow>* bestHere(const std::vector<Suited<EncoderRow>>& rows,
                                   const ArchitectureRow& network,
                                   const std::set<std::string>& here)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& one) {
        return here.contains(one.row->name) && compatible(network, *one.row) &&
               one.suitability.suits() != Suits::Poorly;
    });
    return found == rows.end() ? nullptr : &*found;
}

bool startsFromImageNet(const Recipe& recipe)
{
    return recipe.weights.empty() || recipe.weights == "imagenet";
}

void chooseEncoder(const MachineFacts& machine, const DataFacts& data,
                   const std::set<std::string>& here, RecipeChoice& choice)
{
    Recipe& recipe = choice.recipe;
    const std::vector<Suited<EncoderRow>> rows = suitedEncoders(machine, data, here);
    const Suited<EncoderRow>* usual = suitedRow(rows, recipe.encoder);
    if (usual == nullptr)
        return; // a network that brings its own
    const Suited<EncoderRow>* best = bestHere(rows, architectureRow(recipe.network), here);
    const bool isLacking = !here.contains(recipe.encoder);
    const bool isBetter = best != nullptr && !machine.isCpu && machine.bfloat16 &&
                          best->suitability.demerits + clearly <= usual->suitability.demerits;
    if (best == nullptr || best == usual || !startsFromImageNet(recipe) ||
        !(isLacking || isBetter)) {
        choice.keep(Topic::Encoder, usual->suitability.reason);
        return;
    }
    recipe.encoder = best->row->name;
    choice.choose(Topic::Encoder,
                  isLacking ? "The ImageNet weights of " + usual->row->title +
                                  " are not on this machine and those of " + best->row->title +
                                  " are, so it is the encoder."
                            : best->row->title + " suits this graphics card and so many labels " +
                                  "better than " + usual->row->title + ", so it is the encoder.");
}

} // namespace

const LabelFacts::Class* thinnestClass(const LabelFacts& labels)
{
    const auto thinnest =
        std::min_element(labels.classes.begin(), labels.classes.end(),
                         [](const auto& a, const auto& b) { return a.width < b.width; });
    return thinnest == labels.classes.end() ? nullptr : &*thinnest;
}

DataFacts dataFacts(const LabelFacts& labels, const Recipe& recipe)
{
    DataFacts data{.bands = labels.bands,
                   .smallestSide = labels.smallestSide,
                   .labelledPixels = labels.pixels,
                   .pixelsAStep =
                       std::int64_t{recipe.batchSize} * recipe.patchSize * recipe.patchSize};
    const LabelFacts::Class* thinnest = thinnestClass(labels);
    if (thinnest != nullptr && std::isfinite(thinnest->width)) {
        data.thinClass = thinnest->name;
        data.thinWidth = thinnest->width;
    }
    return data;
}

RecipeChoice chooseNetwork(const Recipe& wanted, const LabelFacts& labels,
                           const MachineFacts& machine, const std::set<std::string>& here)
{
    RecipeChoice choice{wanted, {}, {}};
    Recipe step = wanted;
    step.batchSize = usualBatch(wanted, machine);
    const DataFacts data = dataFacts(labels, step);
    const Recipe usual;
    if (!wanted.given.contains("network") && wanted.network == usual.network)
        choice.keep(Topic::Network,
                    data.thinClass.empty() || data.thinWidth >= narrowWidth
                        ? "It draws outlines at full resolution, over a pretrained encoder."
                        : "It draws outlines at full resolution, as \"" + data.thinClass +
                              "\", about " + std::to_string(std::lround(data.thinWidth)) +
                              " px wide, needs.");
    if (!wanted.given.contains("encoder") && wanted.encoder == usual.encoder)
        chooseEncoder(machine, data, here, choice);
    return choice;
}

} // namespace limn::training
