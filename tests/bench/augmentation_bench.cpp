// What augmentation costs beside a training step (train/... in training_bench.cpp): the defaults,
// and everything there is.
#include "training/core/augmentation.h"

#include <benchmark/benchmark.h>

using namespace limn::training;

namespace
{

void augmentBatch(benchmark::State& state, const AugmentationSettings& settings)
{
    constexpr int64_t batch = 8;
    constexpr int64_t side = 256;
    const torch::Tensor images = torch::randn({batch, 3, side, side});
    const torch::Tensor labels = torch::randint(0, 3, {batch, side, side}, torch::kLong);
    const BandLevels levels{{0.5F, 0.5F, 0.5F}, {0.2F, 0.2F, 0.2F}, {0, 1, 2}};
    at::Generator generator = at::detail::createCPUGenerator(1);
    for (auto _ : state) {
        torch::Tensor changed = images;
        torch::Tensor moved = labels;
        benchmark::DoNotOptimize(augment(changed, moved, settings, generator, levels));
        benchmark::DoNotOptimize(changed);
    }
    state.counters["images/s"] =
        benchmark::Counter(static_cast<double>(batch) * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

AugmentationSettings everything()
{
    AugmentationSettings settings;
    settings.rotation = 30;
    settings.translation = settings.crop = settings.perspective = 0.2;
    settings.elastic = 3;
    settings.gamma = settings.bandGain = settings.hue = settings.saturation = 0.2;
    settings.noise = 0.1;
    settings.blur = settings.sharpen = 1;
    settings.jpeg = settings.equalise = settings.stretch = settings.cutout = 0.5;
    settings.mixup = settings.cutmix = 0.5;
    return settings;
}

[[maybe_unused]] const bool registeredAugmentation = [] {
    const auto add = [](const char* name, const AugmentationSettings& settings) {
        benchmark::RegisterBenchmark(
            name, [=](benchmark::State& state) { augmentBatch(state, settings); })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    };
    add("augment/default", {});
    add("augment/everything", everything());
    return true;
}();

} // namespace
