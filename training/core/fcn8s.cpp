#include "training/core/fcn8s.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct Fcn8sStage
{
    int64_t channels;
    int convolutions;
};

constexpr std::array<Fcn8sStage, 5> fcn8sStages{{{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}};
constexpr int64_t fcn8sBorder = 100;
constexpr int64_t fcn8sTop = 4096;
// Where maps of the padded image begin that the image's scores are added to.
constexpr int64_t cropAtStride16 = 5;
constexpr int64_t cropAtStride8 = 9;
constexpr int64_t cropOfScores = 31;

nn::Conv2d fcn8sConvolution(int64_t in, int64_t out, int64_t kernel, int64_t padding)
{
    nn::Conv2d layer(nn::Conv2dOptions(in, out, kernel).padding(padding));
    nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
    nn::init::zeros_(layer->bias);
    return layer;
}

/// Doubles (or more) a map of scores, started as bilinear interpolation of each class by itself.
nn::ConvTranspose2d enlargement(int64_t classes, int64_t times)
{
    nn::ConvTranspose2d layer(
        nn::ConvTranspose2dOptions(classes, classes, 2 * times).stride(times).bias(false));
    const torch::NoGradGuard noGrad;
    const auto at = torch::arange(2 * times, torch::kFloat);
    const double middle = static_cast<double>(times) - 0.5;
    const auto ramp = 1 - (at - middle).abs() / static_cast<double>(times);
    layer->weight.zero_();
    for (int64_t c = 0; c < classes; ++c) {
        layer->weight[c][c].copy_(torch::outer(ramp, ramp));
    }
    return layer;
}

torch::Tensor cropped(const torch::Tensor& x, int64_t from, const torch::Tensor& like)
{
    return x.narrow(2, from, like.size(2)).narrow(3, from, like.size(3));
}

/// Features are the image and, of the padded image, the poolings at strides 8 and 16 and the
/// classifier's last hidden map.
class Fcn8sEncoder : public Encoder
{
public:
    explicit Fcn8sEncoder(int bands) : Encoder({.bands = bands})
    {
        int64_t in = bands;
        for (std::size_t s = 0; s < fcn8sStages.size(); ++s) {
            for (int unit = 0; unit < fcn8sStages[s].convolutions; ++unit) {
                const bool first = s == 0 && unit == 0;
                const int64_t out = fcn8sStages[s].channels;
                stages_[s].push_back(
                    register_module("conv" + std::to_string(s + 1) + "_" + std::to_string(unit + 1),
                                    fcn8sConvolution(in, out, 3, first ? fcn8sBorder : 1)));
                in = out;
            }
        }
        fc6_ = register_module("fc6", fcn8sConvolution(in, fcn8sTop, 7, 0));
        drop6_ = register_module("drop6", nn::Dropout2d());
        fc7_ = register_module("fc7", fcn8sConvolution(fcn8sTop, fcn8sTop, 1, 0));
        drop7_ = register_module("drop7", nn::Dropout2d());
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{x};
        auto y = x;
        for (std::size_t s = 0; s < stages_.size(); ++s) {
            for (auto& convolution : stages_[s]) {
                y = convolution(y).relu_();
            }
            y = torch::max_pool2d(y, 2, 2, 0, 1, true);
            if (s == 2 || s == 3) {
                result.push_back(y);
            }
        }
        y = drop6_(fc6_(y).relu_());
        result.push_back(drop7_(fc7_(y).relu_()));
        return result;
    }
    std::vector<int64_t> channels() const override { return {shape().bands, 256, 512, fcn8sTop}; }
    std::string firstConvolution() const override { return "conv1_1"; }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return children(); }

private:
    std::array<std::vector<nn::Conv2d>, 5> stages_;
    nn::Conv2d fc6_ = nullptr;
    nn::Dropout2d drop6_ = nullptr;
    nn::Conv2d fc7_ = nullptr;
    nn::Dropout2d drop7_ = nullptr;
};

class Fcn8s : public SegmentationNetwork
{
public:
    explicit Fcn8s(const NetworkSpec& spec)
        : SegmentationNetwork(spec, std::make_shared<Fcn8sEncoder>(spec.bands), "")
    {
        scoreDeepest_ = register_module("score_fr", fcn8sConvolution(fcn8sTop, spec.classes, 1, 0));
        scorePool3_ = register_module("score_pool3", fcn8sConvolution(256, spec.classes, 1, 0));
        scorePool4_ = register_module("score_pool4", fcn8sConvolution(512, spec.classes, 1, 0));
        enlargeDeepest_ = register_module("upscore2", enlargement(spec.classes, 2));
        enlargeScores_ = register_module("upscore8", enlargement(spec.classes, 8));
        enlargePool4_ = register_module("upscore_pool4", enlargement(spec.classes, 2));
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto y = enlargeDeepest_(scoreDeepest_(features[3]));
        y = enlargePool4_(y + cropped(scorePool4_(features[2]), cropAtStride16, y));
        y = enlargeScores_(y + cropped(scorePool3_(features[1]), cropAtStride8, y));
        const auto logits = cropped(y, cropOfScores, features[0]).contiguous();
        record(scoreLayer, logits);
        return logits;
    }
    /// Deeper maps are those of the padded image: only the scores lie where the image does.
    std::vector<std::string> decoderLayers() const override { return {scoreLayer}; }

private:
    static constexpr const char* scoreLayer = "upscore8";

    nn::Conv2d scoreDeepest_ = nullptr;
    nn::Conv2d scorePool3_ = nullptr;
    nn::Conv2d scorePool4_ = nullptr;
    nn::ConvTranspose2d enlargeDeepest_ = nullptr;
    nn::ConvTranspose2d enlargeScores_ = nullptr;
    nn::ConvTranspose2d enlargePool4_ = nullptr;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeFcn8s(const NetworkSpec& spec,
                                               std::shared_ptr<Encoder> /*encoder*/)
{
    return std::make_shared<Fcn8s>(spec);
}

} // namespace limn::training
