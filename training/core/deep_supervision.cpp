#include "training/core/deep_supervision.h"

#include "training/core/decoder_layers.h"

namespace limn::training
{

DeepSupervision::DeepSupervision(const SegmentationNetwork& network, double weight)
    : weight_(weight)
{
    for (const CoarseStage& stage : network.coarseStages()) {
        torch::nn::Conv2d head(torch::nn::Conv2dOptions(stage.channels, network.spec().classes, 1));
        torch::nn::init::xavier_uniform_(head->weight);
        torch::nn::init::zeros_(head->bias);
        heads_.push_back(register_module("head" + std::to_string(heads_.size()), head));
        layers_.push_back(stage.layer);
    }
    if (heads_.empty())
        throw TrainingError("deepSupervision teaches the coarser stages of a decoder, and that of "
                            "this network has none: choose U-Net, U-Net++ or FPN, or leave "
                            "deepSupervision out.");
}

std::vector<torch::Tensor> DeepSupervision::logits(const Activations& activations)
{
    std::vector<torch::Tensor> result;
    for (std::size_t i = 0; i < heads_.size(); ++i)
        result.push_back(heads_[i](activations.at(layers_[i])));
    return result;
}

torch::Tensor DeepSupervision::thinned(const torch::Tensor& labels, std::int64_t stride)
{
    return labels.slice(1, stride / 2, std::nullopt, stride)
        .slice(2, stride / 2, std::nullopt, stride);
}

torch::Tensor DeepSupervision::loss(const torch::Tensor& own,
                                    const std::vector<torch::Tensor>& logits,
                                    const torch::Tensor& labels, const Loss& lossOf) const
{
    const auto strideOf = [&](const torch::Tensor& stage) {
        // The network fills its input up to whole strides.
        constexpr std::int64_t whole = SegmentationNetwork::stride;
        return (labels.size(2) + whole - 1) / whole * whole / stage.size(3);
    };
    torch::Tensor sum = own;
    double weights = 1;
    double weight = weight_;
    for (const torch::Tensor& stage : logits) {
        weight /= 2;
        const torch::Tensor targets = thinned(labels, strideOf(stage));
        if (targets.numel() == 0)
            continue;
        const torch::Tensor part =
            stage.narrow(2, 0, targets.size(1)).narrow(3, 0, targets.size(2));
        sum = sum + lossOf(part, targets) * weight;
        weights += weight;
    }
    return sum / weights;
}

} // namespace limn::training
