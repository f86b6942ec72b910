#include "training/core/transunet.h"

#include "training/core/decoder_layers.h"
#include "training/core/tokens.h"
#include "training/core/unet_block.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t hybridWidth = 64;
constexpr std::array<int, 3> hybridUnits{3, 4, 9};
constexpr int64_t hybridGroups = 32;
constexpr double hybridEps = 1e-6;
constexpr double projectionEps = 1e-5;
constexpr double standardEps = 1e-5;
constexpr int64_t transChannels = 768;
constexpr int64_t transHeads = 12;
constexpr int transBlocks = 12;
constexpr int64_t transWidening = 4;
constexpr int64_t transGrid = 14; ///< for which the places' vectors are learnt
constexpr double transEps = 1e-6;
constexpr double transDropout = 0.1;
constexpr int64_t cupHead = 512;
constexpr std::array<int64_t, 4> cupChannels{256, 128, 64, 16};
constexpr std::array<int64_t, 4> cupSkips{512, 256, 64, 0};

/// A convolution whose filters are brought to mean 0 and variance 1 whenever it runs.
class StandardisedConvolution : public nn::Module
{
public:
    StandardisedConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride)
        : weight_(register_parameter("weight", torch::empty({out, in, kernel, kernel}))),
          stride_(stride)
    {
        nn::init::kaiming_normal_(weight_, 0.0, torch::kFanOut, torch::kReLU);
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto [variance, mean] = torch::var_mean(weight_, {1, 2, 3}, false, true);
        return torch::conv2d(x, (weight_ - mean) / (variance + standardEps).sqrt(), {},
                             {stride_, stride_}, {weight_.size(2) / 2, weight_.size(3) / 2});
    }

private:
    torch::Tensor weight_;
    int64_t stride_;
};

nn::GroupNorm hybridNorm(int64_t channels)
{
    return nn::GroupNorm(nn::GroupNormOptions(hybridGroups, channels).eps(hybridEps));
}

class HybridUnit : public nn::Module
{
public:
    HybridUnit(int64_t in, int64_t out, int64_t stride)
        : gn1_(register_module("gn1", hybridNorm(out / 4))),
          conv1_(register_module("conv1", convolution(in, out / 4, 1, 1))),
          gn2_(register_module("gn2", hybridNorm(out / 4))),
          conv2_(register_module("conv2", convolution(out / 4, out / 4, 3, stride))),
          gn3_(register_module("gn3", hybridNorm(out))),
          conv3_(register_module("conv3", convolution(out / 4, out, 1, 1)))
    {
        if (stride != 1 || in != out) {
            downsample_ = register_module("downsample", convolution(in, out, 1, stride));
            projected_ = register_module(
                "gn_proj", nn::GroupNorm(nn::GroupNormOptions(out, out).eps(projectionEps)));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto shortcut = downsample_ ? projected_(downsample_->forward(x)) : x;
        auto y = gn1_(conv1_->forward(x)).relu();
        y = gn2_(conv2_->forward(y)).relu();
        return (shortcut + gn3_(conv3_->forward(y))).relu();
    }

private:
    static std::shared_ptr<StandardisedConvolution> convolution(int64_t in, int64_t out,
                                                                int64_t kernel, int64_t stride)
    {
        return std::make_shared<StandardisedConvolution>(in, out, kernel, stride);
    }

    nn::GroupNorm gn1_;
    std::shared_ptr<StandardisedConvolution> conv1_;
    nn::GroupNorm gn2_;
    std::shared_ptr<StandardisedConvolution> conv2_;
    nn::GroupNorm gn3_;
    std::shared_ptr<StandardisedConvolution> conv3_;
    std::shared_ptr<StandardisedConvolution> downsample_;
    nn::GroupNorm projected_ = nullptr;
};

/// The convolutional half. Its pooling is not padded: the map at stride 4 lacks a row and a column,
/// which the skip gets back as zeros.
class HybridTrunk : public nn::Module
{
public:
    explicit HybridTrunk(int bands)
    {
        auto root = register_module("root", nn::ModuleList());
        conv_ = root->register_module(
            "conv", std::make_shared<StandardisedConvolution>(bands, hybridWidth, 7, 2));
        gn_ = root->register_module("gn", hybridNorm(hybridWidth));
        auto body = register_module("body", nn::ModuleList());
        int64_t in = hybridWidth;
        for (std::size_t i = 0; i < hybridUnits.size(); ++i) {
            const int64_t out = (4 * hybridWidth) << i;
            auto block = body->register_module("block" + std::to_string(i + 1), nn::ModuleList());
            blocks_.emplace_back();
            for (int unit = 1; unit <= hybridUnits[i]; ++unit) {
                const int64_t stride = unit == 1 && i > 0 ? 2 : 1;
                blocks_.back().push_back(block->register_module(
                    "unit" + std::to_string(unit), std::make_shared<HybridUnit>(in, out, stride)));
                in = out;
            }
        }
    }

    /// [N, bands, H, W] to maps at strides 2, 4, 8, 16.
    std::vector<torch::Tensor> forward(const torch::Tensor& x)
    {
        std::vector<torch::Tensor> result{gn_(conv_->forward(x)).relu()};
        auto y = torch::max_pool2d(result.back(), 3, 2);
        int64_t stride = 4;
        for (const auto& block : blocks_) {
            for (const auto& unit : block) {
                y = unit->forward(y);
            }
            result.push_back(torch::constant_pad_nd(
                y, {0, x.size(3) / stride - y.size(3), 0, x.size(2) / stride - y.size(2)}, 0));
            stride *= 2;
        }
        return result;
    }

private:
    std::shared_ptr<StandardisedConvolution> conv_;
    nn::GroupNorm gn_ = nullptr;
    std::vector<std::vector<std::shared_ptr<HybridUnit>>> blocks_;
};

class TransBlock : public nn::Module
{
public:
    TransBlock()
        : attentionNorm_(register_module("attention_norm", layerNorm(transChannels, transEps))),
          ffnNorm_(register_module("ffn_norm", layerNorm(transChannels, transEps)))
    {
        auto ffn = register_module("ffn", nn::ModuleList());
        widen_ =
            ffn->register_module("fc1", tokenLinear(transChannels, transWidening * transChannels));
        narrow_ =
            ffn->register_module("fc2", tokenLinear(transWidening * transChannels, transChannels));
        dropout_ = ffn->register_module("dropout", nn::Dropout(transDropout));
        auto attention = register_module("attn", nn::ModuleList());
        for (const char* name : {"query", "key", "value", "out"}) {
            attention_.push_back(
                attention->register_module(name, tokenLinear(transChannels, transChannels)));
        }
    }

    /// [N, tokens, C] to the same.
    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto normed = attentionNorm_(x);
        const auto seen = at::scaled_dot_product_attention(
            headsOf(attention_[0](normed), transHeads), headsOf(attention_[1](normed), transHeads),
            headsOf(attention_[2](normed), transHeads));
        const auto y = x + attention_[3](withoutHeads(seen));
        const auto wide = dropout_(torch::gelu(widen_(ffnNorm_(y))));
        return y + dropout_(narrow_(wide));
    }

private:
    nn::LayerNorm attentionNorm_;
    nn::LayerNorm ffnNorm_;
    TokenLinear widen_ = nullptr;
    TokenLinear narrow_ = nullptr;
    nn::Dropout dropout_ = nullptr;
    std::vector<TokenLinear> attention_; ///< query, key, value, out
};

class TransEncoder : public Encoder
{
public:
    explicit TransEncoder(int bands) : Encoder({.bands = bands, .depth = 4})
    {
        embeddings_ = register_module("embeddings", nn::ModuleList());
        places_ = embeddings_->register_parameter(
            "position_embeddings", torch::zeros({1, transGrid * transGrid, transChannels}));
        trunk_ = embeddings_->register_module("hybrid_model", std::make_shared<HybridTrunk>(bands));
        patches_ = embeddings_->register_module(
            "patch_embeddings",
            nn::Conv2d(nn::Conv2dOptions((4 * hybridWidth) << 2, transChannels, 1)));
        dropout_ = embeddings_->register_module("dropout", nn::Dropout(transDropout));
        encoder_ = register_module("encoder", nn::ModuleList());
        auto list = encoder_->register_module("layer", nn::ModuleList());
        for (int block = 0; block < transBlocks; ++block) {
            blocks_.push_back(std::make_shared<TransBlock>());
            list->push_back(blocks_.back());
        }
        norm_ = encoder_->register_module("encoder_norm", layerNorm(transChannels, transEps));
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        auto result = trunk_->forward(x);
        const auto map = patches_(result.back());
        auto y = dropout_(tokensOf(map) + placesFor(map.size(2), map.size(3)));
        for (const auto& block : blocks_) {
            y = block->forward(y);
        }
        result.back() = mapOf(norm_(y), map.size(2), map.size(3));
        result.insert(result.begin(), x);
        return result;
    }
    std::vector<int64_t> channels() const override
    {
        return {shape().bands, hybridWidth, 4 * hybridWidth, 8 * hybridWidth, transChannels};
    }
    std::string firstConvolution() const override { return "embeddings.hybrid_model.root.conv"; }
    std::vector<std::string> featureLayers() const override
    {
        const std::string trunk = "embeddings.hybrid_model.";
        return {trunk + "root", trunk + "body.block1", trunk + "body.block2",
                "encoder.encoder_norm"};
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override
    {
        std::vector<std::shared_ptr<nn::Module>> result{embeddings_.ptr()};
        result.insert(result.end(), blocks_.begin(), blocks_.end());
        result.push_back(norm_.ptr());
        return result;
    }

private:
    torch::Tensor placesFor(int64_t height, int64_t width) const
    {
        if (height == transGrid && width == transGrid) {
            return places_;
        }
        return tokensOf(torch::upsample_bilinear2d(mapOf(places_, transGrid, transGrid),
                                                   {height, width}, true));
    }

    nn::ModuleList embeddings_ = nullptr;
    torch::Tensor places_;
    std::shared_ptr<HybridTrunk> trunk_;
    nn::Conv2d patches_ = nullptr;
    nn::Dropout dropout_ = nullptr;
    nn::ModuleList encoder_ = nullptr;
    std::vector<std::shared_ptr<TransBlock>> blocks_;
    nn::LayerNorm norm_ = nullptr;
};

class CupBlock : public nn::Module
{
public:
    CupBlock(int64_t in, int64_t skip, int64_t out)
        : conv1_(
              register_module("conv1", std::make_shared<ConvolutionNormRelu>(in + skip, out, 3))),
          conv2_(register_module("conv2", std::make_shared<ConvolutionNormRelu>(out, out, 3)))
    {}

    torch::Tensor forward(const torch::Tensor& x) { return conv2_->forward(conv1_->forward(x)); }

private:
    std::shared_ptr<ConvolutionNormRelu> conv1_;
    std::shared_ptr<ConvolutionNormRelu> conv2_;
};

class TransUnet : public SegmentationNetwork
{
public:
    explicit TransUnet(const NetworkSpec& spec)
        : SegmentationNetwork(spec, std::make_shared<TransEncoder>(spec.bands), "transformer")
    {
        auto decoder = register_module("decoder", nn::ModuleList());
        more_ = decoder->register_module(
            "conv_more", std::make_shared<ConvolutionNormRelu>(transChannels, cupHead, 3));
        auto list = decoder->register_module("blocks", nn::ModuleList());
        int64_t in = cupHead;
        for (std::size_t i = 0; i < cupChannels.size(); ++i) {
            blocks_.push_back(std::make_shared<CupBlock>(in, cupSkips[i], cupChannels[i]));
            list->push_back(blocks_.back());
            in = cupChannels[i];
        }
        head_ = register_module("segmentation_head", segmentationHead(in, spec.classes, 3));
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto x = more_->forward(features.back());
        record("decoder.conv_more", x);
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            x = bilinear(x, 2);
            if (cupSkips[i] > 0) {
                x = torch::cat({x, features[features.size() - 2 - i]}, 1);
            }
            x = blocks_[i]->forward(x);
            record(unetBlockName(i), x);
        }
        return head_->forward(x);
    }
    std::vector<std::string> decoderLayers() const override
    {
        std::vector<std::string> names{"decoder.conv_more"};
        for (std::size_t i = 0; i < cupChannels.size(); ++i) {
            names.push_back(unetBlockName(i));
        }
        return names;
    }

private:
    std::shared_ptr<ConvolutionNormRelu> more_;
    std::vector<std::shared_ptr<CupBlock>> blocks_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeTransUnet(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> /*encoder*/)
{
    return std::make_shared<TransUnet>(spec);
}

} // namespace limn::training
