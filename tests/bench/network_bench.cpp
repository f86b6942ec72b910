// Every network of the tables: the forward pass, the training step, and the memory that one takes.
// tests/bench/compare_networks.py runs the first two beside Python.
#include "training/core/device.h"
#include "training/core/memory_format.h"
#include "training/core/registry.h"

#include <benchmark/benchmark.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <set>

using namespace limn::training;

namespace
{

constexpr int networkBands = 3;
constexpr int networkClasses = 3;

/// The bytes that tensors of this thread take, and the most they have taken.
class TensorMemory : public c10::MemoryReportingInfoBase
{
public:
    void reportMemoryUsage(void* /*place*/, std::int64_t change, std::size_t /*allocated*/,
                           std::size_t /*reserved*/, c10::Device /*device*/) override
    {
        held_ += change;
        most_ = std::max(most_, held_);
    }
    bool memoryProfilingEnabled() const override { return true; }

    std::int64_t most() const { return most_; }

private:
    std::int64_t held_ = 0;
    std::int64_t most_ = 0;
};

std::shared_ptr<SegmentationNetwork> networkOf(const NetworkSpec& spec)
{
    torch::manual_seed(0);
    auto network = SegmentationNetwork::make(spec);
    useChannelsLast(*network);
    return network;
}

torch::Tensor imagesOf(int64_t batch, int64_t side)
{
    return torch::randn({batch, networkBands, side, side})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

void forwardPass(benchmark::State& state, const NetworkSpec& spec, Precision precision)
{
    const auto network = networkOf(spec);
    network->eval();
    const torch::NoGradGuard noGradient;
    const torch::Tensor images = imagesOf(4, 512);
    const auto pass = [&] {
        const AutocastScope autocast(images.device(), precision);
        return network->forward(images);
    };
    pass();
    for (auto _ : state)
        benchmark::DoNotOptimize(pass());
    state.counters["images/s"] = benchmark::Counter(4.0 * static_cast<double>(state.iterations()),
                                                    benchmark::Counter::kIsRate);
}

void stepOnce(SegmentationNetwork& network, const torch::Tensor& images,
              const torch::Tensor& labels, Precision precision)
{
    torch::Tensor logits;
    {
        const AutocastScope autocast(images.device(), precision);
        logits = network.forward(images);
    }
    torch::nll_loss_nd(logits.to(torch::kFloat).log_softmax(1), labels).backward();
}

/// Forward and backward alone: what an optimiser does costs every network the same a parameter.
void trainingPass(benchmark::State& state, const NetworkSpec& spec, Precision precision)
{
    const auto network = networkOf(spec);
    const torch::Tensor images = imagesOf(8, 256);
    const torch::Tensor labels = torch::randint(0, networkClasses, {8, 256, 256}, torch::kLong);
    stepOnce(*network, images, labels, precision);
    for (auto _ : state) {
        network->zero_grad();
        stepOnce(*network, images, labels, precision);
    }
    state.counters["images/s"] = benchmark::Counter(8.0 * static_cast<double>(state.iterations()),
                                                    benchmark::Counter::kIsRate);
}

/// Gradients lie there already: what is counted grows with the patches.
void trainingMemory(benchmark::State& state, const NetworkSpec& spec)
{
    constexpr int64_t batch = 2;
    constexpr int64_t side = 256;
    const auto network = networkOf(spec);
    const torch::Tensor images = imagesOf(batch, side);
    const torch::Tensor labels =
        torch::randint(0, networkClasses, {batch, side, side}, torch::kLong);
    stepOnce(*network, images, labels, Precision::Float32);
    const auto memory = std::make_shared<TensorMemory>();
    for (auto _ : state) {
        const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, memory);
        stepOnce(*network, images, labels, Precision::Float32);
    }
    state.counters["MB/MPx"] =
        static_cast<double>(memory->most()) / static_cast<double>(batch * side * side);
}

void registerNetwork(const NetworkSpec& spec)
{
    const std::string name = spec.architecture + "_" + spec.encoder;
    const auto add = [&](const std::string& what, auto function) {
        return benchmark::RegisterBenchmark(("networks/" + what + "/" + name).c_str(),
                                            [=](benchmark::State& state) { function(state, spec); })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    };
    for (const Precision precision : {Precision::Float32, Precision::BFloat16}) {
        const auto at = [=](auto pass) {
            return [=](benchmark::State& state, const NetworkSpec& network) {
                pass(state, network, precision);
            };
        };
        add("forward/" + toString(precision), at(forwardPass));
        add("train/" + toString(precision), at(trainingPass));
    }
    add("memory", trainingMemory)->Iterations(1);
}

[[maybe_unused]] const bool networksRegistered = [] {
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto& row : encoders()) {
        if (compatible(architectureRow("unet"), row))
            pairs.insert({"unet", row.name});
    }
    for (const auto& row : architectures())
        pairs.insert({row.name, referenceEncoder(row).name});
    for (const auto& [architecture, encoder] : pairs)
        registerNetwork({architecture, encoder, networkBands, networkClasses});
    return true;
}();

} // namespace
