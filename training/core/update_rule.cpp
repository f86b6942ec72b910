#include "training/core/update_rule.h"

namespace limn::training
{
namespace
{

constexpr double beta2 = 0.999;
constexpr double rmsDecay = 0.99;
constexpr double tinyDenominator = 1e-8;

void rmsProp(const UpdateRule& rule, ParameterGroup& group,
             const std::vector<torch::Tensor>& gradients, double rate,
             const torch::Tensor& gradientScale)
{
    std::vector<torch::Tensor> slopes = at::_foreach_div(gradients, gradientScale);
    if (group.weightDecay != 0)
        slopes = at::_foreach_add(slopes, group.parameters, group.weightDecay);
    at::_foreach_mul_(group.secondMoments, rmsDecay);
    at::_foreach_addcmul_(group.secondMoments, slopes, slopes, 1 - rmsDecay);
    std::vector<torch::Tensor> size = at::_foreach_sqrt(group.secondMoments);
    at::_foreach_add_(size, tinyDenominator);
    if (rule.momentum == 0) {
        at::_foreach_addcdiv_(group.parameters, slopes, size, -rate);
        return;
    }
    at::_foreach_mul_(group.firstMoments, rule.momentum);
    at::_foreach_addcdiv_(group.firstMoments, slopes, size, 1);
    at::_foreach_add_(group.parameters, group.firstMoments, -rate);
}

} // namespace

const std::vector<std::string>& optimisers()
{
    static const std::vector<std::string> names{"adamw", "adam", "sgd", "rmsprop"};
    return names;
}

void update(const UpdateRule& rule, ParameterGroup& group,
            const std::vector<torch::Tensor>& gradients, const torch::Tensor& steps, double rate,
            const torch::Tensor& gradientScale)
{
    const std::vector<torch::Tensor> counts(group.parameters.size(), steps);
    if (rule.optimiser == "adamw") {
        at::_fused_adamw_(group.parameters, gradients, group.firstMoments, group.secondMoments, {},
                          counts, rate, rule.momentum, beta2, group.weightDecay, tinyDenominator,
                          false, false, gradientScale);
    } else if (rule.optimiser == "adam") {
        at::_fused_adam_(group.parameters, gradients, group.firstMoments, group.secondMoments, {},
                         counts, rate, rule.momentum, beta2, group.weightDecay, tinyDenominator,
                         false, false, gradientScale);
    } else if (rule.optimiser == "sgd") {
        // Moments start at 0, so that the first step is as torch's, which begins with the gradient.
        const std::vector<torch::Tensor> none;
        at::_fused_sgd_(group.parameters, gradients, rule.momentum == 0 ? none : group.firstMoments,
                        group.weightDecay, rule.momentum, rate, 0, rule.nesterov, false, false,
                        gradientScale);
    } else {
        rmsProp(rule, group, gradients, rate, gradientScale);
    }
}

} // namespace limn::training
