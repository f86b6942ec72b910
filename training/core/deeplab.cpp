#include "training/core/deeplab.h"

#include "training/core/atrous_pooling.h"
#include "training/core/decoder_layers.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t deepLabV3Stride = 8;
constexpr int64_t nearChannels = 48; ///< to which the feature at stride 4 is narrowed
constexpr int64_t nearStride = 4;    ///< at which DeepLabV3+ decodes

struct DeepLabV3Decoder : nn::Module
{
    explicit DeepLabV3Decoder(int64_t in)
        : aspp(register_module("aspp", std::make_shared<AtrousPooling>(in, AtrousKind::Dense))),
          conv(register_module("conv",
                               decoderConvolution(atrousChannels, atrousChannels, 3, false))),
          bn(register_module("bn", nn::BatchNorm2d(atrousChannels)))
    {}

    std::shared_ptr<AtrousPooling> aspp;
    nn::Conv2d conv;
    nn::BatchNorm2d bn;
};

class DeepLabV3 : public SegmentationNetwork
{
public:
    DeepLabV3(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder",
                                   std::make_shared<DeepLabV3Decoder>(encoder->channels().back()))),
          head_(register_module("segmentation_head",
                                segmentationHead(atrousChannels, spec.classes, 1)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto pooled = decoder_->aspp->forward(features.back());
        record("decoder.aspp", pooled);
        const auto decoded = decoder_->bn(decoder_->conv(pooled)).relu_();
        record("decoder", decoded);
        return bilinear(head_->forward(decoded), deepLabV3Stride);
    }

    std::vector<std::string> decoderLayers() const override { return {"decoder.aspp", "decoder"}; }

private:
    std::shared_ptr<DeepLabV3Decoder> decoder_;
    nn::Sequential head_;
};

std::shared_ptr<Chain> separableUnit(int64_t in)
{
    return std::make_shared<Chain>(separableConvolution(in, atrousChannels, 1),
                                   nn::BatchNorm2d(atrousChannels),
                                   nn::ReLU(nn::ReLUOptions(true)));
}

struct DeepLabV3PlusDecoder : nn::Module
{
    explicit DeepLabV3PlusDecoder(const std::vector<int64_t>& channels)
        : aspp(register_module("aspp", std::make_shared<Chain>(std::make_shared<AtrousPooling>(
                                           channels.back(), AtrousKind::Separable)))),
          block1(register_module(
              "block1", std::make_shared<ConvolutionNormRelu>(channels[2], nearChannels, 1))),
          block2(register_module("block2", separableUnit(nearChannels + atrousChannels)))
    {
        aspp->push_back(separableConvolution(atrousChannels, atrousChannels, 1));
        aspp->push_back(nn::BatchNorm2d(atrousChannels));
        aspp->push_back(nn::ReLU(nn::ReLUOptions(true)));
    }

    std::shared_ptr<Chain> aspp; ///< the pyramid, and behind it a separable convolution
    std::shared_ptr<ConvolutionNormRelu> block1;
    std::shared_ptr<Chain> block2;
};

class DeepLabV3Plus : public SegmentationNetwork
{
public:
    DeepLabV3Plus(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder",
                                   std::make_shared<DeepLabV3PlusDecoder>(encoder->channels()))),
          head_(register_module("segmentation_head",
                                segmentationHead(atrousChannels, spec.classes, 1)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto pooled = decoder_->aspp->forward(features.back());
        record("decoder.aspp", pooled);
        const auto& near = features[2];
        const auto enlarged = bilinear(pooled, near.size(2) / pooled.size(2));
        const auto decoded =
            decoder_->block2->forward(torch::cat({enlarged, decoder_->block1->forward(near)}, 1));
        record("decoder.block2", decoded);
        return bilinear(head_->forward(decoded), nearStride);
    }

    std::vector<std::string> decoderLayers() const override
    {
        return {"decoder.aspp", "decoder.block2"};
    }

private:
    std::shared_ptr<DeepLabV3PlusDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeDeepLabV3(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<DeepLabV3>(spec, encoder);
}

std::shared_ptr<SegmentationNetwork> makeDeepLabV3Plus(const NetworkSpec& spec,
                                                       std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<DeepLabV3Plus>(spec, encoder);
}

} // namespace limn::training
