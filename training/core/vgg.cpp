#include "training/core/vgg.h"

#include "training/core/tapped_encoder.h"

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

class Vgg : public TappedEncoder
{
public:
    Vgg(const std::vector<int64_t>& plan, const EncoderShape& shape)
        : TappedEncoder(shape, First::Tap, "features")
    {
        int64_t in = shape.bands;
        for (const int64_t out : plan) {
            if (out == vggPooling) {
                tap(in);
                add(nn::MaxPool2d(nn::MaxPool2dOptions(2)));
                continue;
            }
            add(vggConvolution(in, out));
            add(nn::BatchNorm2d(out));
            add(nn::ReLU(nn::ReLUOptions(true)));
            in = out;
        }
        tap(in);
    }

    std::string firstConvolution() const override { return layerName(0); }
    bool endsInPooling() const override { return true; }
};

} // namespace

std::shared_ptr<Encoder> makeVggBatchNorm(int layers, const EncoderShape& shape)
{
    return std::make_shared<Vgg>(vggPlan(layers), shape);
}

} // namespace limn::training
