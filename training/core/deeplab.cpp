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

/// What lies between the pyramid over the deepest feature and the head.
class DeepLabDecoder : public nn::Module
{
public:
    virtual torch::Tensor pyramid(const torch::Tensor& deepest) = 0;
    /// [N, atrousChannels, h, w] from the pyramid's output and the encoder's features.
    virtual torch::Tensor decoded(const torch::Tensor& pooled,
                                  const std::vector<torch::Tensor>& features) = 0;
    /// Full name, from the network, of the layer that puts out decoded().
    virtual std::string lastLayer() const = 0;
    virtual int64_t stride() const = 0; ///< pixels a cell of decoded()
};

class DenseDecoder : public DeepLabDecoder
{
public:
    explicit DenseDecoder(const std::vector<int64_t>& channels)
        : aspp_(register_module(
              "aspp", std::make_shared<AtrousPooling>(channels.back(), AtrousKind::Dense))),
          conv_(register_module("conv",
                                decoderConvolution(atrousChannels, atrousChannels, 3, false))),
          bn_(register_module("bn", nn::BatchNorm2d(atrousChannels)))
    {}

    torch::Tensor pyramid(const torch::Tensor& deepest) override { return aspp_->forward(deepest); }
    torch::Tensor decoded(const torch::Tensor& pooled,
                          const std::vector<torch::Tensor>& /*features*/) override
    {
        return bn_(conv_(pooled)).relu_();
    }
    std::string lastLayer() const override { return "decoder"; }
    int64_t stride() const override { return deepLabV3Stride; }

private:
    std::shared_ptr<AtrousPooling> aspp_;
    nn::Conv2d conv_;
    nn::BatchNorm2d bn_;
};

std::shared_ptr<Chain> separableUnit(int64_t in)
{
    return std::make_shared<Chain>(separableConvolution(in, atrousChannels, 1),
                                   nn::BatchNorm2d(atrousChannels),
                                   nn::ReLU(nn::ReLUOptions(true)));
}

class SeparableDecoder : public DeepLabDecoder
{
public:
    explicit SeparableDecoder(const std::vector<int64_t>& channels)
        : aspp_(register_module("aspp", std::make_shared<Chain>(std::make_shared<AtrousPooling>(
                                            channels.back(), AtrousKind::Separable)))),
          block1_(register_module(
              "block1", std::make_shared<ConvolutionNormRelu>(channels[2], nearChannels, 1))),
          block2_(register_module("block2", separableUnit(nearChannels + atrousChannels)))
    {
        aspp_->push_back(separableConvolution(atrousChannels, atrousChannels, 1));
        aspp_->push_back(nn::BatchNorm2d(atrousChannels));
        aspp_->push_back(nn::ReLU(nn::ReLUOptions(true)));
    }

    torch::Tensor pyramid(const torch::Tensor& deepest) override { return aspp_->forward(deepest); }
    torch::Tensor decoded(const torch::Tensor& pooled,
                          const std::vector<torch::Tensor>& features) override
    {
        const auto& near = features[2];
        const auto enlarged = bilinear(pooled, near.size(2) / pooled.size(2));
        return block2_->forward(torch::cat({enlarged, block1_->forward(near)}, 1));
    }
    std::string lastLayer() const override { return "decoder.block2"; }
    int64_t stride() const override { return nearStride; }

private:
    std::shared_ptr<Chain> aspp_; ///< the pyramid, and behind it a separable convolution
    std::shared_ptr<ConvolutionNormRelu> block1_;
    std::shared_ptr<Chain> block2_;
};

class DeepLab : public SegmentationNetwork
{
public:
    DeepLab(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder,
            std::shared_ptr<DeepLabDecoder> decoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder", std::move(decoder))),
          head_(register_module("segmentation_head",
                                segmentationHead(atrousChannels, spec.classes, 1)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto pooled = decoder_->pyramid(features.back());
        record(pyramidLayer, pooled);
        const auto decoded = decoder_->decoded(pooled, features);
        record(decoder_->lastLayer(), decoded);
        return bilinear(head_->forward(decoded), decoder_->stride());
    }

    std::vector<std::string> decoderLayers() const override
    {
        return {pyramidLayer, decoder_->lastLayer()};
    }

private:
    static constexpr const char* pyramidLayer = "decoder.aspp";

    std::shared_ptr<DeepLabDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeDeepLabV3(const NetworkSpec& spec,
                                                   std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<DeepLab>(spec, encoder,
                                     std::make_shared<DenseDecoder>(encoder->channels()));
}

std::shared_ptr<SegmentationNetwork> makeDeepLabV3Plus(const NetworkSpec& spec,
                                                       std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<DeepLab>(spec, encoder,
                                     std::make_shared<SeparableDecoder>(encoder->channels()));
}

} // namespace limn::training
