#include "training/core/grad_cam.h"

#include <algorithm>
#include <utility>

namespace limn::training
{
namespace
{

/// Eval mode for every module while it lives; a half-frozen network gets its mixed modes back.
class EvaluationScope
{
public:
    explicit EvaluationScope(torch::nn::Module& network)
    {
        for (const std::shared_ptr<torch::nn::Module>& module : network.modules(false))
            modes_.emplace_back(module, module->is_training());
        network_ = &network;
        networkMode_ = network.is_training();
        network.eval();
    }

    ~EvaluationScope()
    {
        // Setting a mode reaches down, so parents come first, as modules() lists them.
        network_->train(networkMode_);
        for (const auto& [module, mode] : modes_)
            module->train(mode);
    }

    EvaluationScope(const EvaluationScope&) = delete;
    EvaluationScope& operator=(const EvaluationScope&) = delete;

private:
    torch::nn::Module* network_;
    bool networkMode_;
    std::vector<std::pair<std::shared_ptr<torch::nn::Module>, bool>> modes_;
};

/// [N, C, h, w] each to [N, h, w].
torch::Tensor rawMap(const torch::Tensor& activation, const torch::Tensor& gradient,
                     CamMethod method)
{
    const torch::Tensor weights =
        method == CamMethod::GradCam ? gradient.mean({2, 3}, true) : gradient;
    return (weights * activation).sum(1);
}

/// Each of [N, h, w] to 0..1; a map without evidence stays 0.
torch::Tensor normalised(torch::Tensor maps)
{
    maps = maps - maps.amin({-2, -1}, true);
    return maps / (1e-7 + maps.amax({-2, -1}, true));
}

/// From raw maps at the layer's resolution to the image's. The layer sees the image filled up to
/// whole strides, at the right and below: what lies over the filling is cut off.
torch::Tensor imageMap(const torch::Tensor& raw, int64_t height, int64_t width,
                       int64_t filledHeight, int64_t filledWidth)
{
    const torch::Tensor small = normalised(raw.clamp_min(0)).unsqueeze(1);
    torch::Tensor maps =
        at::upsample_bilinear2d(small, {filledHeight, filledWidth}, false).squeeze(1);
    maps = maps.narrow(1, 0, height).narrow(2, 0, width);
    return normalised(maps.clamp_min(0));
}

int64_t filled(int64_t length)
{
    constexpr int64_t stride = SegmentationNetwork::stride;
    return (length + stride - 1) / stride * stride;
}

/// Throws TrainingError for a layer that is not offered.
std::string explainedLayer(const SegmentationNetwork& network, const std::string& asked)
{
    if (asked.empty())
        return network.defaultExplainedLayer();
    std::string offered;
    for (const std::string& layer : network.explainableLayers()) {
        if (layer == asked)
            return layer;
        offered += (offered.empty() ? "" : ", ") + layer;
    }
    throw TrainingError("Layer " + asked + " cannot be explained; choose one of " + offered + ".");
}

/// [H, W] float: which pixels' logits make the score.
torch::Tensor scoredPixels(const torch::Tensor& logits, const CamRequest& request)
{
    if (request.pixels.defined())
        return request.pixels.to(logits.options());
    const torch::Tensor predicted = (logits.argmax(1)[0] == request.classIndex).to(torch::kFloat);
    return predicted.any().item<bool>() ? predicted : torch::ones_like(predicted);
}

} // namespace

torch::Tensor camMap(const torch::Tensor& activation, const torch::Tensor& gradient,
                     CamMethod method, int64_t height, int64_t width)
{
    return imageMap(rawMap(activation, gradient, method), height, width, height, width);
}

CamResult explain(SegmentationNetwork& network, const torch::Tensor& image,
                  const CamRequest& request)
{
    const int classes = network.spec().classes;
    if (request.classIndex < 0 || request.classIndex >= classes) {
        throw TrainingError("There is no class " + std::to_string(request.classIndex) +
                            " to explain; the network knows 0 to " + std::to_string(classes - 1) +
                            ".");
    }
    const int64_t height = image.size(2);
    const int64_t width = image.size(3);
    if (request.pixels.defined() && request.pixels.sizes() != at::IntArrayRef({height, width}))
        throw TrainingError("The pixels to explain must cover the image.");

    const std::string layer = explainedLayer(network, request.layer);
    const EvaluationScope evaluation(network);
    const at::AutoGradMode recording(true);
    // The graph starts at the image: a frozen encoder has none of its own.
    const torch::Tensor input = image.detach().to(torch::kFloat).clone().set_requires_grad(true);
    Activations activations;
    const torch::Tensor logits = network.forward(input, &activations);
    const torch::Tensor activation = activations.at(layer);
    const torch::Tensor pixels = scoredPixels(logits.detach(), request);
    const torch::Tensor score = (logits[0][request.classIndex] * pixels).sum();
    const torch::Tensor gradient = torch::autograd::grad({score}, {activation})[0];

    const at::AutoGradMode still(false);
    CamResult result;
    result.activation = activation.detach();
    result.gradient = gradient.detach();
    const torch::Tensor raw = rawMap(result.activation, result.gradient, request.method);
    result.raw = raw[0];
    result.map = imageMap(raw, height, width, filled(height), filled(width))[0];
    return result;
}

} // namespace limn::training
