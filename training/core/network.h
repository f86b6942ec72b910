// Segmentation networks as encoder, decoder and head, with the names and numbers of their
// references, so that state dicts from there load unchanged: "unet" + "resnet34" is
// segmentation_models.pytorch's Unet("resnet34"), "fcn" + "resnet50" is torchvision's fcn_resnet50.
// The tables of registry.h name every one; docs/NETWORKS.md says how to add one. Needs LibTorch
// alone. Modules are used by one thread at a time.
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
    std::string architecture = "unet";          ///< a row of architectures()
    std::string encoder = "efficientnet_lite0"; ///< a row of encoders()
    int bands = 3;                              ///< 1..N input channels
    int classes = 2;                            ///< 1..N output channels
    bool operator==(const NetworkSpec&) const = default;
};

/// Whose way of cutting an encoder a network follows, where they differ in names or numbers:
/// segmentation_models.pytorch's, or that of the segmentation network which the encoder's own
/// authors (for torchvision's classifiers, torchvision) have published.
enum class EncoderStyle { SegmentationModels, Published };

/// How much of an encoder a decoder uses.
struct EncoderShape
{
    int bands = 3;
    int depth = 5;         ///< features below the first; layers beyond are kept but do not run
    int outputStride = 32; ///< 16 or 8: stages below keep that size and are dilated instead
    EncoderStyle style = EncoderStyle::SegmentationModels;
};

/// Features at strides 1 (the input itself, unless the encoder says otherwise), 2, 4, 8, 16, 32, as
/// many as its shape's depth and none smaller than its output stride. Encoders that begin with
/// patches of 4 x 4 pixels have a feature of no channels at stride 2.
class Encoder : public torch::nn::Module
{
public:
    explicit Encoder(const EncoderShape& shape = {}) : shape_(shape) {}

    /// [N, bands, H, W] to depth + 1 tensors; H and W multiples of 32.
    virtual std::vector<torch::Tensor> features(const torch::Tensor& x) = 0;
    virtual std::vector<int64_t> channels() const = 0; ///< of features()
    /// Full name (from the encoder) of the convolution that reads the bands ("conv1").
    virtual std::string firstConvolution() const = 0;
    /// Submodules from input to output, to be frozen or given rates of their own.
    virtual std::vector<std::shared_ptr<torch::nn::Module>> stages() = 0;
    /// Full names (from the encoder) of the submodules whose outputs are the last features(), from
    /// stride 2 or 4 to the deepest; empty where they cannot be explained.
    virtual std::vector<std::string> featureLayers() const { return {}; }
    /// The encoder's name for a tensor of a weight file of one of its references; names it does not
    /// know come back as they are, of layers that it does without, an empty one.
    virtual std::string ownName(const std::string& name) const { return name; }
    /// Whether the deepest feature comes straight out of a pooling: U-Nets put two convolutions of
    /// their own behind it.
    virtual bool endsInPooling() const { return false; }

protected:
    const EncoderShape& shape() const { return shape_; }
    /// The beginning of a list that was written for the full depth.
    template <typename Entry>
    static std::vector<Entry> firstOf(const std::vector<Entry>& list, int count)
    {
        return {list.begin(), list.begin() + count};
    }

private:
    EncoderShape shape_;
};

/// A stage of a decoder that works at a lower resolution than its last one.
struct CoarseStage
{
    std::string layer;    ///< full name of an explainable layer
    int64_t channels = 0; ///< of what it puts out
};

/// Outputs of explainable layers by full name, as they are in the graph (not detached).
using Activations = std::map<std::string, torch::Tensor>;

class SegmentationNetwork : public torch::nn::Module
{
public:
    /// Throws TrainingError for an unknown architecture or encoder (naming those there are), for
    /// two that do not go together, or for bands or classes below 1.
    static std::shared_ptr<SegmentationNetwork> make(const NetworkSpec& spec);

    /// [N, bands, H, W] float32 (any H, W: padded to the stride by reflection or edge where too
    /// small, cropped back) to logits [N, classes, H, W].
    /// Throws TrainingError for another number of bands. When `activations` is given, it receives
    /// what every layer of explainableLayers() has put out.
    torch::Tensor forward(const torch::Tensor& x, Activations* activations = nullptr);

    const NetworkSpec& spec() const { return spec_; }
    static constexpr int stride = 32; ///< to which inputs are padded, whatever the encoder's
    /// Pixels of context at each side beyond which a class hardly changes: the default margin.
    static constexpr int margin = 64;
    Encoder& encoder() { return *encoder_; }
    /// Share of the channels of the encoder's deepest features that training drops, beside what the
    /// decoder itself drops; 0 at first (as in the U-Net, Ronneberger et al. 2015).
    void setDropout(double share) { dropout_ = share; }
    /// Stochastic depth: the share of the images that training leaves without the encoder's deepest
    /// residual branch; from 0 at the first branch on it rises evenly. The transformers whose
    /// authors train them so (Swin, Mix Transformer) begin with 0.1. Returns how many branches
    /// there are; where there is none nothing happens.
    int setStochasticDepth(double deepest);
    /// What deep supervision teaches: the decoder's stages at half the resolution of its last one,
    /// a quarter and so on but for the coarsest; empty where the decoder has no such stages.
    virtual std::vector<CoarseStage> coarseStages() const { return {}; }
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
    /// `place`: the encoder's name in the state dict; empty where its layers are the network's own.
    SegmentationNetwork(NetworkSpec spec, std::shared_ptr<Encoder> encoder,
                        const std::string& place = "encoder");
    /// Logits at the input's size; H and W multiples of the stride.
    virtual torch::Tensor decode(const std::vector<torch::Tensor>& features) = 0;
    /// Full names of the decoder's explainable layers; decode() passes each one's output to
    /// record().
    virtual std::vector<std::string> decoderLayers() const { return {}; }
    void record(const std::string& layer, const torch::Tensor& output);

private:
    NetworkSpec spec_;
    std::shared_ptr<Encoder> encoder_;
    std::string encoderPrefix_; ///< of the encoder's layers' full names
    double dropout_ = 0;
    Activations* activations_ = nullptr; ///< set while forward() runs and wants them
};

} // namespace limn::training
