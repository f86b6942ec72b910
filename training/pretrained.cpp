#include "training/pretrained.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

/// Under a folder that may be unset in the environment.
void addBelow(std::vector<fs::path>& folders, const char* variable, const fs::path& below)
{
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0')
        folders.push_back(fs::path(value) / below);
}

std::vector<fs::path> folders()
{
    std::vector<fs::path> result;
    addBelow(result, "LIMN_WEIGHTS_DIR", {});
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const fs::path prefix = program.parent_path().parent_path();
        result.push_back(prefix / "weights");
        result.push_back(prefix / "share" / "limn" / "weights");
    }
    addBelow(result, "XDG_CACHE_HOME", "limn/weights");
    addBelow(result, "HOME", ".cache/limn/weights");
    return result;
}

fs::path imageNetFile(const std::string& encoder)
{
    if (const auto found = findPretrained(encoder))
        return *found;
    const EncoderRow& row = encoderRow(encoder);
    if (row.file.empty())
        throw TrainingError("There are no ImageNet weights for " + row.title +
                            ": use the weights \"none\" or a file of your own.");
    throw TrainingError("The ImageNet weights of " + row.title +
                        " are not on this machine: fetch them with \"limn-engine weights fetch " +
                        encoder + "\", put " + row.file +
                        " into the folder that LIMN_WEIGHTS_DIR names or into "
                        "~/.cache/limn/weights, or use the weights \"none\".");
}

bool isCounter(const std::string& name)
{
    return name.ends_with("num_batches_tracked");
}

/// Files from before PyTorch 0.4.1 lack the counters.
bool isOfWholeNetwork(const StateDict& weights, const StateDict& own)
{
    return std::all_of(own.tensors.begin(), own.tensors.end(), [&](const auto& entry) {
        return isCounter(entry.first) || weights.find(entry.first) != nullptr;
    });
}

/// The same but for the number of outputs.
bool differsInClasses(const torch::Tensor& a, const torch::Tensor& b)
{
    return a.dim() == b.dim() && a.dim() > 0 && a.sizes().slice(1) == b.sizes().slice(1);
}

/// "a, b and 3 more".
std::string shortList(const std::vector<std::string>& names)
{
    constexpr std::size_t shown = 2;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > shown)
        text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

/// `network` has the row's weights.
void requirePublishedLogits(const PublishedWeights& row, SegmentationNetwork& network)
{
    const PublishedLogits& published = *row.logits;
    const torch::NoGradGuard noGrad;
    network.eval();
    const torch::Tensor logits =
        network.forward(torch::ones({1, network.spec().bands, published.height, published.width}));
    const torch::Tensor line = logits[0][published.channel][published.row];
    for (std::size_t i = 0; i < published.values.size(); ++i) {
        const auto own = line[published.column + static_cast<int64_t>(i)].item<double>();
        if (!(std::abs(own - published.values[i]) <= published.within))
            throw TrainingError("The weights have the names and shapes of " + row.title +
                                " but give other logits than are published for it; fetch the file "
                                "again.");
    }
}

} // namespace

std::optional<fs::path> findWeights(const std::string& file)
{
    for (const fs::path& folder : folders()) {
        std::error_code error;
        if (!file.empty() && fs::is_regular_file(folder / file, error))
            return folder / file;
    }
    return std::nullopt;
}

void requireFitting(const PublishedWeights& row, const StateDict& weights)
{
    if (row.network.empty() && row.encoder.empty())
        return;
    NetworkSpec spec{.encoder = row.encoder};
    if (!row.network.empty()) {
        spec.architecture = row.network;
        spec.encoder =
            row.over.empty() ? referenceEncoder(architectureRow(row.network)).name : row.over;
        spec.classes = row.classes.value_or(spec.classes);
    }
    const auto network = SegmentationNetwork::make(spec);
    if (row.network.empty() || !row.classes) {
        loadPretrained(*network, weights, {});
        return;
    }
    // Nothing begins anew here: all of the network has to be in the file.
    StateDict held;
    for (const auto& [name, tensor] : stateDict(*network).tensors) {
        if (const torch::Tensor* found = weights.find(name))
            held.tensors.emplace_back(name, *found);
        else if (isCounter(name))
            held.tensors.emplace_back(name, torch::zeros({}, torch::kLong));
    }
    loadStateDict(*network, held);
    if (row.logits)
        requirePublishedLogits(row, *network);
}

std::optional<fs::path> findPretrained(const std::string& encoder)
{
    if (const auto found = findWeights(encoderRow(encoder).file))
        return found;
    for (const PublishedWeights& row : weightsCatalogue())
        if (row.encoder == encoder)
            if (const auto found = findWeights(row.file))
                return found;
    return std::nullopt;
}

std::set<std::string> encodersHere()
{
    std::set<std::string> here;
    for (const EncoderRow& row : encoders())
        if (findPretrained(row.name))
            here.insert(row.name);
    return here;
}

fs::path pretrainedFile(const std::string& encoder, const std::string& weights)
{
    if (weights == "imagenet")
        return imageNetFile(encoder);
    std::error_code error;
    if (fs::is_regular_file(weights, error))
        return weights;
    const std::vector<PublishedWeights> rows = weightsCatalogue();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const auto& each) { return each.name == weights; });
    if (row == rows.end())
        throw TrainingError("The weights file " + weights +
                            " is not there: name a file, \"imagenet\", \"none\" or weights of "
                            "\"limn-engine weights list\".");
    if (const auto found = findWeights(row->file))
        return *found;
    throw TrainingError("The weights " + weights +
                        " are not on this machine: fetch them with \"limn-engine weights fetch " +
                        weights + "\".");
}

StateDict readPretrained(const std::string& encoder, const std::string& weights)
{
    const fs::path file = pretrainedFile(encoder, weights);
    StateDict state = readWeights(file);
    for (const PublishedWeights& row : weightsCatalogue()) {
        if (row.file != file.filename())
            continue;
        const torch::Tensor* filters = state.find(row.blueFirst);
        if (filters != nullptr && filters->dim() == 4) {
            state.set(row.blueFirst, filters->flip({1}));
            state.notes.push_back("The file's first convolution was turned from blue, green and "
                                  "red to red, green and blue.");
        }
    }
    return state;
}

Normalisation pretrainedNormalisation(const std::string& encoder, const std::string& weights)
{
    const EncoderRow& row = encoderRow(encoder);
    if (weights.empty() || weights == "none")
        return row.normalisation;
    const std::string file = pretrainedFile(encoder, weights).filename().string();
    if (file == row.file)
        return row.normalisation;
    for (const PublishedWeights& published : weightsCatalogue())
        if (published.file == file && !published.normalisation.mean.empty())
            return published.normalisation;
    return row.normalisation;
}

std::string pretrainedLicence(const std::string& encoder, const std::string& weights)
{
    const std::string file =
        weights == "imagenet" ? encoderRow(encoder).file : fs::path(weights).filename().string();
    for (const PublishedWeights& row : weightsCatalogue())
        if (row.name == weights || row.file == file)
            return row.licence;
    return {};
}

std::vector<std::string> loadPretrained(SegmentationNetwork& network, const StateDict& weights,
                                        const BandRoles& roles)
{
    StateDict state = stateDict(network);
    if (!isOfWholeNetwork(weights, state))
        return loadEncoderWeights(network, weights, roles);
    const std::string first = network.encoder().firstConvolution() + ".weight";
    std::vector<std::string> notes = weights.notes;
    std::vector<std::string> anew;
    std::vector<std::string> others;
    for (const auto& [name, tensor] : weights.tensors)
        if (state.find(name) == nullptr)
            others.push_back(name);
    for (auto& [name, tensor] : state.tensors) {
        const torch::Tensor* found = weights.find(name);
        if (found == nullptr) {
            tensor = torch::zeros({}, torch::kLong);
        } else if (name.ends_with(first) && found->sizes() != tensor.sizes()) {
            tensor = inflateFirstConvolution(*found, network.spec().bands, roles);
            notes.push_back("The first convolution was adapted from 3 bands to " +
                            std::to_string(network.spec().bands) + ".");
        } else if (found->sizes() != tensor.sizes() && differsInClasses(*found, tensor)) {
            anew.push_back(name);
        } else {
            tensor = *found;
        }
    }
    loadStateDict(network, state);
    if (!anew.empty())
        notes.push_back("The file's head is for another number of classes; what belongs to it "
                        "begins anew (" +
                        shortList(anew) + ").");
    if (!others.empty())
        notes.push_back("What this network has no place for was left out (" + shortList(others) +
                        ").");
    return notes;
}

} // namespace limn::training
