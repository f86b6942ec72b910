// Segmentation networks as encoder, decoder and head, with the names and numbers of
// segmentation_models.pytorch 0.6.0, so that its state dicts load unchanged:
//   unet / fpn + resnet34               = smp.Unet("resnet34"), smp.FPN("resnet34")
//   unet / fpn + efficientnet_lite0     = smp.Unet("tu-tf_efficientnet_lite0"), smp.FPN(...)
// Needs LibTorch alone. Modules are used by one thread at a time.
#pragma once

#include "training/core/libtorch.h"

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace limn::training
{

/// What went wrong in this room, in one sentence for the user with what to do about it.
class TrainingError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

struct NetworkSpec
{
    std::string architecture = "unet";          ///< "unet", "fpn"
    std::string encoder = "efficientnet_lite0"; ///< "efficientnet_lite0", "resnet34"
    int bands = 3;                              ///< 1..N input channels
    int classes = 2;                            ///< 1..N output channels
    bool operator==(const NetworkSpec&) const = default;
};

/// Features at strides 1 (the input itself), 2, 4, 8, 16, 32.
class Encoder : public torch::nn::Module
{
public:
    /// [N, bands, H, W] to 6 tensors; H and W multiples of 32.
    virtual std::vector<torch::Tensor> features(const torch::Tensor& x) = 0;
    virtual std::vector<int64_t> channels() const = 0; ///< of the six
    /// Full name (from the encoder) of the convolution that reads the bands ("conv1").
    virtual std::string firstConvolution() const = 0;
    /// Submodules from input to output, to be frozen or given rates of their own.
    virtual std::vector<std::shared_ptr<torch::nn::Module>> stages() = 0;
    /// Full names (from the encoder) of the submodules whose outputs are the features at strides
    /// 2, 4, 8, 16, 32; empty where they cannot be explained.
    virtual std::vector<std::string> featureLayers() const { return {}; }
};

/// Outputs of explainable layers by full name, as they are in the graph (not detached).
using Activations = std::map<std::string, torch::Tensor>;

class SegmentationNetwork : public torch::nn::Module
{
public:
    /// Throws TrainingError for an unknown architecture or encoder (naming those there are), or
    /// bands or classes below 1.
    static std::shared_ptr<SegmentationNetwork> make(const NetworkSpec& spec);

    /// [N, bands, H, W] float32 (any H, W: padded to the stride by reflection or edge where too
    /// small, cropped back) to logits [N, classes, H, W].
    /// Throws TrainingError for another number of bands. When `activations` is given, it receives
    /// what every layer of explainableLayers() has put out.
    torch::Tensor forward(const torch::Tensor& x, Activations* activations = nullptr);

    const NetworkSpec& spec() const { return spec_; }
    static constexpr int stride = 32;
    /// Pixels of context at each side beyond which a class hardly changes: the default margin.
    static constexpr int margin = 64;
    Encoder& encoder() { return *encoder_; }
    /// Everything that is not the encoder.
    std::vector<torch::Tensor> decoderParameters();
    std::vector<torch::Tensor> encoderParameters();
    /// A submodule by its full name ("encoder.layer4", "encoder.model.blocks.6"); throws
    /// TrainingError naming the layers that can be explained.
    std::shared_ptr<torch::nn::Module> layer(const std::string& name);
    /// Layers offered for Grad-CAM, shallow to deep; the last of the encoder is the default.
    std::vector<std::string> explainableLayers() const;
    std::string defaultExplainedLayer() const;

protected:
    SegmentationNetwork(NetworkSpec spec, std::shared_ptr<Encoder> encoder);
    /// Logits at the input's size; H and W multiples of the stride.
    virtual torch::Tensor decode(const std::vector<torch::Tensor>& features) = 0;
    /// Full names of the decoder's explainable layers; decode() passes each one's output to
    /// record().
    virtual std::vector<std::string> decoderLayers() const { return {}; }
    void record(const std::string& layer, const torch::Tensor& output);

private:
    NetworkSpec spec_;
    std::shared_ptr<Encoder> encoder_;
    Activations* activations_ = nullptr; ///< set while forward() runs and wants them
};

} // namespace limn::training
