#include "training/core/efficientnet_lite0.h"

#include "training/core/chain.h"
#include "training/core/weights.h"

#include <array>
#include <cmath>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct Stage
{
    int64_t channels;
    int repeats;
    int64_t kernel;
    int64_t stride;
};

constexpr std::array<Stage, 7> stageTable{{{16, 1, 3, 1},
                                           {24, 2, 3, 2},
                                           {40, 2, 5, 2},
                                           {80, 3, 3, 2},
                                           {112, 3, 5, 1},
                                           {192, 4, 5, 2},
                                           {320, 1, 3, 1}}};
constexpr int64_t stemChannels = 32;
constexpr int64_t headChannels = 1280;
constexpr int64_t expansion = 6;

nn::Conv2d convolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups,
                       int64_t dilation = 1)
{
    // A stride of 2 is padded in same(), because its padding depends on the input's size.
    const int64_t padding = stride == 1 ? kernel / 2 * dilation : 0;
    nn::Conv2d layer(nn::Conv2dOptions(in, out, kernel)
                         .stride(stride)
                         .padding(padding)
                         .dilation(dilation)
                         .groups(groups)
                         .bias(false));
    const double fanOut = static_cast<double>(kernel * kernel * out / groups);
    nn::init::normal_(layer->weight, 0.0, std::sqrt(2.0 / fanOut));
    return layer;
}

nn::BatchNorm2d norm(int64_t channels)
{
    return nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).eps(1e-3).momentum(0.1));
}

/// In place: batch normalisation, which comes before it everywhere, does not need its output.
torch::Tensor clippedRelu(torch::Tensor x)
{
    return torch::hardtanh_(x, 0, 6);
}

int64_t samePadding(int64_t size, int64_t kernel, int64_t stride)
{
    return std::max<int64_t>(((size + stride - 1) / stride - 1) * stride + kernel - size, 0);
}

/// The convolution with TensorFlow's "same" padding: at a stride of 2 the odd pixel goes right and
/// below, where PyTorch's own padding is symmetric.
torch::Tensor same(nn::Conv2d& layer, const torch::Tensor& x)
{
    const int64_t stride = layer->options.stride()->at(0);
    if (stride == 1) {
        return layer(x);
    }
    const int64_t kernel = layer->options.kernel_size()->at(0);
    const int64_t tall = samePadding(x.size(2), kernel, stride);
    const int64_t wide = samePadding(x.size(3), kernel, stride);
    if (tall % 2 == 0 && wide % 2 == 0) {
        return torch::conv2d(x, layer->weight, layer->bias, {stride, stride}, {tall / 2, wide / 2},
                             {1, 1}, layer->options.groups());
    }
    return layer(
        torch::constant_pad_nd(x, {wide / 2, wide - wide / 2, tall / 2, tall - tall / 2}, 0));
}

/// Stage 0's block: depthwise, then pointwise; the first block has no shortcut since its width
/// changes.
class DepthwiseSeparable : public nn::Module
{
public:
    DepthwiseSeparable(int64_t in, int64_t out, int64_t kernel, int64_t stride)
        : depthwise_(register_module("conv_dw", convolution(in, in, kernel, stride, in))),
          bn1_(register_module("bn1", norm(in))),
          pointwise_(register_module("conv_pw", convolution(in, out, 1, 1, 1))),
          bn2_(register_module("bn2", norm(out)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        return bn2_(pointwise_(clippedRelu(bn1_(same(depthwise_, x)))));
    }

private:
    nn::Conv2d depthwise_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d pointwise_;
    nn::BatchNorm2d bn2_;
};

class InvertedResidual : public nn::Module
{
public:
    InvertedResidual(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t dilation)
        : expand_(register_module("conv_pw", convolution(in, in * expansion, 1, 1, 1))),
          bn1_(register_module("bn1", norm(in * expansion))),
          depthwise_(register_module("conv_dw", convolution(in * expansion, in * expansion, kernel,
                                                            stride, in * expansion, dilation))),
          bn2_(register_module("bn2", norm(in * expansion))),
          project_(register_module("conv_pwl", convolution(in * expansion, out, 1, 1, 1))),
          bn3_(register_module("bn3", norm(out))),
          shortcut_(stride == 1 && in == out)
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = clippedRelu(bn1_(expand_(x)));
        y = clippedRelu(bn2_(same(depthwise_, y)));
        y = bn3_(project_(y));
        return shortcut_ ? y.add_(x) : y;
    }

private:
    nn::Conv2d expand_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d depthwise_;
    nn::BatchNorm2d bn2_;
    nn::Conv2d project_;
    nn::BatchNorm2d bn3_;
    bool shortcut_;
};

nn::Sequential makeBlocks(int outputStride)
{
    nn::Sequential stages;
    int64_t in = stemChannels;
    int64_t reached = 2;
    int64_t dilation = 1;
    for (std::size_t s = 0; s < stageTable.size(); ++s) {
        const Stage& row = stageTable[s];
        const bool dilates = reached * row.stride > outputStride;
        if (!dilates) {
            reached *= row.stride;
        }
        auto stage = std::make_shared<Chain>();
        for (int b = 0; b < row.repeats; ++b) {
            const int64_t stride = b == 0 && !dilates ? row.stride : 1;
            if (s == 0) {
                stage->push_back(DepthwiseSeparable(in, row.channels, row.kernel, stride));
            } else {
                stage->push_back(InvertedResidual(in, row.channels, row.kernel, stride, dilation));
            }
            if (b == 0 && dilates) {
                dilation *= row.stride;
            }
            in = row.channels;
        }
        stages->push_back(stage);
    }
    return stages;
}

class LiteEncoder : public Encoder
{
public:
    explicit LiteEncoder(const EncoderShape& shape)
        : Encoder(shape),
          model_(register_module("model", std::make_shared<EfficientNetLite0>(shape)))
    {}

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        auto result = model_->features(x);
        result.insert(result.begin(), x);
        return result;
    }
    std::vector<int64_t> channels() const override
    {
        return firstOf<int64_t>({shape().bands, 16, 24, 40, 112, 320}, shape().depth + 1);
    }
    std::string firstConvolution() const override { return "model.conv_stem"; }
    std::vector<std::string> featureLayers() const override
    {
        return firstOf<std::string>({"model.blocks.0", "model.blocks.1", "model.blocks.2",
                                     "model.blocks.4", "model.blocks.6"},
                                    shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return model_->stages(); }
    std::string ownName(const std::string& name) const override { return timmName(name); }

private:
    std::shared_ptr<EfficientNetLite0> model_;
};

/// The trunk with timm's head, so that its state dict is timm's.
class Classifier : public EfficientNetLite0
{
public:
    Classifier()
        : EfficientNetLite0(EncoderShape{}),
          head_(register_module("conv_head", convolution(320, headChannels, 1, 1, 1))),
          bn2_(register_module("bn2", norm(headChannels))),
          classifier_(register_module("classifier", nn::Linear(headChannels, 1000)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto deepest = clippedRelu(bn2_(head_(features(x).back())));
        return classifier_(deepest.mean({2, 3}));
    }

private:
    nn::Conv2d head_;
    nn::BatchNorm2d bn2_;
    nn::Linear classifier_;
};

/// "_blocks.7._bn1" counts blocks through all stages; timm counts them per stage.
std::string blockName(int flat)
{
    int stage = 0;
    while (flat >= stageTable[stage].repeats) {
        flat -= stageTable[stage].repeats;
        ++stage;
    }
    return "blocks." + std::to_string(stage) + "." + std::to_string(flat);
}

int blockCount()
{
    int count = 0;
    for (const Stage& row : stageTable) {
        count += row.repeats;
    }
    return count;
}

using Renaming = std::pair<const char*, const char*>;
constexpr std::array<Renaming, 5> outerNames{{{"_conv_stem.", "conv_stem."},
                                              {"_bn0.", "bn1."},
                                              {"_conv_head.", "conv_head."},
                                              {"_bn1.", "bn2."},
                                              {"_fc.", "classifier."}}};
constexpr std::array<Renaming, 4> firstBlockNames{{{"_depthwise_conv.", "conv_dw."},
                                                   {"_bn1.", "bn1."},
                                                   {"_project_conv.", "conv_pw."},
                                                   {"_bn2.", "bn2."}}};
constexpr std::array<Renaming, 6> blockNames{{{"_expand_conv.", "conv_pw."},
                                              {"_bn0.", "bn1."},
                                              {"_depthwise_conv.", "conv_dw."},
                                              {"_bn1.", "bn2."},
                                              {"_project_conv.", "conv_pwl."},
                                              {"_bn2.", "bn3."}}};

template <std::size_t N>
std::string renamed(const std::string& name, const std::array<Renaming, N>& table)
{
    for (const auto& [from, to] : table) {
        if (name.starts_with(from)) {
            return to + name.substr(std::string_view(from).size());
        }
    }
    return {};
}

} // namespace

EfficientNetLite0::EfficientNetLite0(const EncoderShape& shape)
    : depth_(static_cast<std::size_t>(shape.depth)),
      stem_(register_module("conv_stem", convolution(shape.bands, stemChannels, 3, 2, 1))),
      bn1_(register_module("bn1", norm(stemChannels))),
      blocks_(register_module("blocks", makeBlocks(shape.outputStride)))
{}

std::vector<torch::Tensor> EfficientNetLite0::features(const torch::Tensor& x)
{
    std::vector<torch::Tensor> result;
    auto y = clippedRelu(bn1_(same(stem_, x)));
    for (std::size_t s = 0; s < stageTable.size() && result.size() < depth_; ++s) {
        y = blocks_->at<Chain>(s).forward(y);
        const bool lastOfItsStride = s + 1 == stageTable.size() || stageTable[s + 1].stride == 2;
        if (lastOfItsStride) {
            result.push_back(y);
        }
    }
    return result;
}

std::vector<std::shared_ptr<nn::Module>> EfficientNetLite0::stages()
{
    std::vector<std::shared_ptr<nn::Module>> result{stem_.ptr(), bn1_.ptr()};
    for (const auto& stage : blocks_->children()) {
        result.push_back(stage);
    }
    return result;
}

std::shared_ptr<Encoder> makeEfficientNetLite0(const EncoderShape& shape)
{
    return std::make_shared<LiteEncoder>(shape);
}

std::string timmName(const std::string& name)
{
    const std::string prefix = "_blocks.";
    if (!name.starts_with(prefix)) {
        const auto outer = renamed(name, outerNames);
        return outer.empty() ? name : outer;
    }
    const auto dot = name.find('.', prefix.size());
    const auto digits = name.substr(prefix.size(), dot - prefix.size());
    if (dot == std::string::npos || digits.empty() || digits.size() > 2 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        return name;
    }
    const int block = std::stoi(digits);
    if (block >= blockCount()) {
        return name;
    }
    const auto rest = name.substr(dot + 1);
    const auto inner = block == 0 ? renamed(rest, firstBlockNames) : renamed(rest, blockNames);
    return inner.empty() ? name : blockName(block) + "." + inner;
}

struct EfficientNetLite0Classifier::Layers
{
    std::shared_ptr<Classifier> model = std::make_shared<Classifier>();
};

EfficientNetLite0Classifier::EfficientNetLite0Classifier() : layers_(std::make_shared<Layers>())
{
    register_module("model", layers_->model);
}

torch::Tensor EfficientNetLite0Classifier::forward(const torch::Tensor& x)
{
    return layers_->model->forward(x);
}

std::vector<torch::Tensor> EfficientNetLite0Classifier::features(const torch::Tensor& x)
{
    return layers_->model->features(x);
}

void EfficientNetLite0Classifier::load(const StateDict& state)
{
    StateDict named;
    for (const auto& [name, tensor] : state.tensors) {
        named.set(timmName(name), tensor);
    }
    loadStateDict(*layers_->model, named);
}

} // namespace limn::training
