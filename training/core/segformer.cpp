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
        fuse_ =
            register_module("fuse_stage", std::make_shared<ConvolutionNormRelu>(
                                              static_cast<int64_t>(used.size()) * segFormerChannels,
                                              segFormerChannels, 1));
    }

    torch::Tensor forward(const std::vector<torch::Tensor>& features)
    {
        const std::vector<int64_t> size{features[0].size(2) / segFormerStride,
                                        features[0].size(3) / segFormerStride};
        const auto used = fromDeepest(features, halfIsEmpty_);
        std::vector<torch::Tensor> maps;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const auto map =
                mapOf(linears_[i](tokensOf(used[i])), used[i].size(2), used[i].size(3));
            maps.push_back(torch::upsample_bilinear2d(map, size, false));
        }
        return fuse_->forward(torch::cat(maps, 1));
    }

private:
    bool halfIsEmpty_;
    std::vector<TokenLinear> linears_;
    std::shared_ptr<ConvolutionNormRelu> fuse_;
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
