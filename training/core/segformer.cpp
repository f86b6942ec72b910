#include "training/core/segformer.h"

#include "training/core/decoder_layers.h"
#include "training/core/tokens.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t segFormerChannels = 256;
constexpr int64_t segFormerStride = 4;

/// Features without the image, and without a stride that has no channels.
template <typename Entry>
std::vector<Entry> fromDeepest(const std::vector<Entry>& entries, bool halfIsEmpty)
{
    std::vector<Entry> result(entries.begin() + (halfIsEmpty ? 2 : 1), entries.end());
    std::reverse(result.begin(), result.end());
    return result;
}

class SegFormerDecoder : public nn::Module
{
public:
    explicit SegFormerDecoder(const std::vector<int64_t>& channels) : halfIsEmpty_(channels[1] == 0)
    {
        auto list = register_module("mlp_stage", nn::ModuleList());
        const auto used = fromDeepest(channels, halfIsEmpty_);
        for (std::size_t i = 0; i < used.size(); ++i) {
            auto stage = list->register_module(std::to_string(i), nn::ModuleList());
            linears_.push_back(
                stage->register_module("linear", tokenLinear(used[i], segFormerChannels)));
        }
        auto fuse = register_module("fuse_stage", nn::ModuleList());
        fuse_ = fuse->register_module(
            "0", decoderConvolution(static_cast<int64_t>(used.size()) * segFormerChannels,
                                    segFormerChannels, 1, false));
        norm_ = fuse->register_module("1", nn::BatchNorm2d(segFormerChannels));
    }

    /// As published, stages are projected, resized, put side by side and fused by a convolution of
    /// single pixels. Projection and fusion are linear and the same for every pixel, and the
    /// weights of a bilinear mean sum to 1. So each stage is multiplied by the product of both,
    /// before it is enlarged or after it is made smaller, and the sum is the same.
    torch::Tensor forward(const std::vector<torch::Tensor>& features)
    {
        const int64_t height = features[0].size(2) / segFormerStride;
        const int64_t width = features[0].size(3) / segFormerStride;
        const auto used = fromDeepest(features, halfIsEmpty_);
        const auto weights = fuse_->weight.flatten(1).split(segFormerChannels, 1);
        torch::Tensor sum;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const bool shrinks = used[i].size(2) > height;
            const torch::Tensor x =
                shrinks ? torch::upsample_bilinear2d(used[i], {height, width}, false) : used[i];
            const torch::Tensor both = torch::matmul(weights[i], linears_[i]->weight);
            const torch::Tensor shift = torch::mv(weights[i], linears_[i]->bias);
            torch::Tensor map =
                mapOf(torch::linear(tokensOf(x), both, shift), x.size(2), x.size(3));
            if (map.size(2) != height || map.size(3) != width)
                map = torch::upsample_bilinear2d(map, {height, width}, false);
            sum = sum.defined() ? sum + map : map;
        }
        return norm_(sum).relu_();
    }

private:
    bool halfIsEmpty_;
    std::vector<TokenLinear> linears_;
    nn::Conv2d fuse_ = nullptr;
    nn::BatchNorm2d norm_ = nullptr;
};

class SegFormer : public SegmentationNetwork
{
public:
    SegFormer(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(
              register_module("decoder", std::make_shared<SegFormerDecoder>(encoder->channels()))),
          head_(register_module("segmentation_head",
                                segmentationHead(segFormerChannels, spec.classes, 1)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto fused = decoder_->forward(features);
        record("decoder", fused);
        return bilinear(head_->forward(fused), segFormerStride);
    }
    std::vector<std::string> decoderLayers() const override { return {"decoder"}; }

private:
    std::shared_ptr<SegFormerDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeSegFormer(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<SegFormer>(spec, encoder);
}

} // namespace limn::training
