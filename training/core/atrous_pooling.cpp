#include "training/core/atrous_pooling.h"

#include "training/core/decoder_layers.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int64_t, 3> atrousRates{12, 24, 36};
constexpr double atrousDropout = 0.5;

nn::Conv2d dilatedConvolution(int64_t in, int64_t out, int64_t dilation, int64_t groups)
{
    nn::Conv2d layer(nn::Conv2dOptions(in, out, 3)
                         .padding(dilation)
                         .dilation(dilation)
                         .groups(groups)
                         .bias(false));
    nn::init::kaiming_uniform_(layer->weight, 0.0, torch::kFanIn, torch::kReLU);
    return layer;
}

} // namespace

std::shared_ptr<Chain> separableConvolution(int64_t in, int64_t out, int64_t dilation)
{
    return std::make_shared<Chain>(dilatedConvolution(in, in, dilation, in),
                                   decoderConvolution(in, out, 1, false));
}

/// The whole map's mean, everywhere.
class AtrousPooling::MeanBranch : public nn::Module
{
public:
    explicit MeanBranch(int64_t in)
        : convolution_(register_module("1", decoderConvolution(in, atrousChannels, 1, false))),
          norm_(register_module("2", nn::BatchNorm2d(atrousChannels)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto mean = convolution_(torch::adaptive_avg_pool2d(x, {1, 1}));
        const auto y = normalisedMeans(norm_, mean).relu();
        return torch::upsample_bilinear2d(y, {x.size(2), x.size(3)}, false);
    }

private:
    nn::Conv2d convolution_;
    nn::BatchNorm2d norm_;
};

AtrousPooling::AtrousPooling(int64_t in, AtrousKind kind)
{
    auto list = register_module("convs", nn::ModuleList());
    branches_.push_back(std::make_shared<ConvolutionNormRelu>(in, atrousChannels, 1));
    for (const int64_t rate : atrousRates) {
        auto branch = std::make_shared<Chain>();
        if (kind == AtrousKind::Separable) {
            branch->push_back(separableConvolution(in, atrousChannels, rate));
        } else {
            branch->push_back(dilatedConvolution(in, atrousChannels, rate, 1));
        }
        branch->push_back(nn::BatchNorm2d(atrousChannels));
        branch->push_back(nn::ReLU(nn::ReLUOptions(true)));
        branches_.push_back(branch);
    }
    for (const auto& branch : branches_) {
        list->push_back(branch);
    }
    mean_ = std::make_shared<MeanBranch>(in);
    list->push_back(mean_);

    const auto together = static_cast<int64_t>(branches_.size() + 1) * atrousChannels;
    project_ = register_module("project",
                               std::make_shared<ConvolutionNormRelu>(together, atrousChannels, 1));
    project_->push_back(nn::Dropout(nn::DropoutOptions(atrousDropout)));
}

torch::Tensor AtrousPooling::forward(const torch::Tensor& x)
{
    std::vector<torch::Tensor> maps;
    for (const auto& branch : branches_) {
        maps.push_back(branch->forward(x));
    }
    maps.push_back(mean_->forward(x));
    return project_->forward(torch::cat(maps, 1));
}

} // namespace limn::training
