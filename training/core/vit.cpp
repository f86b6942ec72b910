#include "training/core/vit.h"

#include "training/core/drop_path.h"
#include "training/core/patch_encoder.h"
#include "training/core/tokens.h"

#include <regex>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t vitChannels = 768;
constexpr int64_t vitHeads = 12;
constexpr int vitBlocks = 12;
constexpr int vitBlocksAFeature = 3;
constexpr int64_t vitPatch = 16;
constexpr int64_t vitGrid = 14; ///< of the image that the places' vectors were learnt on
constexpr int64_t vitWidening = 4;
constexpr double vitEps = 1e-6;

/// Attention among all tokens, then a small network of each.
class VitBlock : public nn::Module
{
public:
    VitBlock() : norm1_(register_module("norm1", layerNorm(vitChannels, vitEps)))
    {
        auto attention = register_module("attn", nn::ModuleList());
        qkv_ = attention->register_module("qkv", tokenLinear(vitChannels, 3 * vitChannels));
        proj_ = attention->register_module("proj", tokenLinear(vitChannels, vitChannels));
        norm2_ = register_module("norm2", layerNorm(vitChannels, vitEps));
        auto mlp = register_module("mlp", nn::ModuleList());
        widen_ = mlp->register_module("fc1", tokenLinear(vitChannels, vitWidening * vitChannels));
        narrow_ = mlp->register_module("fc2", tokenLinear(vitWidening * vitChannels, vitChannels));
        dropPath_ = register_module("drop_path", std::make_shared<DropPath>());
    }

    /// [N, tokens, C] to the same.
    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto parts = qkv_(norm1_(x)).chunk(3, 2);
        const auto seen = at::scaled_dot_product_attention(
            headsOf(parts[0], vitHeads), headsOf(parts[1], vitHeads), headsOf(parts[2], vitHeads));
        const auto y = x + dropPath_->forward(proj_(withoutHeads(seen)));
        return y + dropPath_->forward(narrow_(torch::gelu(widen_(norm2_(y)))));
    }

private:
    nn::LayerNorm norm1_;
    TokenLinear qkv_ = nullptr;
    TokenLinear proj_ = nullptr;
    nn::LayerNorm norm2_ = nullptr;
    TokenLinear widen_ = nullptr;
    TokenLinear narrow_ = nullptr;
    std::shared_ptr<DropPath> dropPath_;
};

/// What is at stride 16 at the size of a stage.
torch::Tensor resized(const torch::Tensor& map, std::size_t stage)
{
    if (stage == 3) {
        return torch::avg_pool2d(map, 2);
    }
    const int64_t times = stage == 0 ? 4 : stage == 1 ? 2 : 1;
    return times == 1
               ? map
               : torch::upsample_bilinear2d(map, {map.size(2) * times, map.size(3) * times}, false);
}

class Vit : public PatchEncoder
{
public:
    explicit Vit(const EncoderShape& shape)
        : PatchEncoder(shape, {vitChannels, vitChannels, vitChannels, vitChannels}, {}),
          classToken_(register_parameter("cls_token", torch::randn({1, 1, vitChannels}) * 0.02)),
          places_(register_parameter("pos_embed",
                                     torch::randn({1, vitGrid * vitGrid + 1, vitChannels}) * 0.02))
    {
        embedding_ = register_module("patch_embed", nn::ModuleList());
        proj_ = embedding_->register_module(
            "proj",
            nn::Conv2d(nn::Conv2dOptions(shape.bands, vitChannels, vitPatch).stride(vitPatch)));
        list_ = register_module("blocks", nn::ModuleList());
        for (int block = 0; block < vitBlocks; ++block) {
            blocks_.push_back(std::make_shared<VitBlock>());
            list_->push_back(blocks_.back());
        }
    }

    std::string firstConvolution() const override { return "patch_embed.proj"; }
    /// None puts out a map.
    std::vector<std::string> featureLayers() const override { return {}; }
    std::vector<std::shared_ptr<nn::Module>> stages() override
    {
        std::vector<std::shared_ptr<nn::Module>> result{embedding_.ptr()};
        result.insert(result.end(), blocks_.begin(), blocks_.end());
        return result;
    }

    std::string ownName(const std::string& name) const override
    {
        static const std::regex above(R"(^(norm|fc_norm|head|pre_logits|heads|encoder\.ln)\.)");
        static const std::regex block(R"(^encoder\.layers\.encoder_layer_(\d+)\.)");
        if (std::regex_search(name, above)) {
            return {};
        }
        if (name == "class_token") {
            return "cls_token";
        }
        if (name == "encoder.pos_embedding") {
            return "pos_embed";
        }
        if (name.starts_with("conv_proj.")) {
            return "patch_embed.proj." + name.substr(std::string("conv_proj.").size());
        }
        std::smatch parts;
        if (!std::regex_search(name, parts, block)) {
            return name;
        }
        std::string rest = parts.suffix().str();
        for (const auto& [theirs, own] : torchvisionLayers) {
            if (rest.starts_with(theirs)) {
                rest = own + rest.substr(std::string(theirs).size());
                break;
            }
        }
        return "blocks." + parts[1].str() + "." + rest;
    }

protected:
    std::vector<torch::Tensor> maps(const torch::Tensor& x, std::size_t count) override
    {
        const auto patches = proj_(x);
        const int64_t height = patches.size(2);
        const int64_t width = patches.size(3);
        auto y =
            torch::cat({classToken_.expand({x.size(0), 1, vitChannels}), tokensOf(patches)}, 1) +
            placesFor(height, width);
        std::vector<torch::Tensor> result;
        for (std::size_t stage = 0; stage < count; ++stage) {
            for (int block = 0; block < vitBlocksAFeature; ++block) {
                y = blocks_[stage * vitBlocksAFeature + static_cast<std::size_t>(block)]->forward(
                    y);
            }
            result.push_back(resized(mapOf(y.narrow(1, 1, height * width), height, width), stage));
        }
        return result;
    }

private:
    static constexpr std::array<std::pair<const char*, const char*>, 8> torchvisionLayers{
        {{"ln_1.", "norm1."},
         {"ln_2.", "norm2."},
         {"self_attention.in_proj_", "attn.qkv."},
         {"self_attention.out_proj.", "attn.proj."},
         {"mlp.0.", "mlp.fc1."},
         {"mlp.3.", "mlp.fc2."},
         {"mlp.linear_1.", "mlp.fc1."},
         {"mlp.linear_2.", "mlp.fc2."}}};

    /// [1, 1 + height width, C]
    torch::Tensor placesFor(int64_t height, int64_t width) const
    {
        if (height == vitGrid && width == vitGrid) {
            return places_;
        }
        // In float32, whatever is computed in: so does timm.
        const auto learnt =
            mapOf(places_.narrow(1, 1, vitGrid * vitGrid), vitGrid, vitGrid).to(torch::kFloat);
        const auto fitted = at::_upsample_bicubic2d_aa(learnt, {height, width}, false);
        return torch::cat({places_.narrow(1, 0, 1), tokensOf(fitted).to(places_.scalar_type())}, 1);
    }

    torch::Tensor classToken_;
    torch::Tensor places_;
    nn::ModuleList embedding_ = nullptr;
    nn::Conv2d proj_ = nullptr;
    nn::ModuleList list_ = nullptr;
    std::vector<std::shared_ptr<VitBlock>> blocks_;
};

} // namespace

std::shared_ptr<Encoder> makeVitB16(const EncoderShape& shape)
{
    return std::make_shared<Vit>(shape);
}

} // namespace limn::training
