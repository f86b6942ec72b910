#include "training/core/vgg.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t vggPooling = 0; ///< in a plan, where the others are channels

std::vector<int64_t> vggPlan(int layers)
{
    constexpr int64_t pool = vggPooling;
    switch (layers) {
    case 11:
        return {64, pool, 128, pool, 256, 256, pool, 512, 512, pool, 512, 512, pool};
    case 16:
        return {64,   64,  pool, 128, 128,  pool, 256, 256, 256,
                pool, 512, 512,  512, pool, 512,  512, 512, pool};
    default:
        throw TrainingError("There is no VGG of " + std::to_string(layers) + " layers.");
    }
}

nn::Conv2d vggConvolution(int64_t in, int64_t out)
{
    nn::Conv2d layer(nn::Conv2dOptions(in, out, 3).padding(1));
    nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
    nn::init::zeros_(layer->bias);
    return layer;
}

class Vgg : public Encoder
{
public:
    Vgg(const std::vector<int64_t>& plan, const EncoderShape& shape)
        : Encoder(shape), features_(register_module("features", nn::Sequential()))
    {
        int64_t in = shape.bands;
        for (const int64_t out : plan) {
            if (out == vggPooling) {
                taps_.push_back({features_->size() - 1, in});
                features_->push_back(nn::MaxPool2d(nn::MaxPool2dOptions(2)));
                continue;
            }
            features_->push_back(vggConvolution(in, out));
            features_->push_back(nn::BatchNorm2d(out));
            features_->push_back(nn::ReLU(nn::ReLUOptions(true)));
            in = out;
        }
        taps_.push_back({features_->size() - 1, in});
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        const auto taps = firstOf(taps_, shape().depth + 1);
        std::vector<torch::Tensor> result;
        auto y = x;
        std::size_t layer = 0;
        for (const Tap& tap : taps) {
            for (; layer <= tap.layer; ++layer) {
                y = (features_->begin() + static_cast<std::ptrdiff_t>(layer))->forward(y);
            }
            result.push_back(y);
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all;
        for (const Tap& tap : firstOf(taps_, shape().depth + 1)) {
            all.push_back(tap.channels);
        }
        return all;
    }
    std::string firstConvolution() const override { return "features.0"; }
    std::vector<std::string> featureLayers() const override
    {
        std::vector<std::string> names;
        for (const Tap& tap : firstOf(taps_, shape().depth + 1)) {
            names.push_back("features." + std::to_string(tap.layer));
        }
        names.erase(names.begin()); // stride 1
        return names;
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return features_->children(); }
    bool endsInPooling() const override { return true; }

private:
    struct Tap
    {
        std::size_t layer; ///< index of the layer whose output is the feature
        int64_t channels;
    };
    nn::Sequential features_;
    std::vector<Tap> taps_;
};

} // namespace

std::shared_ptr<Encoder> makeVggBatchNorm(int layers, const EncoderShape& shape)
{
    return std::make_shared<Vgg>(vggPlan(layers), shape);
}

} // namespace limn::training
