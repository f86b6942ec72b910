#include "training/core/mobilenet_v3.h"

#include "training/core/encoder_convolution.h"
#include "training/core/mobile_residual.h"
#include "training/core/tapped_encoder.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

enum class HardActivation { None, Relu, Swish };

struct HardRow
{
    int64_t kernel;
    int64_t wide; ///< channels that the depthwise convolution filters
    int64_t out;
    bool squeezes;
    HardActivation activation;
    int64_t stride;
};

constexpr HardActivation withRelu = HardActivation::Relu;
constexpr HardActivation withSwish = HardActivation::Swish;
constexpr int64_t hardStem = 16;
constexpr int64_t hardTopFactor = 6; ///< of the last block's channels

std::vector<HardRow> hardRows(MobileNetV3Size size)
{
    if (size == MobileNetV3Size::Small) {
        return {{3, 16, 16, true, withRelu, 2},   {3, 72, 24, false, withRelu, 2},
                {3, 88, 24, false, withRelu, 1},  {5, 96, 40, true, withSwish, 2},
                {5, 240, 40, true, withSwish, 1}, {5, 240, 40, true, withSwish, 1},
                {5, 120, 48, true, withSwish, 1}, {5, 144, 48, true, withSwish, 1},
                {5, 288, 96, true, withSwish, 2}, {5, 576, 96, true, withSwish, 1},
                {5, 576, 96, true, withSwish, 1}};
    }
    return {{3, 16, 16, false, withRelu, 1},   {3, 64, 24, false, withRelu, 2},
            {3, 72, 24, false, withRelu, 1},   {5, 72, 40, true, withRelu, 2},
            {5, 120, 40, true, withRelu, 1},   {5, 120, 40, true, withRelu, 1},
            {3, 240, 80, false, withSwish, 2}, {3, 200, 80, false, withSwish, 1},
            {3, 184, 80, false, withSwish, 1}, {3, 184, 80, false, withSwish, 1},
            {3, 480, 112, true, withSwish, 1}, {3, 672, 112, true, withSwish, 1},
            {5, 672, 160, true, withSwish, 2}, {5, 960, 160, true, withSwish, 1},
            {5, 960, 160, true, withSwish, 1}};
}

/// The multiple of 8 that is nearest, and not more than a tenth below.
int64_t eightfold(int64_t channels)
{
    const int64_t nearest = std::max<int64_t>(8, (channels + 4) / 8 * 8);
    return nearest * 10 < channels * 9 ? nearest + 8 : nearest;
}

class HardSwish : public nn::Module
{
public:
    torch::Tensor forward(const torch::Tensor& x) { return torch::hardswish(x); }
};

std::shared_ptr<Chain> hardUnit(const ConvolutionPlan& wanted, HardActivation activation)
{
    auto unit = std::make_shared<Chain>(
        encoderConvolution(wanted),
        nn::BatchNorm2d(nn::BatchNorm2dOptions(wanted.out).eps(1e-3).momentum(0.01)));
    if (activation == HardActivation::Relu) {
        unit->push_back(nn::ReLU(nn::ReLUOptions(true)));
    } else if (activation == HardActivation::Swish) {
        unit->push_back(HardSwish());
    }
    return unit;
}

class HardSqueeze : public nn::Module
{
public:
    explicit HardSqueeze(int64_t channels)
        : fc1_(register_module("fc1", unit(channels, eightfold(channels / 4)))),
          fc2_(register_module("fc2", unit(eightfold(channels / 4), channels)))
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto means = torch::adaptive_avg_pool2d(x, {1, 1});
        return x * torch::hardsigmoid(fc2_(fc1_(means).relu()));
    }

private:
    static nn::Conv2d unit(int64_t in, int64_t out)
    {
        nn::Conv2d layer(nn::Conv2dOptions(in, out, 1));
        nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut);
        nn::init::zeros_(layer->bias);
        return layer;
    }

    nn::Conv2d fc1_;
    nn::Conv2d fc2_;
};

/// As MobileNetV2's block, with squeeze and excitation before it is narrowed.
class HardBlock : public MobileResidual
{
public:
    HardBlock(int64_t in, const HardRow& row, int64_t stride, int64_t dilation)
        : MobileResidual("block", row.stride == 1 && in == row.out)
    {
        if (row.wide != in) {
            convolutions().push_back(hardUnit({.in = in, .out = row.wide}, row.activation));
        }
        convolutions().push_back(hardUnit({.in = row.wide,
                                           .out = row.wide,
                                           .kernel = row.kernel,
                                           .stride = stride,
                                           .dilation = dilation,
                                           .groups = row.wide},
                                          row.activation));
        if (row.squeezes) {
            convolutions().push_back(HardSqueeze(row.wide));
        }
        convolutions().push_back(hardUnit({.in = row.wide, .out = row.out}, HardActivation::None));
    }
};

class MobileNetV3 : public TappedEncoder
{
public:
    MobileNetV3(const std::vector<HardRow>& rows, const EncoderShape& shape)
        : TappedEncoder(shape, First::Input, published(shape) ? "" : "features")
    {
        // torchvision dilates the last stage and no other.
        const int64_t outputStride =
            published(shape) ? std::max(shape.outputStride, 16) : shape.outputStride;
        add(hardUnit({.in = shape.bands, .out = hardStem, .kernel = 3, .stride = 2},
                     HardActivation::Swish));
        int64_t in = hardStem;
        int64_t reached = 2;
        if (published(shape)) {
            tap(in);
        }
        for (const HardRow& row : rows) {
            if (row.stride == 2) {
                if (!published(shape)) {
                    tap(in);
                }
                reached *= 2;
            }
            const int64_t dilation = std::max<int64_t>(1, reached / outputStride);
            add(std::make_shared<HardBlock>(in, row, dilation == 1 ? row.stride : 1, dilation));
            in = row.out;
            if (published(shape) && row.stride == 2 && reached < 32) {
                tap(in);
            }
        }
        add(hardUnit({.in = in, .out = in * hardTopFactor}, HardActivation::Swish));
        tap(in * hardTopFactor);
    }

    std::string firstConvolution() const override { return layerName(0) + ".0"; }
    /// Classifiers have the layers below "features.".
    std::string ownName(const std::string& name) const override
    {
        const std::string place = "features.";
        const bool own = !published(shape()) || !name.starts_with(place);
        return own ? name : name.substr(place.size());
    }

private:
    static bool published(const EncoderShape& shape)
    {
        return shape.style == EncoderStyle::Published;
    }
};

} // namespace

std::shared_ptr<Encoder> makeMobileNetV3(MobileNetV3Size size, const EncoderShape& shape)
{
    return std::make_shared<MobileNetV3>(hardRows(size), shape);
}

} // namespace limn::training
