#include "training/core/resnet.h"

#include "training/core/chain.h"
#include "training/core/encoder_convolution.h"
#include "training/core/residual_blocks.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct ResNetPlan
{
    int layers;
    bool bottleneck;
    std::array<int, 4> blocks; ///< of layer1 to layer4
};

constexpr std::array<ResNetPlan, 4> resNetPlans{{{18, false, {2, 2, 2, 2}},
                                                 {34, false, {3, 4, 6, 3}},
                                                 {50, true, {3, 4, 6, 3}},
                                                 {101, true, {3, 4, 23, 3}}}};
constexpr std::array<int64_t, 4> resNetWidths{64, 128, 256, 512};

class ResNet : public Encoder
{
public:
    ResNet(const ResNetPlan& plan, const EncoderShape& shape)
        : Encoder(shape),
          expansion_(plan.bottleneck ? bottleneckExpansion : 1),
          conv1_(register_module(
              "conv1",
              encoderConvolution({.in = shape.bands, .out = 64, .kernel = 7, .stride = 2}))),
          bn1_(register_module("bn1", nn::BatchNorm2d(64))),
          relu_(register_module("relu", nn::ReLU(nn::ReLUOptions(true)))),
          maxpool_(register_module("maxpool",
                                   nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1))))
    {
        int64_t in = 64;
        int64_t stride = 4;
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            const int64_t before = dilationAt(stride, shape);
            ResidualStep first;
            if (i > 0) {
                stride *= 2;
                first = stride > shape.outputStride
                            ? ResidualStep{.dilation = dilationAt(stride, shape)}
                            : ResidualStep{.stride = 2};
            }
            const ResidualStep further{.dilation = first.dilation};
            if (shape.style == EncoderStyle::Published) {
                first.dilation = before;
            }
            layers_[i] = std::make_shared<Chain>();
            for (int block = 0; block < plan.blocks[i]; ++block) {
                const ResidualStep step = block == 0 ? first : further;
                if (plan.bottleneck) {
                    layers_[i]->push_back(std::make_shared<Bottleneck>(in, resNetWidths[i], step));
                } else {
                    layers_[i]->push_back(std::make_shared<BasicBlock>(in, resNetWidths[i], step));
                }
                in = resNetWidths[i] * expansion_;
            }
            register_module("layer" + std::to_string(i + 1), layers_[i]);
        }
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{x, relu_(bn1_(conv1_(x)))};
        auto y = maxpool_(result.back());
        for (int i = 0; i + 1 < shape().depth; ++i) {
            y = layers_[static_cast<std::size_t>(i)]->forward(y);
            result.push_back(y);
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all{shape().bands, 64};
        for (const int64_t width : resNetWidths) {
            all.push_back(width * expansion_);
        }
        return firstOf(all, shape().depth + 1);
    }
    std::string firstConvolution() const override { return "conv1"; }
    std::vector<std::string> featureLayers() const override
    {
        return firstOf<std::string>({"relu", "layer1", "layer2", "layer3", "layer4"},
                                    shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override
    {
        return {conv1_.ptr(), bn1_.ptr(), layers_[0], layers_[1], layers_[2], layers_[3]};
    }

private:
    static int64_t dilationAt(int64_t stride, const EncoderShape& shape)
    {
        return std::max<int64_t>(1, stride / shape.outputStride);
    }

    int64_t expansion_;
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::ReLU relu_;
    nn::MaxPool2d maxpool_;
    std::array<std::shared_ptr<Chain>, 4> layers_;
};

} // namespace

std::shared_ptr<Encoder> makeResNet(int layers, const EncoderShape& shape)
{
    for (const ResNetPlan& plan : resNetPlans) {
        if (plan.layers == layers) {
            return std::make_shared<ResNet>(plan, shape);
        }
    }
    throw TrainingError("There is no ResNet of " + std::to_string(layers) + " layers.");
}

} // namespace limn::training
