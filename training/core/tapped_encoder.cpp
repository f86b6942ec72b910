#include "training/core/tapped_encoder.h"

namespace limn::training
{

TappedEncoder::TappedEncoder(const EncoderShape& shape, First first, std::string place)
    : Encoder(shape), first_(first), place_(std::move(place))
{
    if (!place_.empty()) {
        register_module(place_, layers_);
    }
}

void TappedEncoder::nameLastLayer()
{
    if (place_.empty()) {
        const std::size_t last = layers_->size() - 1;
        register_module(std::to_string(last), layers_->ptr(last));
    }
}

void TappedEncoder::tap(int64_t channels)
{
    taps_.push_back({layers_->size() - 1, channels});
}

std::vector<TappedEncoder::Tap> TappedEncoder::taps() const
{
    return firstOf(taps_, shape().depth + (first_ == First::Tap ? 1 : 0));
}

std::string TappedEncoder::layerName(std::size_t layer) const
{
    return (place_.empty() ? "" : place_ + ".") + std::to_string(layer);
}

std::vector<torch::Tensor> TappedEncoder::features(const torch::Tensor& x)
{
    std::vector<torch::Tensor> result;
    if (first_ == First::Input) {
        result.push_back(x);
    }
    auto y = x;
    std::size_t layer = 0;
    for (const Tap& tap : taps()) {
        for (; layer <= tap.layer; ++layer) {
            y = (layers_->begin() + static_cast<std::ptrdiff_t>(layer))->forward(y);
        }
        result.push_back(y);
    }
    return result;
}

std::vector<int64_t> TappedEncoder::channels() const
{
    std::vector<int64_t> all;
    if (first_ == First::Input) {
        all.push_back(shape().bands);
    }
    for (const Tap& tap : taps()) {
        all.push_back(tap.channels);
    }
    return all;
}

std::vector<std::string> TappedEncoder::featureLayers() const
{
    std::vector<std::string> names;
    for (const Tap& tap : taps()) {
        names.push_back(layerName(tap.layer));
    }
    if (first_ == First::Tap) {
        names.erase(names.begin());
    }
    return names;
}

std::vector<std::shared_ptr<torch::nn::Module>> TappedEncoder::stages()
{
    return layers_->children();
}

} // namespace limn::training
