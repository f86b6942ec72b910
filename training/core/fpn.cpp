#include "training/core/fpn.h"

#include "training/core/decoder_layers.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr int64_t pyramidChannels = 256;
constexpr int64_t segmentationChannels = 128;
constexpr int64_t pyramidGroups = 32;
constexpr double pyramidDropout = 0.2;
constexpr int64_t headEnlargement = 4; ///< the decoder works at a quarter of the image's size

/// One step down the pyramid: the coarser map doubled, plus the encoder's feature.
class Merge : public nn::Module
{
public:
    explicit Merge(int64_t skip)
        : skip_(register_module("skip_conv", decoderConvolution(skip, pyramidChannels, 1, true)))
    {}

    torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& skip)
    {
        return nearestTwice(x).add_(skip_(skip));
    }

private:
    nn::Conv2d skip_;
};

class PyramidConvolution : public nn::Module
{
public:
    PyramidConvolution(int64_t in, bool enlarge)
        : block_(register_module(
              "block", nn::Sequential(decoderConvolution(in, segmentationChannels, 3, false),
                                      nn::GroupNorm(pyramidGroups, segmentationChannels),
                                      nn::ReLU(nn::ReLUOptions(true))))),
          enlarge_(enlarge)
    {}

    torch::Tensor forward(const torch::Tensor& x)
    {
        const auto y = block_->forward(x);
        return enlarge_ ? bilinear(y, 2) : y;
    }

private:
    nn::Sequential block_;
    bool enlarge_;
};

/// From one level of the pyramid to a quarter of the image's size.
class SegmentationBlock : public nn::Module
{
public:
    explicit SegmentationBlock(int enlargements)
        : block_(register_module("block", nn::Sequential()))
    {
        block_->push_back(PyramidConvolution(pyramidChannels, enlargements > 0));
        for (int i = 1; i < enlargements; ++i) {
            block_->push_back(PyramidConvolution(segmentationChannels, true));
        }
    }

    torch::Tensor forward(const torch::Tensor& x) { return block_->forward(x); }

private:
    nn::Sequential block_;
};

struct FpnDecoder : nn::Module
{
    /// `channels` of the encoder's six features; strides 4 to 32 are used.
    explicit FpnDecoder(const std::vector<int64_t>& channels)
        : p5(register_module("p5", decoderConvolution(channels[5], pyramidChannels, 1, true))),
          p4(register_module("p4", std::make_shared<Merge>(channels[4]))),
          p3(register_module("p3", std::make_shared<Merge>(channels[3]))),
          p2(register_module("p2", std::make_shared<Merge>(channels[2])))
    {
        auto list = register_module("seg_blocks", nn::ModuleList());
        for (const int enlargements : {3, 2, 1, 0}) {
            blocks.push_back(std::make_shared<SegmentationBlock>(enlargements));
            list->push_back(blocks.back());
        }
        dropout = register_module("dropout", nn::Dropout2d(nn::Dropout2dOptions(pyramidDropout)));
    }

    nn::Conv2d p5;
    std::shared_ptr<Merge> p4;
    std::shared_ptr<Merge> p3;
    std::shared_ptr<Merge> p2;
    std::vector<std::shared_ptr<SegmentationBlock>> blocks; ///< of p5, p4, p3, p2
    nn::Dropout2d dropout = nullptr;
};

class Fpn : public SegmentationNetwork
{
public:
    Fpn(const NetworkSpec& spec, std::shared_ptr<Encoder> encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder", std::make_shared<FpnDecoder>(encoder->channels()))),
          head_(register_module("segmentation_head",
                                segmentationHead(segmentationChannels, spec.classes, 1)))
    {}

    /// The last stage is the pyramid's finest level; p5 is the coarsest.
    std::vector<CoarseStage> coarseStages() const override
    {
        return {{pyramidName(2), pyramidChannels}, {pyramidName(1), pyramidChannels}};
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        std::vector<torch::Tensor> pyramid{decoder_->p5(features[5])};
        pyramid.push_back(decoder_->p4->forward(pyramid.back(), features[4]));
        pyramid.push_back(decoder_->p3->forward(pyramid.back(), features[3]));
        pyramid.push_back(decoder_->p2->forward(pyramid.back(), features[2]));

        torch::Tensor sum;
        for (std::size_t i = 0; i < pyramid.size(); ++i) {
            record(pyramidName(i), pyramid[i]);
            const auto level = decoder_->blocks[i]->forward(pyramid[i]);
            sum = i == 0 ? level : sum + level;
        }
        const auto merged = decoder_->dropout(sum);
        record("decoder", merged);
        return bilinear(head_->forward(merged), headEnlargement);
    }

    std::vector<std::string> decoderLayers() const override
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < 4; ++i) {
            names.push_back(pyramidName(i));
        }
        names.emplace_back("decoder");
        return names;
    }

private:
    static std::string pyramidName(std::size_t level)
    {
        std::string name = "decoder.p";
        name += std::to_string(5 - level);
        return name;
    }

    std::shared_ptr<FpnDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeFpn(const NetworkSpec& spec,
                                             std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<Fpn>(spec, std::move(encoder));
}

} // namespace limn::training
