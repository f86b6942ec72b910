// A weights file of 98 MB beside plainly reading it, in turn: into tensors, and on into a network.
#include "training/core/weights.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace limn::training;

namespace
{

using Clock = std::chrono::steady_clock;

double secondsSince(const Clock::time_point& start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A U-Net over ResNet-34 in a file that is gone with it.
class WrittenNetwork
{
public:
    WrittenNetwork()
        : network_(SegmentationNetwork::make({.architecture = "unet", .encoder = "resnet34"})),
          file_(std::filesystem::temp_directory_path() /
                ("limn-bench-" + std::to_string(::getpid()) + ".safetensors"))
    {
        writeSafetensors(file_, stateDict(*network_));
    }
    ~WrittenNetwork()
    {
        std::error_code error;
        std::filesystem::remove(file_, error);
    }
    WrittenNetwork(const WrittenNetwork&) = delete;
    WrittenNetwork& operator=(const WrittenNetwork&) = delete;

    SegmentationNetwork& network() const { return *network_; }
    const std::filesystem::path& file() const { return file_; }

private:
    std::shared_ptr<SegmentationNetwork> network_;
    std::filesystem::path file_;
};

/// The whole file into memory, by the system's own call.
void readPlainly(const std::filesystem::path& file)
{
    const auto size = std::filesystem::file_size(file);
    const auto bytes = std::make_unique_for_overwrite<char[]>(size);
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::read(descriptor, bytes.get() + done, size - done);
        if (count <= 0)
            std::abort();
        done += static_cast<std::size_t>(count);
    }
    ::close(descriptor);
    benchmark::DoNotOptimize(bytes.get());
    benchmark::ClobberMemory();
}

/// Takes turns with readPlainly(); "of reading" is the sum of the one over the sum of the other.
template <typename Load>
void besideReading(benchmark::State& state, const WrittenNetwork& written, const Load& load)
{
    double reading = 0;
    double loading = 0;
    for (auto _ : state) {
        auto start = Clock::now();
        readPlainly(written.file());
        reading += secondsSince(start);
        start = Clock::now();
        load();
        const double seconds = secondsSince(start);
        loading += seconds;
        state.SetIterationTime(seconds);
    }
    state.counters["of reading"] = loading / reading;
    state.counters["MB"] = static_cast<double>(std::filesystem::file_size(written.file())) / 1e6;
}

void intoTensors(benchmark::State& state)
{
    const WrittenNetwork written;
    besideReading(state, written,
                  [&] { benchmark::DoNotOptimize(readSafetensors(written.file())); });
}

void intoNetwork(benchmark::State& state)
{
    const WrittenNetwork written;
    besideReading(state, written,
                  [&] { loadStateDict(written.network(), readSafetensors(written.file())); });
}

BENCHMARK(intoTensors)
    ->Name("weights/safetensors/tensors")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(intoNetwork)
    ->Name("weights/safetensors/network")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

} // namespace
