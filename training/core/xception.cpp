#include "training/core/xception.h"

#include "training/core/chain.h"
#include "training/core/encoder_convolution.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct XceptionPlan
{
    int64_t in;
    int64_t out;
    int repeats;
    int64_t stride;
    bool beginsRectified = true;
    bool growsFirst = true; ///< to `out` in the first convolution, else in the last
};

constexpr XceptionPlan xceptionMiddle{728, 728, 3, 1};
constexpr std::array<XceptionPlan, 12> xceptionBlocks{{{64, 128, 2, 2, false},
                                                       {128, 256, 2, 2},
                                                       {256, 728, 2, 2},
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       xceptionMiddle,
                                                       {728, 1024, 2, 2, true, false}}};
constexpr std::size_t atStride4 = 0; ///< the blocks that put out features
constexpr std::size_t atStride8 = 1;
constexpr std::size_t atStride16 = 10;

/// A depthwise convolution and a pointwise one.
class XceptionUnit : public nn::Module
{
public:
    XceptionUnit(int64_t in, int64_t out)
        : conv1_(register_module(
              "conv1", encoderConvolution({.in = in, .out = in, .kernel = 3, .groups = in}))),
          pointwise_(register_module("pointwise", encoderConvolution({.in = in, .out = out})))
    {}

    torch::Tensor forward(const torch::Tensor& x) { return pointwise_(conv1_(x)); }

private:
    nn::Conv2d conv1_;
    nn::Conv2d pointwise_;
};

class XceptionBlock : public nn::Module
{
public:
    explicit XceptionBlock(const XceptionPlan& plan)
    {
        if (plan.in != plan.out || plan.stride != 1) {
            skip_ = register_module(
                "skip",
                encoderConvolution({.in = plan.in, .out = plan.out, .stride = plan.stride}));
            skipNorm_ = register_module("skipbn", nn::BatchNorm2d(plan.out));
        }
        rep_ = register_module("rep", std::make_shared<Chain>());
        int64_t in = plan.in;
        for (int unit = 0; unit < plan.repeats; ++unit) {
            const bool last = unit + 1 == plan.repeats;
            const int64_t out = plan.growsFirst || last ? plan.out : plan.in;
            if (unit > 0 || plan.beginsRectified) {
                // The first must leave the block's input as it is.
                rep_->push_back(nn::ReLU(nn::ReLUOptions(unit > 0)));
            }
            rep_->push_back(std::make_shared<XceptionUnit>(in, out));
            rep_->push_back(nn::BatchNorm2d(out));
            in = out;
        }
        if (plan.stride != 1) {
            rep_->push_back(nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(plan.stride).padding(1)));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        return rep_->forward(x) + (skip_ ? skipNorm_(skip_(x)) : x);
    }

private:
    nn::Conv2d skip_ = nullptr;
    nn::BatchNorm2d skipNorm_ = nullptr;
    std::shared_ptr<Chain> rep_;
};

class Xception : public Encoder
{
public:
    explicit Xception(const EncoderShape& shape)
        : Encoder(shape),
          conv1_(register_module(
              "conv1",
              encoderConvolution({.in = shape.bands, .out = 32, .kernel = 3, .stride = 2}))),
          bn1_(register_module("bn1", nn::BatchNorm2d(32))),
          conv2_(register_module("conv2", encoderConvolution({.in = 32, .out = 64, .kernel = 3}))),
          bn2_(register_module("bn2", nn::BatchNorm2d(64))),
          relu2_(register_module("relu2", nn::ReLU(nn::ReLUOptions(true))))
    {
        for (std::size_t i = 0; i < xceptionBlocks.size(); ++i) {
            blocks_.push_back(register_module("block" + std::to_string(i + 1),
                                              std::make_shared<XceptionBlock>(xceptionBlocks[i])));
        }
        conv3_ = register_module("conv3", std::make_shared<XceptionUnit>(1024, 1536));
        bn3_ = register_module("bn3", nn::BatchNorm2d(1536));
        conv4_ = register_module("conv4", std::make_shared<XceptionUnit>(1536, 2048));
        bn4_ = register_module("bn4", nn::BatchNorm2d(2048));
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{x, relu2_(bn2_(conv2_(bn1_(conv1_(x)).relu_())))};
        const auto depth = static_cast<std::size_t>(shape().depth);
        auto y = result.back();
        for (std::size_t i = 0; i < blocks_.size() && result.size() <= depth; ++i) {
            y = blocks_[i]->forward(y);
            if (i == atStride4 || i == atStride8 || i == atStride16) {
                result.push_back(y);
            }
        }
        if (result.size() <= depth) {
            y = bn3_(conv3_->forward(y)).relu_();
            result.push_back(bn4_(conv4_->forward(y)));
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        return firstOf<int64_t>({shape().bands, 64, 128, 256, 728, 2048}, shape().depth + 1);
    }
    std::string firstConvolution() const override { return "conv1"; }
    std::vector<std::string> featureLayers() const override
    {
        return firstOf<std::string>({"relu2", "block1", "block2", "block11", "bn4"}, shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return children(); }

private:
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d conv2_;
    nn::BatchNorm2d bn2_;
    nn::ReLU relu2_;
    std::vector<std::shared_ptr<XceptionBlock>> blocks_;
    std::shared_ptr<XceptionUnit> conv3_;
    nn::BatchNorm2d bn3_ = nullptr;
    std::shared_ptr<XceptionUnit> conv4_;
    nn::BatchNorm2d bn4_ = nullptr;
};

} // namespace

std::shared_ptr<Encoder> makeXception(const EncoderShape& shape)
{
    return std::make_shared<Xception>(shape);
}

} // namespace limn::training
