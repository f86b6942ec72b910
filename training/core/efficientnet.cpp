#include "training/core/efficientnet.h"

#include "training/core/chain.h"
#include "training/core/drop_path.h"
#include "training/core/encoder_convolution.h"
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
    int64_t kernel;
    int64_t stride;
};

constexpr std::array<Stage, 7> stageTable{
    {{16, 3, 1}, {24, 3, 2}, {40, 5, 2}, {80, 3, 2}, {112, 5, 1}, {192, 5, 2}, {320, 3, 1}}};
constexpr int64_t stemChannels = 32;
constexpr int64_t headChannels = 1280;
constexpr int64_t expansion = 6;

nn::Conv2d convolution(EfficientNetKind kind, const ConvolutionPlan& plan)
{
    const auto& [in, out, kernel, stride, dilation, groups] = plan;
    // TensorFlow's padding at a stride of 2 depends on the input's size: padded() adds it.
    const bool padsItself = stride == 1 || kind == EfficientNetKind::B0;
    const int64_t padding = padsItself ? kernel / 2 * dilation : 0;
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

nn::BatchNorm2d norm(EfficientNetKind kind, int64_t channels)
{
    const double eps = kind == EfficientNetKind::Lite0 ? 1e-3 : 1e-5;
    return nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).eps(eps).momentum(0.1));
}

/// ReLU6 works in place: batch normalisation, which comes before it everywhere, does not need its
/// output.
torch::Tensor activated(EfficientNetKind kind, torch::Tensor x)
{
    return kind == EfficientNetKind::Lite0 ? torch::hardtanh_(x, 0, 6) : torch::silu(x);
}

int64_t samePadding(int64_t size, int64_t kernel, int64_t stride)
{
    return std::max<int64_t>(((size + stride - 1) / stride - 1) * stride + kernel - size, 0);
}

/// The convolution with the kind's padding: in TensorFlow's "same", at a stride of 2, the odd pixel
/// goes right and below, where PyTorch's own is symmetric.
torch::Tensor padded(EfficientNetKind kind, nn::Conv2d& layer, const torch::Tensor& x)
{
    const int64_t stride = layer->options.stride()->at(0);
    if (stride == 1 || kind == EfficientNetKind::B0) {
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

/// Each channel weighed by what all channels' means say.
class Squeeze : public nn::Module
{
public:
    Squeeze(int64_t channels, int64_t narrow)
        : reduce_(
              register_module("conv_reduce", nn::Conv2d(nn::Conv2dOptions(channels, narrow, 1)))),
          expand_(
              register_module("conv_expand", nn::Conv2d(nn::Conv2dOptions(narrow, channels, 1))))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        return x * expand_(torch::silu(reduce_(x.mean({2, 3}, true)))).sigmoid();
    }

private:
    nn::Conv2d reduce_;
    nn::Conv2d expand_;
};

constexpr int64_t squeezeRatio = 4; ///< of the block's input to the squeezed channels

/// Stage 0's block: depthwise, then pointwise; the first block has no shortcut since its width
/// changes.
class DepthwiseSeparable : public nn::Module
{
public:
    DepthwiseSeparable(EfficientNetKind kind, int64_t in, int64_t out, int64_t kernel,
                       int64_t stride)
        : kind_(kind),
          depthwise_(register_module(
              "conv_dw",
              convolution(
                  kind, {.in = in, .out = in, .kernel = kernel, .stride = stride, .groups = in}))),
          bn1_(register_module("bn1", norm(kind, in)))
    {
        if (kind == EfficientNetKind::B0) {
            squeeze_ = register_module("se", std::make_shared<Squeeze>(in, in / squeezeRatio));
        }
        pointwise_ = register_module("conv_pw", convolution(kind, {.in = in, .out = out}));
        bn2_ = register_module("bn2", norm(kind, out));
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = activated(kind_, bn1_(padded(kind_, depthwise_, x)));
        if (squeeze_) {
            y = squeeze_->forward(y);
        }
        return bn2_(pointwise_(y));
    }

private:
    EfficientNetKind kind_;
    nn::Conv2d depthwise_;
    nn::BatchNorm2d bn1_;
    std::shared_ptr<Squeeze> squeeze_;
    nn::Conv2d pointwise_ = nullptr;
    nn::BatchNorm2d bn2_ = nullptr;
};

class InvertedResidual : public nn::Module
{
public:
    /// `plan`: the depthwise convolution, between the block's own numbers of channels.
    InvertedResidual(EfficientNetKind kind, const ConvolutionPlan& plan)
        : kind_(kind),
          expand_(register_module("conv_pw",
                                  convolution(kind, {.in = plan.in, .out = plan.in * expansion}))),
          bn1_(register_module("bn1", norm(kind, plan.in * expansion))),
          depthwise_(register_module("conv_dw", convolution(kind, widened(plan)))),
          bn2_(register_module("bn2", norm(kind, plan.in * expansion))),
          shortcut_(plan.stride == 1 && plan.in == plan.out)
    {
        if (kind == EfficientNetKind::B0) {
            squeeze_ = register_module(
                "se", std::make_shared<Squeeze>(plan.in * expansion, plan.in / squeezeRatio));
        }
        project_ = register_module("conv_pwl",
                                   convolution(kind, {.in = plan.in * expansion, .out = plan.out}));
        bn3_ = register_module("bn3", norm(kind, plan.out));
        if (shortcut_) {
            dropPath_ = register_module("drop_path", std::make_shared<DropPath>());
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = activated(kind_, bn1_(expand_(x)));
        y = activated(kind_, bn2_(padded(kind_, depthwise_, y)));
        if (squeeze_) {
            y = squeeze_->forward(y);
        }
        y = bn3_(project_(y));
        return shortcut_ ? dropPath_->forward(y).add_(x) : y;
    }

private:
    static ConvolutionPlan widened(ConvolutionPlan plan)
    {
        plan.in *= expansion;
        plan.out = plan.in;
        plan.groups = plan.in;
        return plan;
    }

    EfficientNetKind kind_;
    nn::Conv2d expand_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d depthwise_;
    nn::BatchNorm2d bn2_;
    std::shared_ptr<Squeeze> squeeze_;
    nn::Conv2d project_ = nullptr;
    nn::BatchNorm2d bn3_ = nullptr;
    bool shortcut_;
    std::shared_ptr<DropPath> dropPath_; ///< where there is a shortcut
};

nn::Sequential makeBlocks(EfficientNetKind kind, int outputStride)
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
        for (int b = 0; b < efficientNetRepeats[s]; ++b) {
            const int64_t stride = b == 0 && !dilates ? row.stride : 1;
            if (s == 0) {
                stage->push_back(DepthwiseSeparable(kind, in, row.channels, row.kernel, stride));
            } else {
                stage->push_back(InvertedResidual(kind, {.in = in,
                                                         .out = row.channels,
                                                         .kernel = row.kernel,
                                                         .stride = stride,
                                                         .dilation = dilation}));
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

class EfficientNetEncoder : public Encoder
{
public:
    EfficientNetEncoder(EfficientNetKind kind, const EncoderShape& shape)
        : Encoder(shape),
          kind_(kind),
          model_(register_module("model", std::make_shared<EfficientNet>(kind, shape)))
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
    std::string ownName(const std::string& name) const override { return timmName(kind_, name); }

private:
    EfficientNetKind kind_;
    std::shared_ptr<EfficientNet> model_;
};

/// The trunk with timm's head, so that its state dict is timm's.
class Classifier : public EfficientNet
{
public:
    Classifier()
        : EfficientNet(EfficientNetKind::Lite0, EncoderShape{}),
          head_(register_module(
              "conv_head", convolution(EfficientNetKind::Lite0, {.in = 320, .out = headChannels}))),
          bn2_(register_module("bn2", norm(EfficientNetKind::Lite0, headChannels))),
          classifier_(register_module("classifier", nn::Linear(headChannels, 1000)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto deepest = activated(EfficientNetKind::Lite0, bn2_(head_(features(x).back())));
        return classifier_(deepest.mean({2, 3}));
    }

private:
    nn::Conv2d head_;
    nn::BatchNorm2d bn2_;
    nn::Linear classifier_;
};

} // namespace

EfficientNet::EfficientNet(EfficientNetKind kind, const EncoderShape& shape)
    : kind_(kind),
      depth_(static_cast<std::size_t>(shape.depth)),
      stem_(register_module(
          "conv_stem",
          convolution(kind, {.in = shape.bands, .out = stemChannels, .kernel = 3, .stride = 2}))),
      bn1_(register_module("bn1", norm(kind, stemChannels))),
      blocks_(register_module("blocks", makeBlocks(kind, shape.outputStride)))
{}

std::vector<torch::Tensor> EfficientNet::features(const torch::Tensor& x)
{
    std::vector<torch::Tensor> result;
    auto y = activated(kind_, bn1_(padded(kind_, stem_, x)));
    for (std::size_t s = 0; s < stageTable.size() && result.size() < depth_; ++s) {
        y = blocks_->at<Chain>(s).forward(y);
        const bool lastOfItsStride = s + 1 == stageTable.size() || stageTable[s + 1].stride == 2;
        if (lastOfItsStride) {
            result.push_back(y);
        }
    }
    return result;
}

std::vector<std::shared_ptr<nn::Module>> EfficientNet::stages()
{
    std::vector<std::shared_ptr<nn::Module>> result{stem_.ptr(), bn1_.ptr()};
    for (const auto& stage : blocks_->children()) {
        result.push_back(stage);
    }
    return result;
}

std::shared_ptr<Encoder> makeEfficientNet(EfficientNetKind kind, const EncoderShape& shape)
{
    return std::make_shared<EfficientNetEncoder>(kind, shape);
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
        named.set(timmName(EfficientNetKind::Lite0, name), tensor);
    }
    loadStateDict(*layers_->model, named);
}

} // namespace limn::training
