// What U-Net and U-Net++ are made of, as segmentation_models.pytorch has it.
#pragma once

#include "training/core/decoder_layers.h"
#include "training/core/network.h"

#include <array>

namespace limn::training
{

/// Channels that the blocks from stride 32 up to the image put out.
inline constexpr std::array<int64_t, 5> unetChannels{256, 128, 64, 32, 16};

/// The blocks' names, from the deepest.
inline std::string unetBlockName(std::size_t block)
{
    std::string name = "decoder.blocks.";
    name += std::to_string(block);
    return name;
}

/// The blocks between the deepest and the last, finest first, by the names they have.
template <typename NameOf>
std::vector<CoarseStage> unetCoarseStages(NameOf nameOf)
{
    std::vector<CoarseStage> stages;
    for (std::size_t block = unetChannels.size() - 2; block > 0; --block) {
        stages.push_back({nameOf(block), unetChannels[block]});
    }
    return stages;
}

/// A map doubled, put together with what lies beside it, and convolved twice.
class UnetBlock : public torch::nn::Module
{
public:
    /// `beside`: channels of all maps beside it together.
    UnetBlock(int64_t in, int64_t beside, int64_t out)
        : conv1_(
              register_module("conv1", std::make_shared<ConvolutionNormRelu>(in + beside, out, 3))),
          conv2_(register_module("conv2", std::make_shared<ConvolutionNormRelu>(out, out, 3)))
    {}

    /// [N, in, h, w] and maps [N, ., 2h, 2w] to [N, out, 2h, 2w].
    torch::Tensor forward(const torch::Tensor& x, std::vector<torch::Tensor> beside)
    {
        beside.insert(beside.begin(), nearestTwice(x));
        return conv2_->forward(
            conv1_->forward(beside.size() == 1 ? beside.front() : torch::cat(beside, 1)));
    }

private:
    std::shared_ptr<ConvolutionNormRelu> conv1_;
    std::shared_ptr<ConvolutionNormRelu> conv2_;
};

/// "center": two convolutions for encoders that end in a pooling.
inline std::shared_ptr<Chain> unetCentre(int64_t channels)
{
    return std::make_shared<Chain>(std::make_shared<ConvolutionNormRelu>(channels, channels, 3),
                                   std::make_shared<ConvolutionNormRelu>(channels, channels, 3));
}

} // namespace limn::training
