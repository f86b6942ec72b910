#include "training/core/resnet.h"

#include "training/core/chain.h"

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
constexpr int64_t bottleneckExpansion = 4;

struct Step
{
    int64_t stride = 1;
    int64_t dilation = 1;
};

nn::Conv2d residualConvolution(int64_t in, int64_t out, int64_t kernel, Step step)
{
    nn::Conv2d layer(nn::Conv2dOptions(in, out, kernel)
                         .stride(step.stride)
                         .padding(kernel / 2 * step.dilation)
                         .dilation(step.dilation)
                         .bias(false));
    nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
    return layer;
}

/// What both kinds of blocks end in: the sum with the input, which is reshaped where it must be.
class ResidualBlock : public nn::Module
{
public:
    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = residual(x);
        y.add_(downsample_ ? downsample_->forward(x) : x);
        return y.relu_();
    }

protected:
    virtual torch::Tensor residual(const torch::Tensor& x) = 0;

    void reshapeInput(int64_t in, int64_t out, int64_t stride)
    {
        if (stride != 1 || in != out) {
            downsample_ = register_module(
                "downsample",
                std::make_shared<Chain>(residualConvolution(in, out, 1, {.stride = stride}),
                                        nn::BatchNorm2d(out)));
        }
    }

private:
    std::shared_ptr<Chain> downsample_;
};

class BasicBlock : public ResidualBlock
{
public:
    BasicBlock(int64_t in, int64_t width, Step step)
        : conv1_(register_module("conv1", residualConvolution(in, width, 3, step))),
          bn1_(register_module("bn1", nn::BatchNorm2d(width))),
          conv2_(register_module(
              "conv2", residualConvolution(width, width, 3, {.dilation = step.dilation}))),
          bn2_(register_module("bn2", nn::BatchNorm2d(width)))
    {
        reshapeInput(in, width, step.stride);
    }

protected:
    torch::Tensor residual(const torch::Tensor& x) override
    {
        return bn2_(conv2_(bn1_(conv1_(x)).relu_()));
    }

private:
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d conv2_;
    nn::BatchNorm2d bn2_;
};

class Bottleneck : public ResidualBlock
{
public:
    Bottleneck(int64_t in, int64_t width, Step step)
        : conv1_(register_module("conv1", residualConvolution(in, width, 1, {}))),
          bn1_(register_module("bn1", nn::BatchNorm2d(width))),
          conv2_(register_module("conv2", residualConvolution(width, width, 3, step))),
          bn2_(register_module("bn2", nn::BatchNorm2d(width))),
          conv3_(register_module("conv3",
                                 residualConvolution(width, width * bottleneckExpansion, 1, {}))),
          bn3_(register_module("bn3", nn::BatchNorm2d(width * bottleneckExpansion)))
    {
        reshapeInput(in, width * bottleneckExpansion, step.stride);
    }

protected:
    torch::Tensor residual(const torch::Tensor& x) override
    {
        auto y = bn1_(conv1_(x)).relu_();
        y = bn2_(conv2_(y)).relu_();
        return bn3_(conv3_(y));
    }

private:
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d conv2_;
    nn::BatchNorm2d bn2_;
    nn::Conv2d conv3_;
    nn::BatchNorm2d bn3_;
};

class ResNet : public Encoder
{
public:
    ResNet(const ResNetPlan& plan, const EncoderShape& shape)
        : Encoder(shape),
          expansion_(plan.bottleneck ? bottleneckExpansion : 1),
          conv1_(register_module("conv1", residualConvolution(shape.bands, 64, 7, {.stride = 2}))),
          bn1_(register_module("bn1", nn::BatchNorm2d(64))),
          relu_(register_module("relu", nn::ReLU(nn::ReLUOptions(true)))),
          maxpool_(register_module("maxpool",
                                   nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1))))
    {
        int64_t in = 64;
        int64_t stride = 4;
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            Step first;
            if (i > 0) {
                stride *= 2;
                first = stride > shape.outputStride ? Step{.dilation = stride / shape.outputStride}
                                                    : Step{.stride = 2};
            }
            layers_[i] = std::make_shared<Chain>();
            for (int block = 0; block < plan.blocks[i]; ++block) {
                const Step step = block == 0 ? first : Step{.dilation = first.dilation};
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
