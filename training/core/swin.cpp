#include "training/core/swin.h"

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

constexpr std::array<int64_t, 4> swinChannels{96, 192, 384, 768};
constexpr std::array<int64_t, 4> swinHeads{3, 6, 12, 24};
constexpr std::array<int, 4> swinBlocks{2, 2, 6, 2};
constexpr int64_t swinWindow = 7;
constexpr int64_t swinShift = 3;
constexpr int64_t swinWidening = 4;
constexpr double swinEps = 1e-5;
constexpr double swinDropPath = 0.1; ///< of the last block; the first has none
constexpr double swinApart = -100;   ///< added to the score of patches that are no neighbours

/// How a map is cut into windows.
struct WindowGrid
{
    WindowGrid(int64_t mapHeight, int64_t mapWidth, bool shifted)
        : height(mapHeight),
          width(mapWidth),
          tall((mapHeight + swinWindow - 1) / swinWindow),
          wide((mapWidth + swinWindow - 1) / swinWindow),
          down(shifted && tall > 1 ? swinShift : 0),
          right(shifted && wide > 1 ? swinShift : 0)
    {}

    bool shifted() const { return down > 0 || right > 0; }

    /// [N, H, W, C] to [N windows, 49, C].
    torch::Tensor windows(const torch::Tensor& map) const
    {
        const auto rolled = shifted() ? torch::roll(map, {-down, -right}, {1, 2}) : map;
        const auto filled = torch::constant_pad_nd(
            rolled, {0, 0, 0, wide * swinWindow - width, 0, tall * swinWindow - height}, 0);
        return filled.reshape({map.size(0), tall, swinWindow, wide, swinWindow, map.size(3)})
            .permute({0, 1, 3, 2, 4, 5})
            .reshape({-1, swinWindow * swinWindow, map.size(3)});
    }

    /// windows() undone.
    torch::Tensor map(const torch::Tensor& windows) const
    {
        const int64_t channels = windows.size(2);
        const auto filled = windows.reshape({-1, tall, wide, swinWindow, swinWindow, channels})
                                .permute({0, 1, 3, 2, 4, 5})
                                .reshape({-1, tall * swinWindow, wide * swinWindow, channels});
        const auto rolled = filled.narrow(1, 0, height).narrow(2, 0, width);
        return shifted() ? torch::roll(rolled, {down, right}, {1, 2}) : rolled;
    }

    /// [windows, 1, 49, 49]: what keeps apart patches that only the shift has put into one window.
    torch::Tensor separation(const torch::TensorOptions& options) const
    {
        const auto regions =
            axisRegions(tall, down).view({-1, 1}) * 3 + axisRegions(wide, right).view({1, -1});
        const auto windows = regions.view({tall, swinWindow, wide, swinWindow})
                                 .permute({0, 2, 1, 3})
                                 .reshape({-1, swinWindow * swinWindow});
        const auto apart = windows.unsqueeze(1) != windows.unsqueeze(2);
        return apart.unsqueeze(1).to(options) * swinApart;
    }

    int64_t height;
    int64_t width;
    int64_t tall; ///< windows
    int64_t wide;
    int64_t down; ///< pixels that the windows are shifted
    int64_t right;

private:
    /// Along one axis: 0 in front, 1 in the last window, 2 where the shift has wrapped.
    static torch::Tensor axisRegions(int64_t windows, int64_t shift)
    {
        const int64_t length = windows * swinWindow;
        auto regions = torch::zeros({length}, torch::kLong);
        if (shift > 0) {
            regions.narrow(0, length - swinWindow, swinWindow).fill_(1);
            regions.narrow(0, length - shift, shift).fill_(2);
        }
        return regions;
    }
};

/// [49 x 49]: the row of the table for each pair of places in a window.
torch::Tensor relativePlaces()
{
    const auto axis = torch::arange(swinWindow, torch::kLong);
    const auto rows = axis.view({-1, 1}).expand({swinWindow, swinWindow}).reshape({-1});
    const auto columns = axis.repeat({swinWindow});
    const auto between = [](const torch::Tensor& places) {
        return places.view({-1, 1}) - places.view({1, -1}) + swinWindow - 1;
    };
    return (between(rows) * (2 * swinWindow - 1) + between(columns)).reshape({-1});
}

class WindowAttention : public nn::Module
{
public:
    WindowAttention(int64_t channels, int64_t heads)
        : heads_(heads),
          table_(register_parameter(
              "relative_position_bias_table",
              torch::randn({(2 * swinWindow - 1) * (2 * swinWindow - 1), heads}) * 0.02)),
          qkv_(register_module("qkv", tokenLinear(channels, 3 * channels))),
          proj_(register_module("proj", tokenLinear(channels, channels)))
    {}

    /// [N windows, 49, C] to the same.
    torch::Tensor forward(const torch::Tensor& x, const WindowGrid& grid)
    {
        const auto parts = qkv_(x).chunk(3, 2);
        const auto q = headsOf(parts[0], heads_);
        const double scale = 1 / std::sqrt(static_cast<double>(q.size(3)));
        auto scores = torch::matmul(q * scale, headsOf(parts[1], heads_).transpose(2, 3)) + bias();
        if (grid.shifted()) {
            const auto apart = grid.separation(torch::TensorOptions(torch::kFloat))
                                   .to(scores.device(), scores.scalar_type());
            scores =
                (scores.view({-1, apart.size(0), heads_, scores.size(2), scores.size(3)}) + apart)
                    .view(scores.sizes());
        }
        const auto y = torch::matmul(scores.softmax(-1), headsOf(parts[2], heads_));
        return proj_(withoutHeads(y));
    }

private:
    /// [1, heads, 49, 49]
    torch::Tensor bias() const
    {
        constexpr int64_t area = swinWindow * swinWindow;
        const auto rows = table_.index_select(0, relativePlaces().to(table_.device()));
        return rows.view({area, area, heads_}).permute({2, 0, 1}).unsqueeze(0);
    }

    int64_t heads_;
    torch::Tensor table_;
    TokenLinear qkv_;
    TokenLinear proj_;
};

class SwinBlock : public nn::Module
{
public:
    SwinBlock(int64_t channels, int64_t heads, bool shifted, double dropPath)
        : shifted_(shifted),
          norm1_(register_module("norm1", layerNorm(channels, swinEps))),
          attention_(register_module("attn", std::make_shared<WindowAttention>(channels, heads))),
          dropPath_(register_module("drop_path", std::make_shared<DropPath>(dropPath))),
          norm2_(register_module("norm2", layerNorm(channels, swinEps)))
    {
        auto mlp = register_module("mlp", nn::ModuleList());
        widen_ = mlp->register_module("fc1", tokenLinear(channels, channels * swinWidening));
        narrow_ = mlp->register_module("fc2", tokenLinear(channels * swinWidening, channels));
    }

    /// [N, H, W, C] to the same.
    torch::Tensor forward(const torch::Tensor& x)
    {
        const WindowGrid grid(x.size(1), x.size(2), shifted_);
        const auto seen = grid.map(attention_->forward(grid.windows(norm1_(x)), grid));
        const auto y = x + dropPath_->forward(seen);
        return y + dropPath_->forward(narrow_(torch::gelu(widen_(norm2_(y)))));
    }

private:
    bool shifted_;
    nn::LayerNorm norm1_;
    std::shared_ptr<WindowAttention> attention_;
    std::shared_ptr<DropPath> dropPath_;
    nn::LayerNorm norm2_;
    TokenLinear widen_ = nullptr;
    TokenLinear narrow_ = nullptr;
};

/// Four neighbours become one patch of twice the channels.
class PatchMerging : public nn::Module
{
public:
    explicit PatchMerging(int64_t in)
        : norm_(register_module("norm", layerNorm(4 * in, swinEps))),
          reduction_(register_module("reduction", tokenLinear(4 * in, 2 * in, false)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto even = torch::constant_pad_nd(x, {0, 0, 0, x.size(2) % 2, 0, x.size(1) % 2}, 0);
        const auto fours =
            even.reshape({x.size(0), even.size(1) / 2, 2, even.size(2) / 2, 2, x.size(3)})
                .permute({0, 1, 3, 4, 2, 5})
                .flatten(3);
        return reduction_(norm_(fours));
    }

private:
    nn::LayerNorm norm_;
    TokenLinear reduction_;
};

struct SwinStage : nn::Module
{
    torch::Tensor forward(const torch::Tensor& x)
    {
        return blocks->forward(downsample ? downsample->forward(x) : x);
    }

    std::shared_ptr<PatchMerging> downsample;
    std::shared_ptr<Chain> blocks;
};

class Swin : public PatchEncoder
{
public:
    explicit Swin(const EncoderShape& shape)
        : PatchEncoder(shape, swinChannels,
                       {"model.layers_0", "model.layers_1", "model.layers_2", "model.layers_3"})
    {
        model_ = register_module("model", nn::ModuleList());
        auto patches = model_->register_module("patch_embed", nn::ModuleList());
        proj_ = patches->register_module(
            "proj", nn::Conv2d(nn::Conv2dOptions(shape.bands, swinChannels[0], 4).stride(4)));
        norm_ = patches->register_module("norm", layerNorm(swinChannels[0], swinEps));
        int made = 0;
        for (std::size_t i = 0; i < swinChannels.size(); ++i) {
            auto stage = std::make_shared<SwinStage>();
            if (i > 0) {
                stage->downsample = stage->register_module(
                    "downsample", std::make_shared<PatchMerging>(swinChannels[i - 1]));
            }
            stage->blocks = stage->register_module("blocks", std::make_shared<Chain>());
            for (int block = 0; block < swinBlocks[i]; ++block) {
                stage->blocks->push_back(
                    std::make_shared<SwinBlock>(swinChannels[i], swinHeads[i], block % 2 == 1,
                                                swinDropPath * made++ / lastBlock()));
            }
            layers_.push_back(model_->register_module("layers_" + std::to_string(i), stage));
        }
    }

    std::string firstConvolution() const override { return "model.patch_embed.proj"; }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return model_->children(); }

    /// timm's own classifier has "layers.0" where its features have "layers_0".
    std::string ownName(const std::string& name) const override
    {
        static const std::regex flat(R"(^layers\.(\d)\.)");
        static const std::regex stem(R"(^features\.0\.([02])\.)");
        static const std::regex block(R"(^features\.([1357])\.(\d)\.)");
        static const std::regex halving(R"(^features\.([246])\.)");
        if (name.ends_with("relative_position_index") || name.ends_with("attn_mask") ||
            name.starts_with("norm.") || name.starts_with("head.")) {
            return {};
        }
        std::smatch parts;
        if (std::regex_search(name, parts, stem)) {
            return std::string("patch_embed.") + (parts[1] == "0" ? "proj." : "norm.") +
                   parts.suffix().str();
        }
        if (std::regex_search(name, parts, halving)) {
            return "layers_" + std::to_string(std::stoi(parts[1]) / 2) + ".downsample." +
                   parts.suffix().str();
        }
        if (std::regex_search(name, parts, block)) {
            static const std::regex widen(R"(^mlp\.0\.)");
            static const std::regex narrow(R"(^mlp\.3\.)");
            const auto rest = std::regex_replace(
                std::regex_replace(parts.suffix().str(), widen, "mlp.fc1."), narrow, "mlp.fc2.");
            return "layers_" + std::to_string(std::stoi(parts[1]) / 2) + ".blocks." +
                   parts[2].str() + "." + rest;
        }
        return std::regex_replace(name, flat, "layers_$1.");
    }

protected:
    std::vector<torch::Tensor> maps(const torch::Tensor& x, std::size_t count) override
    {
        std::vector<torch::Tensor> result;
        auto y = norm_(proj_(x).permute({0, 2, 3, 1}));
        for (std::size_t i = 0; i < count; ++i) {
            y = layers_[i]->forward(y);
            result.push_back(y.permute({0, 3, 1, 2}));
        }
        return result;
    }

private:
    static int lastBlock()
    {
        int blocks = 0;
        for (const int ofStage : swinBlocks) {
            blocks += ofStage;
        }
        return blocks - 1;
    }

    nn::ModuleList model_;
    nn::Conv2d proj_ = nullptr;
    nn::LayerNorm norm_ = nullptr;
    std::vector<std::shared_ptr<SwinStage>> layers_;
};

} // namespace

std::shared_ptr<Encoder> makeSwinTiny(const EncoderShape& shape)
{
    return std::make_shared<Swin>(shape);
}

} // namespace limn::training
