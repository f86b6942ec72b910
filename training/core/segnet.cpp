#include "training/core/segnet.h"

#include "training/core/decoder_layers.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct SegNetStage
{
    int64_t channels;
    int convolutions;
};

constexpr std::array<SegNetStage, 5> segNetStages{
    {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}};

std::string stageName(const std::string& way, std::size_t stage)
{
    return way + std::to_string(stage + 1);
}

/// "conv1", "conv2", ...: convolutions, each normalised and rectified inside "cbr_unit".
class SegNetBlock : public nn::Module
{
public:
    void add(int64_t in, int64_t out)
    {
        addUnit(std::make_shared<Chain>(decoderConvolution(in, out, 3, true), nn::BatchNorm2d(out),
                                        nn::ReLU(nn::ReLUOptions(true))));
    }
    void addLogits(int64_t in, int64_t classes)
    {
        addUnit(std::make_shared<Chain>(decoderConvolution(in, classes, 3, true)));
    }

    torch::Tensor forward(torch::Tensor x)
    {
        for (const auto& unit : units_) {
            x = unit->forward(x);
        }
        return x;
    }

private:
    void addUnit(std::shared_ptr<Chain> unit)
    {
        auto place = register_module("conv" + std::to_string(units_.size() + 1), nn::ModuleList());
        units_.push_back(place->register_module("cbr_unit", std::move(unit)));
    }

    std::vector<std::shared_ptr<Chain>> units_;
};

/// The way down. Its features are the image, where the maxima of the five poolings lie, and what
/// the poolings put out.
class SegNetEncoder : public Encoder
{
public:
    explicit SegNetEncoder(int bands) : Encoder({.bands = bands})
    {
        int64_t in = bands;
        for (std::size_t i = 0; i < segNetStages.size(); ++i) {
            auto block = std::make_shared<SegNetBlock>();
            for (int unit = 0; unit < segNetStages[i].convolutions; ++unit) {
                block->add(in, segNetStages[i].channels);
                in = segNetStages[i].channels;
            }
            blocks_.push_back(register_module(stageName("down", i), block));
        }
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> places{x};
        std::vector<torch::Tensor> pooled;
        auto y = x;
        for (const auto& block : blocks_) {
            auto [maxima, at] = torch::max_pool2d_with_indices(block->forward(y), 2, 2);
            y = maxima;
            pooled.push_back(maxima);
            places.push_back(at);
        }
        places.insert(places.end(), pooled.begin(), pooled.end());
        return places;
    }
    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all{shape().bands};
        for (int list = 0; list < 2; ++list) {
            for (const SegNetStage& stage : segNetStages) {
                all.push_back(stage.channels);
            }
        }
        return all;
    }
    std::string firstConvolution() const override { return "down1.conv1.cbr_unit.0"; }
    std::vector<std::string> featureLayers() const override
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            names.push_back(stageName("down", i));
        }
        return names;
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return children(); }

private:
    std::vector<std::shared_ptr<SegNetBlock>> blocks_;
};

class SegNet : public SegmentationNetwork
{
public:
    explicit SegNet(const NetworkSpec& spec)
        : SegmentationNetwork(spec, std::make_shared<SegNetEncoder>(spec.bands), "")
    {
        for (std::size_t i = segNetStages.size(); i-- > 0;) {
            const auto& [channels, convolutions] = segNetStages[i];
            auto block = std::make_shared<SegNetBlock>();
            for (int unit = 1; unit < convolutions; ++unit) {
                block->add(channels, channels);
            }
            if (i > 0) {
                block->add(channels, segNetStages[i - 1].channels);
            } else {
                block->addLogits(channels, spec.classes);
            }
            blocks_.push_back(register_module(stageName("up", i), block));
        }
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto x = features.back();
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const auto& places = features[blocks_.size() - i];
            x = torch::max_unpool2d(x, places, {2 * x.size(2), 2 * x.size(3)});
            x = blocks_[i]->forward(x);
            if (i + 1 < blocks_.size()) {
                record(stageName("up", blocks_.size() - 1 - i), x);
            }
        }
        return x;
    }
    std::vector<std::string> decoderLayers() const override { return {"up5", "up4", "up3", "up2"}; }

private:
    std::vector<std::shared_ptr<SegNetBlock>> blocks_; ///< from the deepest up
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeSegNet(const NetworkSpec& spec,
                                                std::shared_ptr<Encoder> /*encoder*/)
{
    return std::make_shared<SegNet>(spec);
}

} // namespace limn::training
