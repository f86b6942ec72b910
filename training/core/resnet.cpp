#include "training/core/resnet.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

nn::Conv2d convolution(int64_t in, int64_t out, int64_t kernel, int64_t stride)
{
    nn::Conv2d layer(
        nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
    nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
    return layer;
}

class BasicBlock : public nn::Module
{
public:
    BasicBlock(int64_t in, int64_t out, int64_t stride)
        : conv1_(register_module("conv1", convolution(in, out, 3, stride))),
          bn1_(register_module("bn1", nn::BatchNorm2d(out))),
          conv2_(register_module("conv2", convolution(out, out, 3, 1))),
          bn2_(register_module("bn2", nn::BatchNorm2d(out)))
    {
        if (stride != 1 || in != out) {
            downsample_ =
                register_module("downsample", nn::Sequential(convolution(in, out, 1, stride),
                                                             nn::BatchNorm2d(out)));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        auto y = bn1_(conv1_(x)).relu_();
        y = bn2_(conv2_(y));
        y.add_(downsample_.is_empty() ? x : downsample_->forward(x));
        return y.relu_();
    }

private:
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::Conv2d conv2_;
    nn::BatchNorm2d bn2_;
    nn::Sequential downsample_ = nullptr;
};

nn::Sequential stage(int64_t in, int64_t out, int blocks, int64_t stride)
{
    nn::Sequential layers;
    layers->push_back(BasicBlock(in, out, stride));
    for (int i = 1; i < blocks; ++i) {
        layers->push_back(BasicBlock(out, out, 1));
    }
    return layers;
}

class ResNet34 : public Encoder
{
public:
    explicit ResNet34(int bands)
        : bands_(bands),
          conv1_(register_module("conv1", convolution(bands, 64, 7, 2))),
          bn1_(register_module("bn1", nn::BatchNorm2d(64))),
          relu_(register_module("relu", nn::ReLU(nn::ReLUOptions(true)))),
          maxpool_(register_module("maxpool",
                                   nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)))),
          layer1_(register_module("layer1", stage(64, 64, 3, 1))),
          layer2_(register_module("layer2", stage(64, 128, 4, 2))),
          layer3_(register_module("layer3", stage(128, 256, 6, 2))),
          layer4_(register_module("layer4", stage(256, 512, 3, 2)))
    {}

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{x};
        result.push_back(relu_(bn1_(conv1_(x))));
        result.push_back(layer1_->forward(maxpool_(result.back())));
        result.push_back(layer2_->forward(result.back()));
        result.push_back(layer3_->forward(result.back()));
        result.push_back(layer4_->forward(result.back()));
        return result;
    }

    std::vector<int64_t> channels() const override { return {bands_, 64, 64, 128, 256, 512}; }
    std::string firstConvolution() const override { return "conv1"; }
    std::vector<std::string> featureLayers() const override
    {
        return {"relu", "layer1", "layer2", "layer3", "layer4"};
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override
    {
        return {conv1_.ptr(),  bn1_.ptr(),    layer1_.ptr(),
                layer2_.ptr(), layer3_.ptr(), layer4_.ptr()};
    }

private:
    int64_t bands_;
    nn::Conv2d conv1_;
    nn::BatchNorm2d bn1_;
    nn::ReLU relu_;
    nn::MaxPool2d maxpool_;
    nn::Sequential layer1_;
    nn::Sequential layer2_;
    nn::Sequential layer3_;
    nn::Sequential layer4_;
};

} // namespace

std::shared_ptr<Encoder> makeResNet34(int bands)
{
    return std::make_shared<ResNet34>(bands);
}

} // namespace limn::training
