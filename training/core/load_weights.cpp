#include "training/core/registry.h"
#include "training/core/weights.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

namespace limn::training
{

namespace
{

const std::string counterSuffix = "num_batches_tracked";

void collect(const torch::nn::Module& module, const std::string& prefix, StateDict& state)
{
    for (const auto& entry : module.named_parameters(false)) {
        state.tensors.emplace_back(prefix + entry.key(), entry.value());
    }
    for (const auto& entry : module.named_buffers(false)) {
        state.tensors.emplace_back(prefix + entry.key(), entry.value());
    }
    for (const auto& child : module.named_children()) {
        collect(*child.value(), prefix + child.key() + ".", state);
    }
}

std::string shapeText(const torch::Tensor& tensor)
{
    std::ostringstream text;
    text << tensor.sizes();
    return text.str();
}

/// "3 missing (a, b, c)" or "12 missing (a, b, c and 9 more)".
std::string listed(const std::vector<std::string>& names, const std::string& what)
{
    constexpr std::size_t shown = 3;
    std::string text = std::to_string(names.size()) + " " + what + " (";
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > shown) {
        text += " and " + std::to_string(names.size() - shown) + " more";
    }
    return text + ")";
}

/// What is infinite or no number makes the sum so, which takes one look at each. Only where finite
/// values add up to more than their type holds does it take another.
bool allFinite(const torch::Tensor& values)
{
    return std::isfinite(values.sum().item<double>()) || torch::isfinite(values).all().item<bool>();
}

/// Strict as Python's load_state_dict; `whose` begins the sentence of an error.
void fill(torch::nn::Module& module, const StateDict& state, const std::string& whose)
{
    std::unordered_map<std::string, const torch::Tensor*> given;
    for (const auto& [name, tensor] : state.tensors) {
        given.insert_or_assign(name, &tensor);
    }
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<std::string> misshapen;
    std::vector<std::string> notNumbers;
    const StateDict own = stateDict(module);
    std::unordered_set<std::string> known;
    for (const auto& [name, tensor] : own.tensors) {
        known.insert(name);
        const auto found = given.find(name);
        if (found == given.end()) {
            missing.push_back(name);
        } else if (found->second->sizes() != tensor.sizes()) {
            misshapen.push_back(name + " " + shapeText(*found->second) + " instead of " +
                                shapeText(tensor));
        } else if (found->second->is_floating_point() && !allFinite(*found->second)) {
            notNumbers.push_back(name);
        }
    }
    for (const auto& [name, tensor] : state.tensors) {
        if (!known.contains(name)) {
            unexpected.push_back(name);
        }
    }
    std::vector<std::string> complaints;
    if (!missing.empty()) {
        complaints.push_back(listed(missing, "missing"));
    }
    if (!unexpected.empty()) {
        complaints.push_back(listed(unexpected, "unexpected"));
    }
    if (!misshapen.empty()) {
        complaints.push_back(listed(misshapen, "of another shape"));
    }
    if (!notNumbers.empty()) {
        complaints.push_back(listed(notNumbers, "with values that are not numbers"));
    }
    if (!complaints.empty()) {
        std::string sentence = whose + ": ";
        for (std::size_t i = 0; i < complaints.size(); ++i) {
            sentence += (i == 0 ? "" : ", ") + complaints[i];
        }
        throw TrainingError(sentence + "; choose weights that were made for it.");
    }
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : own.tensors) {
        torch::Tensor(tensor).copy_(*given.at(name));
    }
}

void stripPrefix(StateDict& state, const std::string& prefix)
{
    const auto& tensors = state.tensors;
    const bool all = std::all_of(tensors.begin(), tensors.end(), [&](const auto& entry) {
        return entry.first.starts_with(prefix);
    });
    if (!all) {
        return;
    }
    for (auto& [name, tensor] : state.tensors) {
        name.erase(0, prefix.size());
    }
}

/// Names as the classifier has them: wrappers' prefixes gone, and of a whole segmentation network
/// only the encoder.
StateDict classifierNames(const StateDict& state, const Encoder& of,
                          std::vector<std::string>& notes)
{
    StateDict result = state;
    stripPrefix(result, "module.");
    const std::string encoder = "encoder.";
    const bool wholeNetwork = result.find(encoder + of.firstConvolution() + ".weight") != nullptr;
    if (wholeNetwork) {
        notes.push_back("Of the whole network in the file only the encoder was taken.");
        std::erase_if(result.tensors,
                      [&](const auto& entry) { return !entry.first.starts_with(encoder); });
        stripPrefix(result, encoder);
    }
    stripPrefix(result, "model.");
    for (auto& [name, tensor] : result.tensors) {
        name = of.ownName(name);
    }
    std::erase_if(result.tensors, [](const auto& entry) { return entry.first.empty(); });
    return result;
}

/// The classifiers' own layers above the encoder; only where the encoder has no such layer.
bool isHead(const std::string& name)
{
    static const std::vector<std::string> heads{"fc.", "classifier.", "conv_head.", "bn2."};
    return std::any_of(heads.begin(), heads.end(),
                       [&](const auto& head) { return name.starts_with(head); });
}

} // namespace

const torch::Tensor* StateDict::find(const std::string& name) const
{
    const auto found = std::find_if(tensors.begin(), tensors.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == tensors.end() ? nullptr : &found->second;
}

void StateDict::set(const std::string& name, torch::Tensor tensor)
{
    const auto found = std::find_if(tensors.begin(), tensors.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found == tensors.end()) {
        tensors.emplace_back(name, std::move(tensor));
    } else {
        found->second = std::move(tensor);
    }
}

StateDict stateDict(const torch::nn::Module& module)
{
    StateDict state;
    collect(module, {}, state);
    return state;
}

void loadStateDict(torch::nn::Module& module, const StateDict& state)
{
    fill(module, state, "The weights do not belong to this network");
}

torch::Tensor inflateFirstConvolution(const torch::Tensor& filters, int bands,
                                      const BandRoles& roles)
{
    if (filters.dim() != 4 || filters.size(1) != 3 || bands < 1) {
        throw TrainingError("The first convolution of the weights has the shape " +
                            shapeText(filters) +
                            " where filters for red, green and blue are expected; choose weights "
                            "that were trained on colour photographs.");
    }
    if (bands == 1) {
        return filters.sum(1, true);
    }
    const auto mean = filters.mean(1, true);
    std::vector<torch::Tensor> slices(static_cast<std::size_t>(bands), mean);
    const std::array<int, 3> places{roles.red, roles.green, roles.blue};
    for (int64_t colour = 0; colour < 3; ++colour) {
        const int band = places[static_cast<std::size_t>(colour)];
        if (band >= 0 && band < bands) {
            slices[static_cast<std::size_t>(band)] = filters.narrow(1, colour, 1);
        }
    }
    return torch::cat(slices, 1) * (3.0 / bands);
}

std::vector<std::string> loadEncoderWeights(SegmentationNetwork& network, const StateDict& state,
                                            const BandRoles& roles)
{
    std::vector<std::string> notes = state.notes;
    Encoder& encoder = network.encoder();
    const StateDict own = stateDict(encoder);
    const bool below = std::all_of(own.tensors.begin(), own.tensors.end(), [](const auto& entry) {
        return entry.first.starts_with("model.");
    });
    const std::string prefix = below ? "model." : "";

    StateDict named = classifierNames(state, encoder, notes);
    for (auto& [name, tensor] : named.tensors) {
        name = prefix + name;
    }
    std::unordered_set<std::string> known;
    for (const auto& [name, tensor] : own.tensors) {
        known.insert(name);
    }
    std::unordered_set<std::string> given;
    std::string head;
    std::erase_if(named.tensors, [&](const auto& entry) {
        const bool above =
            !known.contains(entry.first) && isHead(entry.first.substr(prefix.size()));
        if (above && head.empty()) {
            head = entry.first.substr(prefix.size()) + " " + shapeText(entry.second);
        }
        return above;
    });
    if (!head.empty()) {
        notes.push_back("The classifier's own head (" + head + ") was left out.");
    }
    for (const auto& [name, tensor] : named.tensors) {
        given.insert(name);
    }
    // Of some layers, references write the same numbers as [C] or as [C, 1, 1].
    for (auto& [name, tensor] : named.tensors) {
        const auto* mine = own.find(name);
        if (mine && mine->dim() == 1 && tensor.numel() == mine->numel() &&
            tensor.size(0) == mine->size(0)) {
            tensor = tensor.reshape(mine->sizes());
        }
    }
    // Files from before PyTorch 0.4.1 and re-saved ones lack the counters, which only matter for
    // batch normalisation without momentum.
    int counters = 0;
    for (const auto& [name, tensor] : own.tensors) {
        if (name.ends_with(counterSuffix) && !given.contains(name)) {
            named.tensors.emplace_back(name, torch::zeros({}, torch::kLong));
            ++counters;
        }
    }
    if (counters > 0) {
        notes.push_back("The file has no counters of batch normalisation; all " +
                        std::to_string(counters) + " start at 0.");
    }
    const std::string first = encoder.firstConvolution() + ".weight";
    const int bands = network.spec().bands;
    for (auto& [name, tensor] : named.tensors) {
        const bool alreadyForThese = tensor.dim() == 4 && bands != 3 && tensor.size(1) == bands;
        if (name == first && !alreadyForThese) {
            tensor = inflateFirstConvolution(tensor, bands, roles);
            if (bands != 3) {
                notes.push_back("The first convolution was adapted from 3 bands to " +
                                std::to_string(bands) + ".");
            }
        }
    }
    fill(encoder, named,
         "The weights do not belong to the encoder " + encoderRow(network.spec().encoder).title);
    return notes;
}

} // namespace limn::training
