#include "training/core/mobilenet_v2.h"

#include "training/core/encoder_convolution.h"
#include "training/core/mobile_residual.h"
#include "training/core/tapped_encoder.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct MobileStage
{
    int64_t expansion;
    int64_t channels;
    int repeats;
    int64_t stride;
};

constexpr std::array<MobileStage, 7> mobileStages{{{1, 16, 1, 1},
                                                   {6, 24, 2, 2},
                                                   {6, 32, 3, 2},
                                                   {6, 64, 4, 2},
                                                   {6, 96, 3, 1},
                                                   {6, 160, 3, 2},
                                                   {6, 320, 1, 1}}};
constexpr int64_t mobileStem = 32;
constexpr int64_t mobileTop = 1280;

std::shared_ptr<Chain> mobileUnit(const ConvolutionPlan& wanted)
{
    return std::make_shared<Chain>(encoderConvolution(wanted), nn::BatchNorm2d(wanted.out),
                                   nn::ReLU6(nn::ReLU6Options(true)));
}

class MobileBlock : public MobileResidual
{
public:
    MobileBlock(int64_t in, int64_t out, int64_t stride, int64_t dilation, int64_t expansion)
        : MobileResidual("conv", stride == 1 && in == out)
    {
        const int64_t wide = in * expansion;
        if (expansion != 1) {
            convolutions().push_back(mobileUnit({.in = in, .out = wide}));
        }
        convolutions().push_back(mobileUnit({.in = wide,
                                             .out = wide,
                                             .kernel = 3,
                                             .stride = stride,
                                             .dilation = dilation,
                                             .groups = wide}));
        convolutions().push_back(encoderConvolution({.in = wide, .out = out}));
        convolutions().push_back(nn::BatchNorm2d(out));
    }
};

class MobileNetV2 : public TappedEncoder
{
public:
    explicit MobileNetV2(const EncoderShape& shape) : TappedEncoder(shape, First::Input, "features")
    {
        add(mobileUnit({.in = shape.bands, .out = mobileStem, .kernel = 3, .stride = 2}));
        int64_t in = mobileStem;
        int64_t reached = 2;
        for (const MobileStage& stage : mobileStages) {
            if (stage.stride == 2) {
                tap(in);
                reached *= 2;
            }
            const int64_t dilation = std::max<int64_t>(1, reached / shape.outputStride);
            for (int block = 0; block < stage.repeats; ++block) {
                const bool halves = block == 0 && dilation == 1;
                add(std::make_shared<MobileBlock>(in, stage.channels, halves ? stage.stride : 1,
                                                  dilation, stage.expansion));
                in = stage.channels;
            }
        }
        add(mobileUnit({.in = in, .out = mobileTop}));
        tap(mobileTop);
    }

    std::string firstConvolution() const override { return layerName(0) + ".0"; }
};

} // namespace

std::shared_ptr<Encoder> makeMobileNetV2(const EncoderShape& shape)
{
    return std::make_shared<MobileNetV2>(shape);
}

} // namespace limn::training
