// Training, prediction and explanation of U-Nets; random weights, since speed does not depend on
// them. tests/bench/peers/throughput.py does the same in Python, compare_training.py both in turn.
#include "training/core/grad_cam.h"
#include "training/core/optimisation.h"
#include "training/core/tiled_prediction.h"

#include <benchmark/benchmark.h>

using namespace limn::training;

namespace
{

constexpr int bands = 3;
constexpr int classes = 3;

std::shared_ptr<SegmentationNetwork> unet(const std::string& encoder)
{
    torch::manual_seed(0);
    return SegmentationNetwork::make({"unet", encoder, bands, classes});
}

/// One step: augmentation excluded, loss, gradient clipping, AdamW and average included.
void trainingStep(benchmark::State& state, const std::string& encoder, Precision precision)
{
    constexpr int64_t batch = 8;
    constexpr int64_t side = 256;
    OptimisationSettings settings;
    settings.pretrained = false; // nothing frozen: the dearer part of a run
    Optimisation optimisation(unet(encoder), settings, torch::kCPU, precision);
    const torch::Tensor images = torch::randn({batch, bands, side, side});
    const torch::Tensor labels = torch::randint(0, classes, {batch, side, side}, torch::kLong);
    for (int i = 0; i < 2; ++i)
        optimisation.step(images, labels, 0.5);
    for (auto _ : state)
        benchmark::DoNotOptimize(optimisation.step(images, labels, 0.5));
    state.counters["images/s"] =
        benchmark::Counter(static_cast<double>(batch) * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

/// The forward pass alone, as a Python user would time it: four tiles of 512.
void forward(benchmark::State& state, const std::string& encoder, Precision precision)
{
    constexpr int64_t batch = 4;
    constexpr int64_t side = 512;
    const auto network = unet(encoder);
    // The tiler puts the network into the memory format and mode that prediction has.
    TiledPrediction prediction(*network, {side, side}, torch::kCPU, precision);
    network->eval();
    const torch::NoGradGuard noGradient;
    const AutocastScope autocast(torch::kCPU, precision);
    const torch::Tensor images =
        torch::randn({batch, bands, side, side}).contiguous(at::MemoryFormat::ChannelsLast);
    network->forward(images);
    for (auto _ : state)
        benchmark::DoNotOptimize(network->forward(images));
    state.counters["MPx/s"] =
        benchmark::Counter(1e-6 * batch * side * side * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

/// An image in memory by tiles of 512 with margins of 64: pixels of the image, not of the tiles.
void tiledPrediction(benchmark::State& state, const std::string& encoder, Precision precision)
{
    const auto network = unet(encoder);
    const PredictionGrid grid{3 * 384, 2 * 384};
    const torch::Tensor image = torch::randn({bands, grid.height, grid.width});
    const TileSource source = [&](int64_t x, int64_t y, int64_t width, int64_t height) {
        return image.narrow(1, y, height).narrow(2, x, width);
    };
    TiledPrediction prediction(*network, grid, torch::kCPU, precision);
    const std::vector<GridCell> cells = cellsIn(grid, 0, 0, grid.width, grid.height);
    prediction.predict({cells.front()}, source);
    for (auto _ : state)
        benchmark::DoNotOptimize(prediction.predict(cells, source));
    state.counters["MPx/s"] =
        benchmark::Counter(1e-6 * static_cast<double>(grid.width * grid.height) *
                               static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

void gradCam(benchmark::State& state, const std::string& encoder)
{
    const auto network = unet(encoder);
    TiledPrediction prediction(*network, {512, 512}, torch::kCPU, Precision::Float32);
    const torch::Tensor image = torch::randn({1, bands, 512, 512});
    CamRequest request;
    request.classIndex = 1;
    explain(*network, image, request);
    for (auto _ : state)
        benchmark::DoNotOptimize(explain(*network, image, request));
}

void registerAll(const std::string& encoder)
{
    const auto add = [](const std::string& name, auto function) {
        benchmark::RegisterBenchmark(name.c_str(), function)
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    };
    for (const Precision precision : {Precision::Float32, Precision::BFloat16}) {
        const std::string suffix = "/unet_" + encoder + "/" + toString(precision);
        add("train" + suffix,
            [=](benchmark::State& state) { trainingStep(state, encoder, precision); });
        add("forward" + suffix,
            [=](benchmark::State& state) { forward(state, encoder, precision); });
        add("predict" + suffix,
            [=](benchmark::State& state) { tiledPrediction(state, encoder, precision); });
    }
    add("gradcam/unet_" + encoder + "/fp32",
        [=](benchmark::State& state) { gradCam(state, encoder); });
}

[[maybe_unused]] const bool registered = [] {
    for (const char* encoder : {"resnet34", "efficientnet_lite0"})
        registerAll(encoder);
    return true;
}();

} // namespace
