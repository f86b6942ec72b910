#include "training/training_plan.h"

#include "raster/georeference.h"
#include "training/core/device.h"
#include "training/core/registry.h"
#include "training/pretrained.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace limn::training
{

namespace
{

std::string deviceTitle(const std::string& name)
{
    for (const DeviceRow& row : devices())
        if (row.name == name)
            return row.title;
    return name;
}

/// A title in the middle of a sentence says what the weights are.
std::string weightsTitle(const std::string& weights)
{
    if (weights == "imagenet")
        return "ImageNet";
    if (weights == "none")
        return "from scratch";
    return std::filesystem::path(weights).filename().string();
}

/// Why nothing can be trained, or nothing.
std::string obstacle(const annotation::Project& project, const TrainingPlan& plan)
{
    if (plan.classes.empty())
        return "There are no classes yet: add at least two classes and paint some of each.";
    if (project.images().empty())
        return "There are no images yet: add an image and paint some of at least two classes.";
    if (plan.images.images.empty())
        return plan.images.warnings.empty() ? "No image can be used."
                                            : plan.images.warnings.front();
    int labelled = 0;
    std::string only;
    std::int64_t training = 0;
    for (const ClassLabels& row : plan.labels) {
        labelled += row.pixels > 0 ? 1 : 0;
        training += row.trainPixels;
        if (row.pixels > 0)
            only = row.entry.name;
    }
    if (plan.classes.size() == 1)
        return "There is one class only: add a second one (what is not \"" +
               plan.classes.front().name + "\" is a class too) and paint some of it.";
    if (labelled == 0) {
        for (const TrainingImage& image : plan.images.images)
            if (!project.shapes(image.record.id).empty())
                return "All labels lie outside the image: check that they belong to it, or paint "
                       "at least two classes on it.";
        // An image that cannot be opened may well be the one that is painted.
        if (!plan.images.warnings.empty())
            return plan.images.warnings.front();
        return "Nothing is painted yet: paint at least two classes.";
    }
    if (labelled == 1)
        return "Only \"" + only +
               "\" is painted: paint at least one more class, so that the "
               "network can learn the difference.";
    if (training == 0)
        return "No labelled image may be trained on: set the split of an image to \"train\" or "
               "\"auto\".";
    return {};
}

Recipe onDevice(const Recipe& wanted)
{
    Recipe recipe = wanted;
    const torch::Device device = chooseDevice(wanted.device);
    recipe.device = device.str();
    recipe.precision = toString(choosePrecision(wanted.precision, device));
    return recipe;
}

void chooseWeights(Recipe& recipe, std::vector<std::string>& warnings)
{
    if (recipe.weights.empty()) {
        recipe.weights = findPretrained(recipe.encoder) ? "imagenet" : "none";
        if (recipe.weights == "none")
            warnings.push_back("The ImageNet weights of " + encoderRow(recipe.encoder).title +
                               " are not on this machine, so it learns from scratch and needs "
                               "longer.");
    } else if (recipe.weights != "none") {
        pretrainedFile(recipe.encoder, recipe.weights);
    }
    recipe.optimisation.pretrained = recipe.weights != "none";
    recipe.optimisation.seed = recipe.seed;
}

LabelFacts factsOf(const TrainingImages& images, const std::vector<ClassLabels>& labels,
                   const LabelIndex& index)
{
    LabelFacts facts;
    for (const ClassLabels& row : labels)
        facts.pixels += row.trainPixels;
    const auto all = static_cast<double>(facts.pixels);
    for (std::size_t c = 0; c < labels.size(); ++c)
        if (labels[c].trainPixels > 0)
            facts.classes.push_back(
                {labels[c].entry.name, static_cast<double>(labels[c].trainPixels) / all,
                 index.width(static_cast<int>(c)), index.outlineWidth(static_cast<int>(c)),
                 index.narrowWidth(static_cast<int>(c))});
    std::set<std::int64_t> training;
    for (const BlockContent& block : index.contents())
        training.insert(block.image);
    facts.images = static_cast<int>(training.size());
    std::int64_t imagePixels = 0;
    for (const TrainingImage& image : images.images) {
        facts.bands = image.raster->bandCount();
        if (image.labels->cells().empty())
            continue;
        const raster::PixelSize size = image.raster->size();
        if (training.contains(image.record.id))
            imagePixels += std::int64_t{size.width} * size.height;
        const int side = std::min(size.width, size.height);
        facts.largestImage = std::max(facts.largestImage, std::int64_t{size.width} * size.height);
        facts.smallestSide = facts.smallestSide == 0 ? side : std::min(facts.smallestSide, side);
    }
    facts.area = std::min(
        index.trainingCells() * annotation::maskTileSize * annotation::maskTileSize, imagePixels);
    return facts;
}

} // namespace

MachineFacts machineOf(const Recipe& recipe)
{
    const torch::Device device(recipe.device);
    MachineFacts machine{.device = recipe.device,
                         .isCpu = device.is_cpu(),
                         .cores = at::get_num_threads(),
                         .bfloat16 = recipe.precision == toString(Precision::BFloat16)};
    for (const DeviceRow& row : devices()) {
        if (row.name != recipe.device)
            continue;
        machine.device = row.title;
        machine.freeBytes = row.freeBytes;
    }
    if (machine.isCpu)
        machine.device =
            std::to_string(machine.cores) + (machine.cores == 1 ? " CPU core" : " CPU cores");
    return machine;
}

nlohmann::json rowsJson(const TrainingPlan& plan)
{
    nlohmann::json rows = nlohmann::json::array();
    for (const PlanRow& row : plan.rows)
        rows.push_back({{"title", row.title}, {"chosen", row.chosen}, {"reason", row.reason}});
    return rows;
}

Recipe goingOnFrom(const Recipe& wanted, const std::filesystem::path& weights)
{
    if (wanted.given.contains("network") || wanted.given.contains("encoder"))
        return wanted;
    std::error_code error;
    const ModelDescription model = std::filesystem::is_directory(weights, error)
                                       ? readModelDescription(weights)
                                       : loadModel(weights).description;
    Recipe recipe = wanted;
    recipe.network = model.network.architecture;
    recipe.encoder = model.network.encoder;
    recipe.given.insert({"network", "encoder"});
    return recipe;
}

ModelDescription describeModel(const TrainingPlan& plan)
{
    ModelDescription model;
    std::vector<std::shared_ptr<raster::Raster>> rasters;
    for (const TrainingImage& image : plan.images.images)
        rasters.push_back(image.raster);
    const raster::RasterInfo& info = rasters.front()->info();
    model.network = {plan.recipe.network, plan.recipe.encoder, static_cast<int>(info.bands.size()),
                     static_cast<int>(plan.classes.size())};
    for (const raster::BandInfo& band : info.bands)
        model.bandNames.push_back(band.name);
    model.roles = bandRoles(info);
    model.scaling = bandScaling(rasters, model.roles,
                                pretrainedNormalisation(plan.recipe.encoder, plan.recipe.weights));
    model.classes = plan.classes;
    model.pixelSize = raster::Georeference(info).metresPerPixel();
    model.split = plan.split;
    model.weights = plan.recipe.weights;
    model.weightsLicence = pretrainedLicence(plan.recipe.encoder, plan.recipe.weights);
    model.reduction = reductionOf(plan.recipe);
    model.views = viewsOf(plan.recipe);
    return model;
}

TrainingPlan planTraining(const annotation::Project& project, const Recipe& wanted)
{
    checkRecipe(wanted);
    TrainingPlan plan;
    plan.recipe = onDevice(wanted);
    plan.classes = project.classes();
    plan.images = openTrainingImages(project);
    const ClassIndex classes(plan.classes);

    std::string splitWarning;
    if (plan.images.labelledImages > 0 && classes.size() > 0) {
        plan.split = chooseSplit(plan.images, classes, splitWarning);
        const LabelIndex index(plan.images.images, classes, plan.split);
        for (int c = 0; c < classes.size(); ++c) {
            using annotation::Split;
            plan.labels.push_back({plan.classes[c], index.pixels(c), index.pixels(Split::Train, c),
                                   index.pixels(plan.split.validating(), c)});
        }
        plan.facts = factsOf(plan.images, plan.labels, index);
    } else {
        for (const annotation::ClassEntry& entry : plan.classes)
            plan.labels.push_back({entry});
        if (!plan.images.images.empty())
            plan.facts.bands = plan.images.images.front().raster->bandCount();
    }

    const MachineFacts machine = machineOf(plan.recipe);
    RecipeChoice network = chooseNetwork(plan.recipe, plan.facts, machine, encodersHere());
    plan.recipe = std::move(network.recipe);
    chooseWeights(plan.recipe, plan.warnings);
    plan.sentence = obstacle(project, plan);
    plan.ready = plan.sentence.empty();
    if (!plan.ready)
        return plan;
    plan.warnings.insert(plan.warnings.end(), plan.images.warnings.begin(),
                         plan.images.warnings.end());
    if (!splitWarning.empty())
        plan.warnings.push_back(splitWarning);
    RecipeChoice choice = chooseRecipe(plan.recipe, plan.facts, machine);
    plan.recipe = std::move(choice.recipe);
    plan.reasons = std::move(network.reasons);
    plan.reasons.insert(plan.reasons.end(), choice.reasons.begin(), choice.reasons.end());
    choice.topics.insert(choice.topics.end(), network.topics.begin(), network.topics.end());
    plan.rows = planRows(plan.recipe, choice.topics);
    const Recipe& recipe = plan.recipe;
    plan.sentence = "Train " + architectureRow(recipe.network).title + " with " +
                    encoderRow(recipe.encoder).title + " (" + weightsTitle(recipe.weights) +
                    ") on " + deviceTitle(recipe.device) + ", " + std::to_string(recipe.patchSize) +
                    " px patches" +
                    (reductionOf(recipe) > 1 ? " at " + resolutionTitle(reductionOf(recipe)) : "") +
                    ", " + lengthText(recipe) + ".";
    for (const auto& more : {plan.reasons, plan.warnings})
        for (const std::string& one : more)
            plan.sentence += " " + one;
    return plan;
}

} // namespace limn::training
