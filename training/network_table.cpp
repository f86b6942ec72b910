#include "training/network_table.h"

#include "training/core/device.h"
#include "training/core/network_choice.h"
#include "training/pretrained.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace limn::training
{

using nlohmann::json;

namespace
{

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

DataFacts dataOf(const TrainingPlan& plan)
{
    DataFacts data;
    data.pixelsAStep =
        std::int64_t{plan.recipe.batchSize} * plan.recipe.patchSize * plan.recipe.patchSize;
    if (!plan.images.images.empty())
        data.bands = static_cast<int>(plan.images.images.front().raster->info().bands.size());
    data.smallestSide = plan.facts.smallestSide;
    for (const ClassLabels& row : plan.labels)
        data.labelledPixels += row.pixels;
    const auto thinnest =
        std::min_element(plan.facts.classes.begin(), plan.facts.classes.end(),
                         [](const auto& a, const auto& b) { return a.width < b.width; });
    if (thinnest != plan.facts.classes.end() && std::isfinite(thinnest->width)) {
        data.thinClass = thinnest->name;
        data.thinWidth = thinnest->width;
    }
    return data;
}

void addSuitability(json& object, const Suitability& suitability)
{
    static constexpr std::array<const char*, 3> names{"well", "fairly", "poorly"};
    object["suits"] = names.at(static_cast<std::size_t>(suitability.suits()));
    object["reason"] = suitability.reason;
}

/// What networks and encoders both have.
template <typename Row>
json factsOf(const Row& row)
{
    return {{"name", row.name},
            {"title", row.title},
            {"family", row.family},
            {"advice", row.advice},
            {"reference", row.reference},
            {"paper", row.paper},
            {"parameters", row.parameters},
            {"multiplyAdds", row.cost.multiplyAdds},
            {"trainingBytesAMegapixel", row.cost.trainingBytes}};
}

} // namespace

json rowJson(const ArchitectureRow& row)
{
    json goesWith = json::array();
    for (const EncoderRow& encoder : encoders())
        if (compatible(row, encoder))
            goesWith.push_back(encoder.name);
    json object = factsOf(row);
    object.update({{"over", referenceEncoder(row).name},
                   {"stride", row.encoderStride},
                   {"outlineStride", row.outlineStride},
                   {"encoders", goesWith}});
    return object;
}

json rowJson(const EncoderRow& row, bool pretrained)
{
    json object = factsOf(row);
    object.update({{"dilates", row.dilates},
                   {"firstStride", row.firstStride},
                   {"mean", row.normalisation.mean},
                   {"std", row.normalisation.std},
                   {"weights", row.weights},
                   {"file", row.file},
                   {"licence", row.licence},
                   {"pretrained", pretrained}});
    return object;
}

json suitedTable(const TrainingPlan& plan)
{
    const MachineFacts machine = machineOf(plan.recipe);
    const DataFacts data = dataOf(plan);
    std::set<std::string> here;
    for (const EncoderRow& row : encoders())
        if (findPretrained(row.name))
            here.insert(row.name);

    json networks = json::array();
    for (const auto& [row, suitability] : suitedNetworks(machine, data)) {
        json object = rowJson(*row);
        addSuitability(object, suitability);
        json refused = json::object();
        for (const EncoderRow& encoder : encoders())
            if (const std::string why = incompatibility(*row, encoder); !why.empty())
                refused[encoder.name] = why + ".";
        object["refused"] = refused;
        networks.push_back(std::move(object));
    }
    json encoderRows = json::array();
    for (const auto& [row, suitability] : suitedEncoders(machine, data, here)) {
        json object = rowJson(*row, here.contains(row->name));
        addSuitability(object, suitability);
        encoderRows.push_back(std::move(object));
    }
    return {{"facts", inWords(machine, data)}, {"networks", networks}, {"encoders", encoderRows}};
}

} // namespace limn::training
