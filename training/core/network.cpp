#include "training/core/network.h"

#include "training/core/drop_path.h"
#include "training/core/registry.h"

#include <set>
#include <sstream>

namespace limn::training
{

namespace
{

/// Points the network's recorder somewhere while forward() runs, whatever it throws.
class RecordingScope
{
public:
    RecordingScope(Activations*& slot, Activations* activations) : slot_(slot)
    {
        slot_ = activations;
    }
    ~RecordingScope() { slot_ = nullptr; }
    RecordingScope(const RecordingScope&) = delete;
    RecordingScope& operator=(const RecordingScope&) = delete;

private:
    Activations*& slot_;
};

int64_t upToStride(int64_t size)
{
    const int64_t over = size % SegmentationNetwork::stride;
    return over == 0 ? 0 : SegmentationNetwork::stride - over;
}

/// Adds rows below or columns to the right; reflection needs more pixels than it adds.
torch::Tensor padAxis(const torch::Tensor& x, int64_t axis, int64_t amount)
{
    if (amount == 0) {
        return x;
    }
    const std::vector<int64_t> pad =
        axis == 3 ? std::vector<int64_t>{0, amount, 0, 0} : std::vector<int64_t>{0, 0, 0, amount};
    return amount < x.size(axis) ? torch::reflection_pad2d(x, pad)
                                 : torch::replication_pad2d(x, pad);
}

} // namespace

std::shared_ptr<SegmentationNetwork> SegmentationNetwork::make(const NetworkSpec& spec)
{
    const auto& architecture = architectureRow(spec.architecture);
    const auto& encoder = encoderRow(spec.encoder);
    if (spec.bands < 1) {
        throw TrainingError("A network needs at least one band to look at, not " +
                            std::to_string(spec.bands) + ".");
    }
    if (spec.classes < 1) {
        throw TrainingError("A network needs at least one class to tell, not " +
                            std::to_string(spec.classes) + ".");
    }
    requireCompatible(architecture, encoder);
    return architecture.make(spec, encoder.make({.bands = spec.bands,
                                                 .depth = architecture.encoderDepth,
                                                 .outputStride = architecture.encoderStride,
                                                 .style = architecture.encoderStyle}));
}

SegmentationNetwork::SegmentationNetwork(NetworkSpec spec, std::shared_ptr<Encoder> encoder,
                                         const std::string& place)
    : spec_(std::move(spec)), encoder_(std::move(encoder))
{
    if (!place.empty()) {
        register_module(place, encoder_);
        encoderPrefix_ = place + ".";
        return;
    }
    for (const auto& layer : encoder_->named_children()) {
        register_module(layer.key(), layer.value());
    }
}

torch::Tensor SegmentationNetwork::forward(const torch::Tensor& x, Activations* activations)
{
    if (x.dim() != 4 || x.size(1) != spec_.bands || x.numel() == 0) {
        std::ostringstream sentence;
        sentence << "The network reads images of " << spec_.bands
                 << (spec_.bands == 1 ? " band" : " bands") << " [N, bands, H, W], not "
                 << x.sizes() << ".";
        throw TrainingError(sentence.str());
    }
    const RecordingScope scope(activations_, activations);
    const int64_t height = x.size(2);
    const int64_t width = x.size(3);
    const auto padded = padAxis(padAxis(x, 2, upToStride(height)), 3, upToStride(width));

    auto features = encoder_->features(padded);
    if (dropout_ > 0 && is_training())
        features.back() = at::feature_dropout(features.back(), dropout_, true);
    const auto names = encoder_->featureLayers();
    const std::size_t unnamed = features.size() - names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
        record(encoderPrefix_ + names[i], features[unnamed + i]);
    }
    const auto logits = decode(features);
    if (padded.size(2) == height && padded.size(3) == width) {
        return logits;
    }
    return logits.narrow(2, 0, height).narrow(3, 0, width);
}

void SegmentationNetwork::record(const std::string& layer, const torch::Tensor& output)
{
    if (activations_) {
        activations_->insert_or_assign(layer, output);
    }
}

int SegmentationNetwork::setStochasticDepth(double deepest)
{
    std::vector<DropPath*> branches;
    for (const auto& module : encoder_->modules(/*include_self=*/false)) {
        if (auto* branch = module->as<DropPath>()) {
            branches.push_back(branch);
        }
    }
    const auto last = static_cast<double>(branches.size()) - 1;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        branches[i]->setRate(last > 0 ? deepest * static_cast<double>(i) / last : deepest);
    }
    return static_cast<int>(branches.size());
}

std::vector<torch::Tensor> SegmentationNetwork::decoderParameters()
{
    std::set<const at::TensorImpl*> ofEncoder;
    for (const auto& parameter : encoder_->parameters()) {
        ofEncoder.insert(parameter.unsafeGetTensorImpl());
    }
    std::vector<torch::Tensor> result;
    for (const auto& parameter : parameters()) {
        if (!ofEncoder.contains(parameter.unsafeGetTensorImpl())) {
            result.push_back(parameter);
        }
    }
    return result;
}

std::vector<torch::Tensor> SegmentationNetwork::encoderParameters()
{
    return encoder_->parameters();
}

std::shared_ptr<torch::nn::Module> SegmentationNetwork::layer(const std::string& name)
{
    const auto modules = named_modules(std::string(), false);
    if (const auto* found = modules.find(name)) {
        return *found;
    }
    std::string names;
    for (const auto& known : explainableLayers()) {
        names += (names.empty() ? "" : ", ") + known;
    }
    throw TrainingError("The network has no layer \"" + name + "\"; choose one of " + names + ".");
}

std::vector<std::string> SegmentationNetwork::explainableLayers() const
{
    std::vector<std::string> result;
    for (const auto& name : encoder_->featureLayers()) {
        result.push_back(encoderPrefix_ + name);
    }
    for (auto& name : decoderLayers()) {
        result.push_back(std::move(name));
    }
    return result;
}

std::string SegmentationNetwork::defaultExplainedLayer() const
{
    const auto names = encoder_->featureLayers();
    if (!names.empty()) {
        return encoderPrefix_ + names.back();
    }
    const auto all = explainableLayers();
    return all.empty() ? std::string() : all.back();
}

} // namespace limn::training
