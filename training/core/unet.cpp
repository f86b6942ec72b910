#include "training/core/unet.h"

#include "training/core/decoder_layers.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int64_t, 5> blockChannels{256, 128, 64, 32, 16};

class ConvolutionNormRelu : public nn::SequentialImpl
{
public:
    ConvolutionNormRelu(int64_t in, int64_t out)
        : nn::SequentialImpl(decoderConvolution(in, out, 3, false), nn::BatchNorm2d(out),
                             nn::ReLU(nn::ReLUOptions(true)))
    {}
};

class UnetBlock : public nn::Module
{
public:
    UnetBlock(int64_t in, int64_t skip, int64_t out)
        : conv1_(register_module("conv1", std::make_shared<ConvolutionNormRelu>(in + skip, out))),
          conv2_(register_module("conv2", std::make_shared<ConvolutionNormRelu>(out, out)))
    {}

    /// `skip` may be undefined.
    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& skip)
    {
        auto y = nearestTwice(x);
        if (skip.defined()) {
            y = torch::cat({y, skip}, 1);
        }
        return conv2_->forward(conv1_->forward(y));
    }

private:
    std::shared_ptr<ConvolutionNormRelu> conv1_;
    std::shared_ptr<ConvolutionNormRelu> conv2_;
};

class UnetDecoder : public nn::Module
{
public:
    /// `channels` of the encoder's six features; the first, the image itself, is not used.
    explicit UnetDecoder(const std::vector<int64_t>& channels)
        : blocks_(register_module("blocks", nn::ModuleList()))
    {
        int64_t in = channels.back();
        for (std::size_t i = 0; i < blockChannels.size(); ++i) {
            const int64_t skip = i + 1 < blockChannels.size() ? channels[4 - i] : 0;
            auto block = std::make_shared<UnetBlock>(in, skip, blockChannels[i]);
            blocks_->push_back(block);
            list_.push_back(std::move(block));
            in = blockChannels[i];
        }
    }

    const std::vector<std::shared_ptr<UnetBlock>>& blocks() const { return list_; }

private:
    nn::ModuleList blocks_;
    std::vector<std::shared_ptr<UnetBlock>> list_;
};

class Unet : public SegmentationNetwork
{
public:
    Unet(const NetworkSpec& spec, std::shared_ptr<Encoder> encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder", std::make_shared<UnetDecoder>(encoder->channels()))),
          head_(register_module("segmentation_head",
                                segmentationHead(blockChannels.back(), spec.classes, 3)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto x = features.back();
        const auto& blocks = decoder_->blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const bool last = i + 1 == blocks.size();
            x = blocks[i]->forward(x, last ? torch::Tensor() : features[4 - i]);
            record(blockName(i), x);
        }
        return head_->forward(x);
    }

    std::vector<std::string> decoderLayers() const override
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < blockChannels.size(); ++i) {
            names.push_back(blockName(i));
        }
        return names;
    }

private:
    static std::string blockName(std::size_t block)
    {
        std::string name = "decoder.blocks.";
        name += std::to_string(block);
        return name;
    }

    std::shared_ptr<UnetDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeUnet(const NetworkSpec& spec,
                                              std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<Unet>(spec, std::move(encoder));
}

} // namespace limn::training
