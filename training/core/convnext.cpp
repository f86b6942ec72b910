#include "training/core/convnext.h"

#include "training/core/chain.h"
#include "training/core/drop_path.h"
#include "training/core/patch_encoder.h"
#include "training/core/tokens.h"

#include <regex>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int64_t, 4> nextChannels{96, 192, 384, 768};
constexpr std::array<int, 4> nextBlocks{3, 3, 9, 3};
constexpr int64_t nextWidening = 4;
constexpr double nextEps = 1e-6;
constexpr double nextScale = 1e-6; ///< at which a block's contribution starts

nn::Conv2d nextConvolution(nn::Conv2dOptions options)
{
    nn::Conv2d layer(options);
    nn::init::normal_(layer->weight, 0.0, 0.02);
    nn::init::zeros_(layer->bias);
    return layer;
}

class ChannelNorm : public nn::Module
{
public:
    explicit ChannelNorm(int64_t channels)
        : weight_(register_parameter("weight", torch::ones({channels}))),
          bias_(register_parameter("bias", torch::zeros({channels})))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto y = x.permute({0, 2, 3, 1});
        return torch::layer_norm(y, {y.size(3)}, weight_, bias_, nextEps).permute({0, 3, 1, 2});
    }

private:
    torch::Tensor weight_;
    torch::Tensor bias_;
};

/// A 7 x 7 convolution of each channel, then a small network of each pixel.
class NextBlock : public nn::Module
{
public:
    explicit NextBlock(int64_t channels)
        : gamma_(register_parameter("gamma", torch::full({channels}, nextScale))),
          depthwise_(register_module(
              "conv_dw",
              nextConvolution(
                  nn::Conv2dOptions(channels, channels, 7).padding(3).groups(channels)))),
          norm_(register_module("norm", layerNorm(channels, nextEps)))
    {
        auto mlp = register_module("mlp", nn::ModuleList());
        widen_ = mlp->register_module("fc1", tokenLinear(channels, channels * nextWidening));
        narrow_ = mlp->register_module("fc2", tokenLinear(channels * nextWidening, channels));
        dropPath_ = register_module("drop_path", std::make_shared<DropPath>());
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto pixels = norm_(depthwise_(x).permute({0, 2, 3, 1}));
        const auto y = narrow_(torch::gelu(widen_(pixels))) * gamma_;
        return x + dropPath_->forward(y.permute({0, 3, 1, 2}));
    }

private:
    torch::Tensor gamma_;
    nn::Conv2d depthwise_;
    nn::LayerNorm norm_;
    TokenLinear widen_ = nullptr;
    TokenLinear narrow_ = nullptr;
    std::shared_ptr<DropPath> dropPath_;
};

struct NextStage : nn::Module
{
    NextStage(int64_t in, int64_t channels, int count)
    {
        if (in != channels) {
            downsample = register_module(
                "downsample", std::make_shared<Chain>(
                                  ChannelNorm(in),
                                  nextConvolution(nn::Conv2dOptions(in, channels, 2).stride(2))));
        }
        blocks = register_module("blocks", std::make_shared<Chain>());
        for (int block = 0; block < count; ++block) {
            blocks->push_back(std::make_shared<NextBlock>(channels));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        return blocks->forward(downsample ? downsample->forward(x) : x);
    }

    std::shared_ptr<Chain> downsample;
    std::shared_ptr<Chain> blocks;
};

class ConvNeXt : public PatchEncoder
{
public:
    explicit ConvNeXt(const EncoderShape& shape)
        : PatchEncoder(shape, nextChannels,
                       {"model.stages_0", "model.stages_1", "model.stages_2", "model.stages_3"})
    {
        model_ = register_module("model", nn::ModuleList());
        stem_ = model_->register_module(
            "stem_0",
            nextConvolution(nn::Conv2dOptions(shape.bands, nextChannels[0], 4).stride(4)));
        stemNorm_ =
            model_->register_module("stem_1", std::make_shared<ChannelNorm>(nextChannels[0]));
        int64_t in = nextChannels[0];
        for (std::size_t i = 0; i < nextChannels.size(); ++i) {
            stages_.push_back(model_->register_module(
                "stages_" + std::to_string(i),
                std::make_shared<NextStage>(in, nextChannels[i], nextBlocks[i])));
            in = nextChannels[i];
        }
    }

    std::string firstConvolution() const override { return "model.stem_0"; }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return model_->children(); }

    /// timm's own classifier has "stages.0" where its features have "stages_0".
    std::string ownName(const std::string& name) const override
    {
        static const std::regex flat(R"(^(stem|stages)\.(\d))");
        static const std::regex stem(R"(^features\.0\.([01])\.)");
        static const std::regex block(R"(^features\.([1357])\.(\d)\.(layer_scale|block\.[0-5]))");
        static const std::regex halving(R"(^features\.([246])\.([01])\.)");
        if (name.starts_with("head.")) {
            return {};
        }
        std::smatch parts;
        if (std::regex_search(name, parts, stem)) {
            return "stem_" + parts[1].str() + "." + parts.suffix().str();
        }
        if (std::regex_search(name, parts, halving)) {
            return "stages_" + std::to_string(std::stoi(parts[1]) / 2) + ".downsample." +
                   parts[2].str() + "." + parts.suffix().str();
        }
        if (std::regex_search(name, parts, block)) {
            return "stages_" + std::to_string(std::stoi(parts[1]) / 2) + ".blocks." +
                   parts[2].str() + "." + blockLayer(parts[3]) + parts.suffix().str();
        }
        return std::regex_replace(name, flat, "$1_$2");
    }

protected:
    std::vector<torch::Tensor> maps(const torch::Tensor& x, std::size_t count) override
    {
        std::vector<torch::Tensor> result;
        auto y = stemNorm_->forward(stem_(x));
        for (std::size_t i = 0; i < count; ++i) {
            y = stages_[i]->forward(y);
            result.push_back(y);
        }
        return result;
    }

private:
    static std::string blockLayer(const std::string& torchvision)
    {
        return torchvision == "layer_scale" ? "gamma"
               : torchvision == "block.0"   ? "conv_dw"
               : torchvision == "block.2"   ? "norm"
               : torchvision == "block.3"   ? "mlp.fc1"
                                            : "mlp.fc2";
    }

    nn::ModuleList model_;
    nn::Conv2d stem_ = nullptr;
    std::shared_ptr<ChannelNorm> stemNorm_;
    std::vector<std::shared_ptr<NextStage>> stages_;
};

} // namespace

std::shared_ptr<Encoder> makeConvNeXtTiny(const EncoderShape& shape)
{
    return std::make_shared<ConvNeXt>(shape);
}

} // namespace limn::training
