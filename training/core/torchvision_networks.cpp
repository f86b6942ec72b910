#include "training/core/torchvision_networks.h"

#include "training/core/atrous_pooling.h"
#include "training/core/decoder_layers.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr double fcnDropout = 0.1;
constexpr int64_t lrAsppChannels = 128;
constexpr std::size_t lrAsppNear = 3; ///< of the features, the one at stride 8

nn::Conv2d toLogits(int64_t in, int64_t classes)
{
    return nn::Conv2d(nn::Conv2dOptions(in, classes, 1));
}

nn::ReLU inPlaceRelu()
{
    return nn::ReLU(nn::ReLUOptions(true));
}

std::shared_ptr<Chain> fcnHead(int64_t in, int64_t classes)
{
    return std::make_shared<Chain>(
        decoderConvolution(in, in / 4, 3, false), nn::BatchNorm2d(in / 4), inPlaceRelu(),
        nn::Dropout(nn::DropoutOptions(fcnDropout)), toLogits(in / 4, classes));
}

std::shared_ptr<Chain> deepLabHead(int64_t in, int64_t classes)
{
    return std::make_shared<Chain>(std::make_shared<AtrousPooling>(in, AtrousKind::Dense),
                                   decoderConvolution(atrousChannels, atrousChannels, 3, false),
                                   nn::BatchNorm2d(atrousChannels), inPlaceRelu(),
                                   toLogits(atrousChannels, classes));
}

const char* const classifierLayer = "classifier";

/// A head over the deepest feature.
class HeadNetwork : public SegmentationNetwork
{
public:
    HeadNetwork(const NetworkSpec& spec, std::shared_ptr<Encoder> encoder,
                std::shared_ptr<Chain> head)
        : SegmentationNetwork(spec, std::move(encoder), "backbone"),
          head_(register_module(classifierLayer, std::move(head)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto scores = head_->forward(features.back());
        record(classifierLayer, scores);
        return bilinearLike(scores, features.front());
    }
    std::vector<std::string> decoderLayers() const override { return {classifierLayer}; }

private:
    std::shared_ptr<Chain> head_;
};

class LrAsppHead : public nn::Module
{
public:
    LrAsppHead(int64_t near, int64_t deepest, int64_t classes)
        : cbr_(register_module(
              "cbr", std::make_shared<Chain>(decoderConvolution(deepest, lrAsppChannels, 1, false),
                                             nn::BatchNorm2d(lrAsppChannels), inPlaceRelu()))),
          scale_(register_module("scale", nn::ModuleList())
                     ->register_module("1", decoderConvolution(deepest, lrAsppChannels, 1, false))),
          nearClassifier_(register_module("low_classifier", toLogits(near, classes))),
          deepClassifier_(register_module("high_classifier", toLogits(lrAsppChannels, classes)))
    {}

    torch::Tensor forward(const torch::Tensor& near, const torch::Tensor& deepest)
    {
        const auto scale = scale_(torch::adaptive_avg_pool2d(deepest, {1, 1})).sigmoid();
        const auto weighed = cbr_->forward(deepest) * scale;
        return nearClassifier_(near) + deepClassifier_(bilinearLike(weighed, near));
    }

private:
    std::shared_ptr<Chain> cbr_;
    nn::Conv2d scale_;
    nn::Conv2d nearClassifier_;
    nn::Conv2d deepClassifier_;
};

class LrAspp : public SegmentationNetwork
{
public:
    LrAspp(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder, "backbone"),
          head_(register_module(classifierLayer, std::make_shared<LrAsppHead>(
                                                     encoder->channels()[lrAsppNear],
                                                     encoder->channels().back(), spec.classes)))
    {}

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const auto scores = head_->forward(features[lrAsppNear], features.back());
        record(classifierLayer, scores);
        return bilinearLike(scores, features.front());
    }
    std::vector<std::string> decoderLayers() const override { return {classifierLayer}; }

private:
    std::shared_ptr<LrAsppHead> head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeFcn(const NetworkSpec& spec,
                                             std::shared_ptr<Encoder> encoder)
{
    auto head = fcnHead(encoder->channels().back(), spec.classes);
    return std::make_shared<HeadNetwork>(spec, std::move(encoder), std::move(head));
}

std::shared_ptr<SegmentationNetwork> makeTorchvisionDeepLabV3(const NetworkSpec& spec,
                                                              std::shared_ptr<Encoder> encoder)
{
    auto head = deepLabHead(encoder->channels().back(), spec.classes);
    return std::make_shared<HeadNetwork>(spec, std::move(encoder), std::move(head));
}

std::shared_ptr<SegmentationNetwork> makeLrAspp(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<LrAspp>(spec, encoder);
}

} // namespace limn::training
