#include "training/core/unet_plus_plus.h"

#include "training/core/unet_block.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::size_t nestedLevels = unetChannels.size() - 1; ///< that have skips

/// Block "x_C_L" makes level L (0 for stride 16, 3 for stride 2, 4 for the image's size), starting
/// from the encoder's feature C (0 for stride 32). It is C levels short of the outermost path,
/// which ends in the logits.
std::string nestedName(std::size_t column, std::size_t level)
{
    std::string name = "x_";
    name += std::to_string(column);
    name += '_';
    name += std::to_string(level);
    return name;
}

class NestedDecoder : public nn::Module
{
public:
    explicit NestedDecoder(const Encoder& encoder)
    {
        const auto channels = encoder.channels();
        if (encoder.endsInPooling()) {
            // Kept so that state dicts fit; the reference does not run it either.
            register_module("center", unetCentre(channels.back()));
        }
        auto list = register_module("blocks", nn::ModuleList());
        for (std::size_t level = 0; level < nestedLevels; ++level) {
            const int64_t skip = channels[4 - level];
            for (std::size_t column = 0; column <= level; ++column) {
                const auto maps = static_cast<int64_t>(level + 1 - column);
                int64_t in = channels[5 - level];
                if (column == 0 && level > 0) {
                    in = unetChannels[level - 1];
                }
                add(*list, column, level, in, maps * skip,
                    column == 0 ? unetChannels[level] : skip);
            }
        }
        add(*list, 0, nestedLevels, unetChannels[nestedLevels - 1], 0, unetChannels[nestedLevels]);
    }

    const std::shared_ptr<UnetBlock>& block(std::size_t column, std::size_t level) const
    {
        return blocks_[level][column];
    }

private:
    void add(nn::ModuleListImpl& list, std::size_t column, std::size_t level, int64_t in,
             int64_t beside, int64_t out)
    {
        blocks_.resize(level + 1);
        blocks_[level].push_back(list.register_module(
            nestedName(column, level), std::make_shared<UnetBlock>(in, beside, out)));
    }

    std::vector<std::vector<std::shared_ptr<UnetBlock>>> blocks_; ///< [level][column]
};

class UnetPlusPlus : public SegmentationNetwork
{
public:
    UnetPlusPlus(const NetworkSpec& spec, const std::shared_ptr<Encoder>& encoder)
        : SegmentationNetwork(spec, encoder),
          decoder_(register_module("decoder", std::make_shared<NestedDecoder>(*encoder))),
          head_(register_module("segmentation_head",
                                segmentationHead(unetChannels.back(), spec.classes, 3)))
    {}

    std::vector<CoarseStage> coarseStages() const override { return unetCoarseStages(layerName); }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        // columns[c] is what column c has made last; made[l], everything of level l so far.
        std::vector<torch::Tensor> columns(nestedLevels);
        std::vector<std::vector<torch::Tensor>> made(nestedLevels);
        for (std::size_t level = 0; level < nestedLevels; ++level) {
            made[level] = {features[4 - level]};
            for (std::size_t column = level + 1; column-- > 0;) {
                const auto& from = column == level ? features[5 - level] : columns[column];
                columns[column] = decoder_->block(column, level)->forward(from, made[level]);
                made[level].insert(made[level].begin(), columns[column]);
            }
            record(layerName(level), columns.front());
        }
        const auto whole = decoder_->block(0, nestedLevels)->forward(columns.front(), {});
        record(layerName(nestedLevels), whole);
        return head_->forward(whole);
    }

    std::vector<std::string> decoderLayers() const override
    {
        std::vector<std::string> names;
        for (std::size_t level = 0; level <= nestedLevels; ++level) {
            names.push_back(layerName(level));
        }
        return names;
    }

private:
    static std::string layerName(std::size_t level)
    {
        return "decoder.blocks." + nestedName(0, level);
    }

    std::shared_ptr<NestedDecoder> decoder_;
    nn::Sequential head_;
};

} // namespace

std::shared_ptr<SegmentationNetwork> makeUnetPlusPlus(const NetworkSpec& spec,
                                                      std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<UnetPlusPlus>(spec, encoder);
}

} // namespace limn::training
