#include "training/core/mix_transformer.h"

#include "training/core/chain.h"
#include "training/core/drop_path.h"
#include "training/core/patch_encoder.h"
#include "training/core/tokens.h"

#include <array>
#include <cmath>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct MixStage
{
    int64_t channels;
    int64_t heads;
    int64_t thinning; ///< stride of the convolution before keys and values
    int64_t patch;    ///< kernel of the convolution that makes the stage's patches
    int64_t stride;
};

constexpr std::array<MixStage, 4> mixStages{
    {{32, 1, 8, 7, 4}, {64, 2, 4, 3, 2}, {160, 5, 2, 3, 2}, {256, 8, 1, 3, 2}}};
constexpr int mixBlocks = 2; ///< a stage
constexpr int64_t mixWidening = 4;
constexpr double mixDropPath = 0.1; ///< of the last block; the first has none
constexpr double mixBlockEps = 1e-6;
constexpr double mixInnerEps = 1e-5; ///< of the norms behind patches and thinned keys

nn::Conv2d mixConvolution(nn::Conv2dOptions options)
{
    nn::Conv2d layer(options);
    const auto fanOut =
        static_cast<double>(layer->weight.numel() / layer->weight.size(1) / options.groups());
    nn::init::normal_(layer->weight, 0.0, std::sqrt(2.0 / fanOut));
    nn::init::zeros_(layer->bias);
    return layer;
}

class MixPatches : public nn::Module
{
public:
    MixPatches(int64_t in, const MixStage& stage)
        : proj_(register_module("proj",
                                mixConvolution(nn::Conv2dOptions(in, stage.channels, stage.patch)
                                                   .stride(stage.stride)
                                                   .padding(stage.patch / 2)))),
          norm_(register_module("norm", layerNorm(stage.channels, mixInnerEps)))
    {}

    torch::Tensor forward(const torch::Tensor& x) { return channelNorm(norm_, proj_(x)); }

private:
    nn::Conv2d proj_;
    nn::LayerNorm norm_;
};

class MixAttention : public nn::Module
{
public:
    explicit MixAttention(const MixStage& stage)
        : heads_(stage.heads),
          q_(register_module("q", tokenLinear(stage.channels, stage.channels))),
          kv_(register_module("kv", tokenLinear(stage.channels, 2 * stage.channels))),
          proj_(register_module("proj", tokenLinear(stage.channels, stage.channels)))
    {
        if (stage.thinning > 1) {
            sr_ = register_module(
                "sr",
                mixConvolution(nn::Conv2dOptions(stage.channels, stage.channels, stage.thinning)
                                   .stride(stage.thinning)));
            norm_ = register_module("norm", layerNorm(stage.channels, mixInnerEps));
        }
    }

    /// [N, h w, C] to the same.
    torch::Tensor forward(const torch::Tensor& x, int64_t height, int64_t width)
    {
        const auto seen = sr_ ? norm_(tokensOf(sr_(mapOf(x, height, width)))) : x;
        const auto keysAndValues = kv_(seen).chunk(2, 2);
        const auto y = at::scaled_dot_product_attention(headsOf(q_(x), heads_),
                                                        headsOf(keysAndValues[0], heads_),
                                                        headsOf(keysAndValues[1], heads_));
        return proj_(withoutHeads(y));
    }

private:
    int64_t heads_;
    TokenLinear q_;
    TokenLinear kv_;
    TokenLinear proj_;
    nn::Conv2d sr_ = nullptr;
    nn::LayerNorm norm_ = nullptr;
};

class MixMlp : public nn::Module
{
public:
    explicit MixMlp(int64_t channels)
        : fc1_(register_module("fc1", tokenLinear(channels, channels * mixWidening))),
          dwconv_(register_module("dwconv", nn::ModuleList())
                      ->register_module("dwconv",
                                        mixConvolution(nn::Conv2dOptions(channels * mixWidening,
                                                                         channels * mixWidening, 3)
                                                           .padding(1)
                                                           .groups(channels * mixWidening)))),
          fc2_(register_module("fc2", tokenLinear(channels * mixWidening, channels)))
    {}

    torch::Tensor forward(const torch::Tensor& x, int64_t height, int64_t width)
    {
        return fc2_(torch::gelu(tokensOf(dwconv_(mapOf(fc1_(x), height, width)))));
    }

private:
    TokenLinear fc1_;
    nn::Conv2d dwconv_;
    TokenLinear fc2_;
};

class MixBlock : public nn::Module
{
public:
    MixBlock(const MixStage& stage, double dropPath)
        : norm1_(register_module("norm1", layerNorm(stage.channels, mixBlockEps))),
          attention_(register_module("attn", std::make_shared<MixAttention>(stage))),
          dropPath_(register_module("drop_path", std::make_shared<DropPath>(dropPath))),
          norm2_(register_module("norm2", layerNorm(stage.channels, mixBlockEps))),
          mlp_(register_module("mlp", std::make_shared<MixMlp>(stage.channels)))
    {}

    torch::Tensor forward(const torch::Tensor& map)
    {
        const int64_t height = map.size(2);
        const int64_t width = map.size(3);
        auto x = tokensOf(map);
        x = x + dropPath_->forward(attention_->forward(norm1_(x), height, width));
        x = x + dropPath_->forward(mlp_->forward(norm2_(x), height, width));
        return mapOf(x, height, width);
    }

private:
    nn::LayerNorm norm1_;
    std::shared_ptr<MixAttention> attention_;
    std::shared_ptr<DropPath> dropPath_;
    nn::LayerNorm norm2_;
    std::shared_ptr<MixMlp> mlp_;
};

class MixTransformer : public PatchEncoder
{
public:
    explicit MixTransformer(const EncoderShape& shape)
        : PatchEncoder(shape,
                       {mixStages[0].channels, mixStages[1].channels, mixStages[2].channels,
                        mixStages[3].channels},
                       {"norm1", "norm2", "norm3", "norm4"})
    {
        int64_t in = shape.bands;
        for (std::size_t i = 0; i < mixStages.size(); ++i) {
            patches_.push_back(register_module("patch_embed" + std::to_string(i + 1),
                                               std::make_shared<MixPatches>(in, mixStages[i])));
            in = mixStages[i].channels;
        }
        int made = 0;
        for (std::size_t i = 0; i < mixStages.size(); ++i) {
            auto blocks = std::make_shared<Chain>();
            for (int block = 0; block < mixBlocks; ++block) {
                const int last = mixBlocks * static_cast<int>(mixStages.size()) - 1;
                blocks->push_back(
                    std::make_shared<MixBlock>(mixStages[i], mixDropPath * made++ / last));
            }
            const std::string number = std::to_string(i + 1);
            blocks_.push_back(register_module("block" + number, blocks));
            norms_.push_back(
                register_module("norm" + number, layerNorm(mixStages[i].channels, mixBlockEps)));
        }
    }

    std::string firstConvolution() const override { return "patch_embed1.proj"; }
    std::vector<std::shared_ptr<nn::Module>> stages() override
    {
        std::vector<std::shared_ptr<nn::Module>> result;
        for (std::size_t i = 0; i < mixStages.size(); ++i) {
            result.insert(result.end(), {patches_[i], blocks_[i], norms_[i].ptr()});
        }
        return result;
    }

protected:
    std::vector<torch::Tensor> maps(const torch::Tensor& x, std::size_t count) override
    {
        std::vector<torch::Tensor> result;
        auto y = x;
        for (std::size_t i = 0; i < count; ++i) {
            y = channelNorm(norms_[i], blocks_[i]->forward(patches_[i]->forward(y)));
            result.push_back(y);
        }
        return result;
    }

private:
    std::vector<std::shared_ptr<MixPatches>> patches_;
    std::vector<std::shared_ptr<Chain>> blocks_;
    std::vector<nn::LayerNorm> norms_;
};

} // namespace

std::shared_ptr<Encoder> makeMitB0(const EncoderShape& shape)
{
    return std::make_shared<MixTransformer>(shape);
}

} // namespace limn::training
