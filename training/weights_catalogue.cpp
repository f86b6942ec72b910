#include "training/weights_catalogue.h"

#include "training/weights_catalogue_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace limn::training
{

namespace
{

constexpr int catalogueVersion = 1;
constexpr const char* catalogueVariable = "LIMN_WEIGHTS_CATALOGUE";
constexpr std::size_t hashDigits = 64;

/// The text, and what to call it in a message.
struct CatalogueText
{
    std::string text;
    std::string name;
};

CatalogueText catalogueText()
{
    const char* named = std::getenv(catalogueVariable);
    if (named == nullptr || *named == '\0')
        return {builtInWeightsCatalogue, "resources/weights.json"};
    std::ifstream stream(named);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        throw TrainingError("The catalogue of weights " + std::string(named) + ", which " +
                            catalogueVariable + " names, cannot be read: check its path.");
    return {text.str(), named};
}

void require(bool holds, const std::string& what)
{
    if (!holds)
        throw TrainingError(what);
}

PublishedLogits logitsFromJson(const nlohmann::json& json)
{
    return {.height = json.at("height").get<int>(),
            .width = json.at("width").get<int>(),
            .channel = json.at("channel").get<int>(),
            .row = json.at("row").get<int>(),
            .column = json.at("column").get<int>(),
            .values = json.at("values").get<std::vector<double>>(),
            .within = json.at("within").get<double>()};
}

/// That there is a network to give them, of these outputs, and that they lie in the image.
bool liesInside(const PublishedLogits& logits, const PublishedWeights& row)
{
    constexpr int mostPixelsASide = 4096;
    const auto within = [](std::size_t place, int size) {
        return place < static_cast<std::size_t>(size);
    };
    return !row.network.empty() && row.classes && logits.height > 0 && logits.width > 0 &&
           logits.height <= mostPixelsASide && logits.width <= mostPixelsASide &&
           logits.channel >= 0 && logits.channel < *row.classes && logits.row >= 0 &&
           logits.row < logits.height && logits.column >= 0 && !logits.values.empty() &&
           within(static_cast<std::size_t>(logits.column) + logits.values.size() - 1,
                  logits.width) &&
           logits.within > 0;
}

PublishedWeights fromJson(const nlohmann::json& json)
{
    PublishedWeights row;
    row.name = json.at("name").get<std::string>();
    row.title = json.value("title", row.name);
    row.encoder = json.value("encoder", "");
    row.network = json.value("network", "");
    row.over = json.value("over", "");
    row.url = json.value("url", "");
    row.package = json.value("package", "");
    row.page = json.value("page", "");
    row.file = json.at("file").get<std::string>();
    if (json.contains("bytes"))
        row.bytes = json["bytes"].get<std::int64_t>();
    if (json.contains("mebibytes"))
        row.mebibytes = json["mebibytes"].get<double>();
    row.sha256 = json.value("sha256", "");
    row.licence = json.value("licence", "");
    row.trainedOn = json.value("trainedOn", "");
    if (json.contains("classes"))
        row.classes = json["classes"].get<int>();
    row.normalisation.mean = json.value("mean", std::vector<double>());
    row.normalisation.std = json.value("std", std::vector<double>());
    row.blueFirst = json.value("blueFirst", "");
    if (json.contains("logits"))
        row.logits = logitsFromJson(json["logits"]);
    row.source = json.value("source", "");
    row.note = json.value("note", "");

    require(!row.name.empty() && !row.file.empty(), "a row has no name or no file");
    require(row.file.find('/') == std::string::npos && row.file != "." && row.file != "..",
            "the file of " + row.name + " is not a plain name");
    require(row.url.empty() || row.url.starts_with("https://") || row.url.starts_with("http://"),
            "the address of " + row.name + " is neither http nor https");
    require(row.sha256.size() <= hashDigits &&
                row.sha256.find_first_not_of("0123456789abcdef") == std::string::npos,
            "the sha256 of " + row.name + " is not lower-case hexadecimal");
    const std::size_t colours = row.normalisation.mean.size();
    require(colours == row.normalisation.std.size() && (colours == 0 || colours == 3),
            "mean and std of " + row.name + " are not three numbers each");
    require(!row.logits || liesInside(*row.logits, row),
            "the logits of " + row.name + " are not those of a network's image");
    return row;
}

} // namespace

std::vector<PublishedWeights> weightsCatalogue()
{
    const CatalogueText source = catalogueText();
    const auto refuse = [&](const std::string& why) {
        throw TrainingError("The catalogue of weights " + source.name + " cannot be used (" + why +
                            "): mend it or leave " + catalogueVariable + " unset.");
    };
    std::vector<PublishedWeights> rows;
    try {
        const nlohmann::json json = nlohmann::json::parse(source.text);
        require(json.at("version").get<int>() <= catalogueVersion,
                "it is of a newer version of Limn");
        std::set<std::string> names;
        for (const nlohmann::json& row : json.at("weights")) {
            rows.push_back(fromJson(row));
            require(names.insert(rows.back().name).second,
                    "two rows are called " + rows.back().name);
        }
    } catch (const nlohmann::json::exception&) {
        refuse("it is not JSON, or a field is missing or of a wrong type");
    } catch (const TrainingError& error) {
        refuse(error.what());
    }
    return rows;
}

PublishedWeights publishedWeights(const std::string& name)
{
    const std::vector<PublishedWeights> rows = weightsCatalogue();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
    if (found == rows.end())
        throw TrainingError("There are no published weights called \"" + name +
                            "\": limn-engine weights list names those there are.");
    return *found;
}

std::string sizeText(const PublishedWeights& weights)
{
    const double size = weights.bytes       ? static_cast<double>(*weights.bytes) / (1 << 20)
                        : weights.mebibytes ? *weights.mebibytes
                                            : 0;
    if (size <= 0)
        return {};
    char text[32];
    std::snprintf(text, sizeof text, size < 100 ? "%.1f MiB" : "%.0f MiB", size);
    return text;
}

std::string checkedBy(const PublishedWeights& weights)
{
    if (weights.sha256.empty() && weights.logits)
        return "no hash is published: checked by names, shapes and published logits";
    if (weights.sha256.empty())
        return "no hash is published: checked by names and shapes only";
    if (weights.sha256.size() == hashDigits)
        return "checked by its SHA-256";
    return "checked by the " + std::to_string(weights.sha256.size()) +
           " digits of its SHA-256 that are published";
}

} // namespace limn::training
