// Encoders that are one list of layers, some of whose outputs are the features.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

class TappedEncoder : public Encoder
{
public:
    std::vector<torch::Tensor> features(const torch::Tensor& x) override;
    std::vector<int64_t> channels() const override;
    std::vector<std::string> featureLayers() const override;
    std::vector<std::shared_ptr<torch::nn::Module>> stages() override;

protected:
    /// What is the feature at stride 1.
    enum class First { Input, Tap };

    /// `place`: the submodule that holds the layers; empty where the encoder does itself.
    TappedEncoder(const EncoderShape& shape, First first, std::string place);

    template <typename Layer>
    void add(Layer layer)
    {
        layers_->push_back(std::move(layer));
        nameLastLayer();
    }
    /// The output of the last layer so far, of so many channels, is the next feature.
    void tap(int64_t channels);
    std::string layerName(std::size_t layer) const;

private:
    struct Tap
    {
        std::size_t layer; ///< index of the layer whose output is the feature
        int64_t channels;
    };

    void nameLastLayer();
    std::vector<Tap> taps() const; ///< as many as the shape's depth asks for

    First first_;
    std::string place_;
    torch::nn::Sequential layers_;
    std::vector<Tap> taps_;
};

} // namespace limn::training
