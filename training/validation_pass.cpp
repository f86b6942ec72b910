#include "training/validation_pass.h"

#include <algorithm>

namespace limn::training
{

EpochLength epochByTheClock(double total, double begun, double cost)
{
    constexpr double first = 15;
    const double most = std::min(120.0, total / 8);
    return {std::min(60.0, total / 40),
            std::clamp(std::max(begun / 3, cost / validationShare), std::min(first, most), most)};
}

ValidationPass::ValidationPass(std::vector<PatchPlace> places, int classes, LossSettings loss,
                               torch::Tensor classWeights)
    : places_(std::move(places)),
      confusion_(classes),
      settings_(loss),
      classWeights_(std::move(classWeights))
{
    settings_.hardestShare = 1; // every pixel is measured
}

void ValidationPass::look(const PatchSampler& sampler, SegmentationNetwork& network,
                          torch::Device device, Precision precision, std::size_t count)
{
    count = std::min(count, places_.size() - next_);
    const auto first = places_.begin() + static_cast<std::ptrdiff_t>(next_);
    const Batch batch = sampler.validationBatch(
        std::vector<PatchPlace>(first, first + static_cast<std::ptrdiff_t>(count)));
    const torch::NoGradGuard noGradient;
    torch::Tensor logits;
    {
        const AutocastScope autocast(device, precision);
        logits =
            network.forward(batch.images.to(device).contiguous(at::MemoryFormat::ChannelsLast));
    }
    logits = logits.to(torch::kFloat32);
    const double loss =
        lossOf(logits, batch.labels.to(device), settings_, classWeights_).item<double>();
    sum_ += loss * static_cast<double>(count);
    confusion_.add(logits.argmax(1).to(torch::kCPU), batch.labels);
    next_ += count;
}

double ValidationPass::loss() const
{
    return sum_ / static_cast<double>(places_.size());
}

} // namespace limn::training
