// How an optimiser moves parameters along their gradients: AdamW, Adam, SGD and RMSprop as torch
// defines them. For one thread; needs LibTorch alone.
#pragma once

#include "training/core/libtorch.h"

#include <string>
#include <vector>

namespace limn::training
{

/// Parameters that share rate and decay.
struct ParameterGroup
{
    bool encoder = false;
    double rateFactor = 1; ///< of the rate of encoder or decoder
    double weightDecay = 0;
    std::vector<torch::Tensor> parameters;
    std::vector<torch::Tensor> firstMoments;  ///< of the gradient; SGD's and RMSprop's momentum
    std::vector<torch::Tensor> secondMoments; ///< Adam's and RMSprop's mean square
};

struct UpdateRule
{
    std::string optimiser = "adamw"; ///< a row of optimisers()
    double momentum = 0.9;           ///< SGD, RMSprop: 0 is off; Adam's first beta
    bool nesterov = false;           ///< SGD
};

/// "adamw" (Loshchilov, Hutter 2019), "adam" (Kingma, Ba 2015), "sgd" (Sutskever et al. 2013),
/// "rmsprop" (Tieleman, Hinton 2012).
const std::vector<std::string>& optimisers();

/// One update of a group at `rate` by `gradients` divided by `gradientScale` (a scalar on their
/// device). `steps` is the group's count, this step included, float32.
void update(const UpdateRule& rule, ParameterGroup& group,
            const std::vector<torch::Tensor>& gradients, const torch::Tensor& steps, double rate,
            const torch::Tensor& gradientScale);

} // namespace limn::training
