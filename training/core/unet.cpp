#include "training/core/unet.h"

#include "training/core/unet_block.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

class UnetDecoder : public nn::Module
{
public:
    /// The encoder's first feature, at the image's own size, is not used.
    explicit UnetDecoder(const Encoder& encoder)
    {
        const auto channels = encoder.channels();
        if (encoder.endsInPooling()) {
            centre_ = register_module("center", unetCentre(channels.back()));
        }
        auto list = register_module("blocks", nn::ModuleList());
        int64_t in = channels.back();
        for (std::size_t i = 0; i < unetChannels.size(); ++i) {
            const int64_t skip = i + 1 < unetChannels.size() ? channels[4 - i] : 0;
            blocks_.push_back(std::make_shared<UnetBlock>(in, skip, unetChannels[i]));
            list->push_back(blocks_.back());
            in = unetChannels[i];
        }
    }

    torch::Tensor deepest(const torch::Tensor& feature)
    {
        return centre_ ? centre_->forward(feature) : feature;
    }
    const std::vector<std::shared_ptr<UnetBlock>>& blocks() const { return blocks_; }

private:
    std::shared_ptr<Chain> centre_;
    std::vector<std::shared_ptr<UnetBlock>> blocks_;
};

class Unet : public SegmentationNetwork
{
public:
    Unet(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder", std::make_shared<UnetDecoder>(*encoder))),
          head_(register_module("segmentation_head",
                                segmentationHead(unetChannels.back(), spec.classes, 3)))
    {}

    std::vector<CoarseStage> coarseStages() const override
    {
        return unetCoarseStages(unetBlockName);
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        auto x = decoder_->deepest(features.back());
        const auto& blocks = decoder_->blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const bool last = i + 1 == blocks.size();
            x = last ? blocks[i]->forward(x, {}) : blocks[i]->forward(x, {features[4 - i]});
            record(unetBlockName(i), x);
        }
        return head_->forward(x);
    }

    std::vector<std::string> decoderLayers() const override
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < unetChannels.size(); ++i) {
            names.push_back(unetBlockName(i));
        }
        return names;
    }

private:
    std::shared_ptr<UnetDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeUnet(const NetworkSpec& spec,
                                              std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<Unet>(spec, encoder);
}

} // namespace limn::training
