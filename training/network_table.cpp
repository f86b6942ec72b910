#include "training/network_table.h"

#include "training/core/network_choice.h"
#include "training/pretrained.h"

#include <array>
#include <set>

namespace limn::training
{

using nlohmann::json;

namespace
{

void addSuitability(json& object, const Suitability& suitability)
{
    static constexpr std::array<const char*, 3> names{"well", "fairly", "poorly"};
    object["suits"] = names.at(static_cast<std::size_t>(suitability.suits()));
    object["reason"] = suitability.reason;
}

template <typename Fits>
std::vector<PublishedWeights> publishedThat(Fits fits)
{
    std::vector<PublishedWeights> rows = weightsCatalogue();
    std::erase_if(rows, [&](const PublishedWeights& row) { return !fits(row); });
    return rows;
}

/// What networks and encoders both have.
template <typename Row>
json factsOf(const Row& row)
{
    json published = json::array();
    for (const PublishedWeights& weights : publishedFor(row))
        published.push_back(weights.name);
    return {{"name", row.name},
            {"publishedWeights", published},
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

std::vector<PublishedWeights> publishedFor(const ArchitectureRow& row)
{
    return publishedThat([&](const PublishedWeights& each) { return each.network == row.name; });
}

std::vector<PublishedWeights> publishedFor(const EncoderRow& row)
{
    return publishedThat([&](const PublishedWeights& each) { return each.encoder == row.name; });
}

std::string licencesOf(const std::vector<PublishedWeights>& published)
{
    std::set<std::string> told;
    std::string licences;
    for (const PublishedWeights& row : published)
        if (!row.licence.empty() && told.insert(row.licence).second)
            licences += (licences.empty() ? "" : "; ") + row.licence;
    return licences;
}

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
                   {"licence", licencesOf(publishedFor(row))},
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
    const DataFacts data = dataFacts(plan.facts, plan.recipe);
    const std::set<std::string> here = encodersHere();

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
