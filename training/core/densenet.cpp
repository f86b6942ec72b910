#include "training/core/densenet.h"

#include <array>
#include <regex>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int, 4> denseLayers{6, 12, 24, 16}; ///< of denseblock1 to denseblock4
constexpr int64_t denseStem = 64;
constexpr int64_t denseGrowth = 32;
constexpr int64_t denseBottleneck = 4 * denseGrowth;

nn::Conv2d denseConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride = 1)
{
    nn::Conv2d layer(
        nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
    nn::init::kaiming_normal_(layer->weight);
    return layer;
}

/// From everything so far to the block's next 32 channels.
class DenseLayer : public nn::Module
{
public:
    explicit DenseLayer(int64_t in)
        : norm1_(register_module("norm1", nn::BatchNorm2d(in))),
          conv1_(register_module("conv1", denseConvolution(in, denseBottleneck, 1))),
          norm2_(register_module("norm2", nn::BatchNorm2d(denseBottleneck))),
          conv2_(register_module("conv2", denseConvolution(denseBottleneck, denseGrowth, 3)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        return conv2_(norm2_(conv1_(norm1_(x).relu_())).relu_());
    }

private:
    nn::BatchNorm2d norm1_;
    nn::Conv2d conv1_;
    nn::BatchNorm2d norm2_;
    nn::Conv2d conv2_;
};

class DenseBlock : public nn::Module
{
public:
    DenseBlock(int64_t in, int layers)
    {
        for (int i = 0; i < layers; ++i) {
            layers_.push_back(register_module("denselayer" + std::to_string(i + 1),
                                              std::make_shared<DenseLayer>(in + i * denseGrowth)));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        std::vector<torch::Tensor> maps{x};
        for (const auto& layer : layers_) {
            maps.push_back(layer->forward(maps.size() == 1 ? x : torch::cat(maps, 1)));
        }
        return torch::cat(maps, 1);
    }

private:
    std::vector<std::shared_ptr<DenseLayer>> layers_;
};

/// Between two blocks: the normalised map, which is the feature, and from it half the channels at
/// half the size.
class Transition : public nn::Module
{
public:
    explicit Transition(int64_t in)
        : norm_(register_module("norm", nn::BatchNorm2d(in))),
          relu_(register_module("relu", nn::ReLU(nn::ReLUOptions(true)))),
          conv_(register_module("conv", denseConvolution(in, in / 2, 1)))
    {}

    torch::Tensor feature(const torch::Tensor& x) { return relu_(norm_(x)); }
    torch::Tensor halved(const torch::Tensor& feature)
    {
        return torch::avg_pool2d(conv_(feature), 2);
    }

private:
    nn::BatchNorm2d norm_;
    nn::ReLU relu_;
    nn::Conv2d conv_;
};

struct DenseFeatures : nn::Module
{
    explicit DenseFeatures(int bands)
        : conv0(register_module("conv0", denseConvolution(bands, denseStem, 7, 2))),
          norm0(register_module("norm0", nn::BatchNorm2d(denseStem))),
          relu0(register_module("relu0", nn::ReLU(nn::ReLUOptions(true))))
    {
        int64_t in = denseStem;
        channels.push_back(in);
        for (std::size_t i = 0; i < denseLayers.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            blocks.push_back(register_module("denseblock" + number,
                                             std::make_shared<DenseBlock>(in, denseLayers[i])));
            in += denseLayers[i] * denseGrowth;
            channels.push_back(in);
            if (i + 1 < denseLayers.size()) {
                transitions.push_back(
                    register_module("transition" + number, std::make_shared<Transition>(in)));
                in /= 2;
            }
        }
        norm5 = register_module("norm5", nn::BatchNorm2d(in));
    }

    nn::Conv2d conv0;
    nn::BatchNorm2d norm0;
    nn::ReLU relu0;
    std::vector<std::shared_ptr<DenseBlock>> blocks;
    std::vector<std::shared_ptr<Transition>> transitions;
    nn::BatchNorm2d norm5 = nullptr;
    std::vector<int64_t> channels; ///< of the features at strides 2 to 32
};

class DenseNet121 : public Encoder
{
public:
    explicit DenseNet121(const EncoderShape& shape)
        : Encoder(shape),
          layers_(register_module("features", std::make_shared<DenseFeatures>(shape.bands)))
    {}

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{x, layers_->relu0(layers_->norm0(layers_->conv0(x)))};
        auto y = torch::max_pool2d(result.back(), 3, 2, 1);
        for (int depth = 2; depth <= shape().depth; ++depth) {
            const auto block = static_cast<std::size_t>(depth - 2);
            y = layers_->blocks[block]->forward(y);
            if (block == layers_->transitions.size()) {
                result.push_back(layers_->norm5(y));
                break;
            }
            result.push_back(layers_->transitions[block]->feature(y));
            if (depth < shape().depth) {
                y = layers_->transitions[block]->halved(result.back());
            }
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all = layers_->channels;
        all.insert(all.begin(), shape().bands);
        return firstOf(all, shape().depth + 1);
    }
    std::string firstConvolution() const override { return "features.conv0"; }
    std::vector<std::string> featureLayers() const override
    {
        return firstOf<std::string>({"features.relu0", "features.transition1.relu",
                                     "features.transition2.relu", "features.transition3.relu",
                                     "features.norm5"},
                                    shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return layers_->children(); }

    /// torchvision's file is older than its layers' names: "denselayer1.norm.1.weight".
    std::string ownName(const std::string& name) const override
    {
        static const std::regex dotted(R"((denselayer\d+\.(?:norm|conv))\.([12]\.))");
        return std::regex_replace(name, dotted, "$1$2");
    }

private:
    std::shared_ptr<DenseFeatures> layers_;
};

} // namespace

std::shared_ptr<Encoder> makeDenseNet121(const EncoderShape& shape)
{
    return std::make_shared<DenseNet121>(shape);
}

} // namespace limn::training
