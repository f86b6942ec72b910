#include "training/core/pspnet.h"

#include "training/core/decoder_layers.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int64_t, 4> pyramidBins{1, 2, 3, 6};
constexpr int64_t pspChannels = 512;
constexpr int64_t pspStride = 8;
constexpr double pspDropout = 0.2;

/// The map's means over bins x bins fields, at the map's size again.
class BinBlock : public nn::Module
{
public:
    BinBlock(int64_t in, int64_t out, int64_t bins) : bins_(bins)
    {
        if (bins == 1) {
            // One value a channel cannot be normalised by its batch.
            convolution_ = std::make_shared<Chain>(decoderConvolution(in, out, 1, true),
                                                   nn::ReLU(nn::ReLUOptions(true)));
        } else {
            convolution_ = std::make_shared<ConvolutionNormRelu>(in, out, 1);
        }
        register_module("pool", nn::ModuleList())->register_module("1", convolution_);
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto y = convolution_->forward(torch::adaptive_avg_pool2d(x, {bins_, bins_}));
        return torch::upsample_bilinear2d(y, {x.size(2), x.size(3)}, true);
    }

private:
    int64_t bins_;
    std::shared_ptr<Chain> convolution_;
};

/// The map and its means over four grids.
class BinPyramid : public nn::Module
{
public:
    explicit BinPyramid(int64_t in)
    {
        auto list = register_module("blocks", nn::ModuleList());
        for (const int64_t bins : pyramidBins) {
            blocks_.push_back(std::make_shared<BinBlock>(
                in, in / static_cast<int64_t>(pyramidBins.size()), bins));
            list->push_back(blocks_.back());
        }
    }

    /// [N, in, h, w] to [N, 2 in, h, w].
    torch::Tensor forward(const torch::Tensor& x)
    {
        std::vector<torch::Tensor> maps;
        for (const auto& block : blocks_) {
            maps.push_back(block->forward(x));
        }
        maps.push_back(x);
        return torch::cat(maps, 1);
    }

private:
    std::vector<std::shared_ptr<BinBlock>> blocks_;
};

struct PspDecoder : nn::Module
{
    explicit PspDecoder(int64_t in)
        : psp(register_module("psp", std::make_shared<BinPyramid>(in))),
          conv(register_module("conv",
                               std::make_shared<ConvolutionNormRelu>(2 * in, pspChannels, 1))),
          dropout(register_module("dropout", nn::Dropout2d(nn::Dropout2dOptions(pspDropout))))
    {}

    std::shared_ptr<BinPyramid> psp;
    std::shared_ptr<ConvolutionNormRelu> conv;
    nn::Dropout2d dropout;
};

class PspNet : public SegmentationNetwork
{
public:
    PspNet(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(
              register_module("decoder", std::make_shared<PspDecoder>(encoder->channels().back()))),
          head_(
              register_module("segmentation_head", segmentationHead(pspChannels, spec.classes, 3)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto pyramid = decoder_->psp->forward(features.back());
        record("decoder.psp", pyramid);
        const auto merged = decoder_->conv->forward(pyramid);
        record("decoder.conv", merged);
        return bilinear(head_->forward(decoder_->dropout(merged)), pspStride);
    }

    std::vector<std::string> decoderLayers() const override
    {
        return {"decoder.psp", "decoder.conv"};
    }

private:
    std::shared_ptr<PspDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makePspNet(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<PspNet>(spec, encoder);
}

} // namespace limn::training
