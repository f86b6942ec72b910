#include "training/core/classic_unet.h"

#include "training/core/decoder_layers.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::size_t classicHalvings = 4;

std::string numbered(const std::string& name, std::size_t number)
{
    return name + std::to_string(number);
}

/// Two convolutions, each normalised and rectified; their names carry the block's.
class ClassicBlock : public nn::Module
{
public:
    ClassicBlock(const std::string& name, int64_t in, int64_t out)
        : conv1_(register_module(name + "conv1", decoderConvolution(in, out, 3, false))),
          norm1_(register_module(name + "norm1", nn::BatchNorm2d(out))),
          conv2_(register_module(name + "conv2", decoderConvolution(out, out, 3, false))),
          norm2_(register_module(name + "norm2", nn::BatchNorm2d(out)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        return norm2_(conv2_(norm1_(conv1_(x)).relu_())).relu_();
    }

private:
    nn::Conv2d conv1_;
    nn::BatchNorm2d norm1_;
    nn::Conv2d conv2_;
    nn::BatchNorm2d norm2_;
};

/// Features at strides 1, 2, 4, 8, 16.
class ContractingPath : public Encoder
{
public:
    /// `width` channels at the image's size, doubled at every halving.
    ContractingPath(int bands, int64_t width)
        : Encoder({.bands = bands, .depth = classicHalvings}), width_(width)
    {
        int64_t in = bands;
        for (std::size_t i = 0; i < classicHalvings; ++i) {
            add(numbered("encoder", i + 1), numbered("enc", i + 1), in, width << i);
            in = width << i;
        }
        add("bottleneck", "bottleneck", in, width << classicHalvings);
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{blocks_.front()->forward(x)};
        for (std::size_t i = 1; i < blocks_.size(); ++i) {
            result.push_back(blocks_[i]->forward(torch::max_pool2d(result.back(), 2)));
        }
        return result;
    }
    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all;
        for (std::size_t i = 0; i <= classicHalvings; ++i) {
            all.push_back(width_ << i);
        }
        return all;
    }
    std::string firstConvolution() const override { return "encoder1.enc1conv1"; }
    std::vector<std::string> featureLayers() const override
    {
        return {"encoder2", "encoder3", "encoder4", "bottleneck"};
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return children(); }

private:
    void add(const std::string& name, const std::string& inner, int64_t in, int64_t out)
    {
        blocks_.push_back(register_module(name, std::make_shared<ClassicBlock>(inner, in, out)));
    }

    int64_t width_;
    std::vector<std::shared_ptr<ClassicBlock>> blocks_;
};

class ClassicUnet : public SegmentationNetwork
{
public:
    ClassicUnet(const NetworkSpec& spec, int64_t width)
        : SegmentationNetwork(spec, std::make_shared<ContractingPath>(spec.bands, width), "")
    {
        for (std::size_t i = classicHalvings; i-- > 0;) {
            const int64_t out = width << i;
            doublings_.push_back(register_module(
                numbered("upconv", i + 1),
                nn::ConvTranspose2d(nn::ConvTranspose2dOptions(2 * out, out, 2).stride(2))));
            blocks_.push_back(register_module(
                numbered("decoder", i + 1),
                std::make_shared<ClassicBlock>(numbered("dec", i + 1), 2 * out, out)));
        }
        conv_ = register_module("conv", decoderConvolution(width, spec.classes, 1, true));
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto x = features.back();
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const auto& beside = features[classicHalvings - 1 - i];
            x = blocks_[i]->forward(torch::cat({doublings_[i](x), beside}, 1));
            record(numbered("decoder", classicHalvings - i), x);
        }
        return conv_(x);
    }
    std::vector<std::string> decoderLayers() const override
    {
        return {"decoder4", "decoder3", "decoder2", "decoder1"};
    }

private:
    std::vector<nn::ConvTranspose2d> doublings_; ///< from the deepest up
    std::vector<std::shared_ptr<ClassicBlock>> blocks_;
    nn::Conv2d conv_ = nullptr;
};

} // namespace

std::shared_ptr<SegmentationNetwork>
makeClassicUnet(const NetworkSpec& spec, std::shared_ptr<Encoder> /*encoder*/, int64_t width)
{
    return std::make_shared<ClassicUnet>(spec, width);
}

} // namespace limn::training
