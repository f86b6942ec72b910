// Deep supervision (Lee, Xie, Gallagher, Zhang, Tu 2015), as nnU-Net has it: while a network
// learns, 1 x 1 convolutions make logits of its decoder's coarser stages too, and what they get
// wrong counts half as much from stage to stage. They are no part of the network, which predicts
// without them. One thread.
#pragma once

#include "training/core/network.h"

#include <functional>

namespace limn::training
{

class DeepSupervision : public torch::nn::Module
{
public:
    /// `weight` 0..1: of the finest of the coarser stages it is half. Throws TrainingError where
    /// the network has no coarser stages.
    DeepSupervision(const SegmentationNetwork& network, double weight);

    /// Logits [N, classes, h, w] of the stages from what the network's layers have put out.
    std::vector<torch::Tensor> logits(const Activations& activations);

    /// Loss of logits and labels of the same size.
    using Loss = std::function<torch::Tensor(const torch::Tensor&, const torch::Tensor&)>;
    /// The weighted mean of the network's own loss and those of the stages. `labels` [N, H, W] at
    /// the image's size; a stage sees the one nearest to the middle of each of its pixels.
    torch::Tensor loss(const torch::Tensor& own, const std::vector<torch::Tensor>& logits,
                       const torch::Tensor& labels, const Loss& lossOf) const;

    /// `labels` [N, H, W] for logits of which one stands for stride x stride pixels; what lies
    /// within half a stride of the end has no label of its own.
    static torch::Tensor thinned(const torch::Tensor& labels, std::int64_t stride);

private:
    double weight_;
    std::vector<std::string> layers_; ///< finest first
    std::vector<torch::nn::Conv2d> heads_;
};

} // namespace limn::training
