#include "training/core/upernet.h"

#include "training/core/decoder_layers.h"
#include "training/core/tokens.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t uperStride = 4;
constexpr std::size_t uperFirst = 2; ///< of the encoder's features, the one at stride 4
constexpr std::array<int64_t, 4> uperBins{1, 2, 3, 6};
constexpr double uperEps = 1e-6;

/// The map's means over a grid, convolved, at the map's size again.
class GridMeans : public nn::Module
{
public:
    GridMeans(int64_t in, int64_t out, int64_t bins) : bins_(bins)
    {
        auto unit = register_module("1", nn::ModuleList());
        convolution_ = unit->register_module("0", decoderConvolution(in, out, 1, false));
        norm_ = unit->register_module("1", nn::BatchNorm2d(out));
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto means = convolution_(torch::adaptive_avg_pool2d(x, {bins_, bins_}));
        return bilinearLike((bins_ == 1 ? normalisedMeans(norm_, means) : norm_(means)).relu_(), x);
    }

private:
    int64_t bins_;
    nn::Conv2d convolution_ = nullptr;
    nn::BatchNorm2d norm_ = nullptr;
};

class GridPyramid : public nn::Module
{
public:
    GridPyramid(int64_t in, int64_t out)
    {
        auto list = register_module("blocks", nn::ModuleList());
        for (const int64_t bins : uperBins) {
            grids_.push_back(std::make_shared<GridMeans>(in, out, bins));
            list->push_back(grids_.back());
        }
        const auto together = in + static_cast<int64_t>(uperBins.size()) * out;
        out_ = register_module("out_conv", std::make_shared<ConvolutionNormRelu>(together, out, 3));
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        std::vector<torch::Tensor> maps{x};
        for (const auto& grid : grids_) {
            maps.push_back(grid->forward(x));
        }
        return out_->forward(torch::cat(maps, 1));
    }

private:
    std::vector<std::shared_ptr<GridMeans>> grids_;
    std::shared_ptr<ConvolutionNormRelu> out_;
};

class UPerDecoder : public nn::Module
{
public:
    /// `channels` of the encoder's six features; `width` of every map within.
    UPerDecoder(const std::vector<int64_t>& channels, int64_t width)
    {
        auto norms = register_module("feature_norms", nn::ModuleList());
        for (std::size_t i = uperFirst; i < channels.size(); ++i) {
            norms_.push_back(layerNorm(channels[i], uperEps));
            norms->push_back(norms_.back());
        }
        pyramid_ = register_module("psp", std::make_shared<GridPyramid>(channels.back(), width));
        auto laterals = register_module("fpn_lateral_blocks", nn::ModuleList());
        auto convolutions = register_module("fpn_conv_blocks", nn::ModuleList());
        for (std::size_t i = channels.size() - 1; i-- > uperFirst;) {
            const std::string number = std::to_string(laterals_.size());
            laterals_.push_back(
                laterals->register_module(number, nn::ModuleList())
                    ->register_module("conv_norm_relu", std::make_shared<ConvolutionNormRelu>(
                                                            channels[i], width, 1)));
            convolutions_.push_back(convolutions->register_module(
                number, std::make_shared<ConvolutionNormRelu>(width, width, 3)));
        }
        const auto together = static_cast<int64_t>(norms_.size()) * width;
        fusion_ = register_module("fusion_block",
                                  std::make_shared<ConvolutionNormRelu>(together, width, 3));
    }

    torch::Tensor forward(const std::vector<torch::Tensor>& features)
    {
        std::vector<torch::Tensor> normed;
        for (std::size_t i = 0; i < norms_.size(); ++i) {
            normed.push_back(channelNorm(norms_[i], features[uperFirst + i]));
        }
        // From the deepest up; a level goes on unconvolved to the next.
        auto state = pyramid_->forward(normed.back());
        std::vector<torch::Tensor> levels{state};
        for (std::size_t i = 0; i < laterals_.size(); ++i) {
            const auto lateral = laterals_[i]->forward(normed[normed.size() - 2 - i]);
            state = bilinearLike(state, lateral) + lateral;
            levels.push_back(convolutions_[i]->forward(state));
        }
        std::vector<torch::Tensor> maps;
        for (std::size_t i = levels.size(); i-- > 0;) {
            maps.push_back(bilinearLike(levels[i], levels.back()));
        }
        return fusion_->forward(torch::cat(maps, 1));
    }

private:
    std::vector<nn::LayerNorm> norms_; ///< from stride 4 down
    std::shared_ptr<GridPyramid> pyramid_;
    std::vector<std::shared_ptr<ConvolutionNormRelu>> laterals_; ///< from stride 16 up
    std::vector<std::shared_ptr<ConvolutionNormRelu>> convolutions_;
    std::shared_ptr<ConvolutionNormRelu> fusion_;
};

class UPerNet : public SegmentationNetwork
{
public:
    UPerNet(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder, int64_t width)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder",
                                   std::make_shared<UPerDecoder>(encoder->channels(), width))),
          head_(register_module("segmentation_head", segmentationHead(width, spec.classes, 1)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto fused = decoder_->forward(features);
        record("decoder", fused);
        return bilinear(head_->forward(fused), uperStride);
    }
    std::vector<std::string> decoderLayers() const override { return {"decoder"}; }

private:
    std::shared_ptr<UPerDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeUPerNet(const NetworkSpec& spec,
                                                 std::shared_ptr<Encoder> encoder, int64_t width)
{
    return std::make_shared<UPerNet>(spec, encoder, width);
}

} // namespace limn::training
