// Overviews of a large image beside gdaladdo with all cores, in the same run: how fast, and how
// much memory each takes. Both work on the same uncompressed file in a process of their own.

#include "raster/overview_builder.h"
#include "raster/raster.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gdal_priv.h>
#include <QTemporaryDir>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace
{

using namespace limn;
namespace fs = std::filesystem;

constexpr int overviewSide = 16384;
constexpr int overviewBands = 3;

struct Cost
{
    double seconds = 0;
    double megabytes = 0; ///< most memory at a time
};

/// What this process holds now: a child of it begins with as much.
double heldMegabytes()
{
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double held = 0;
    file >> all >> held;
    return held * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double fileMegabytes(const fs::path& folder, const std::string& ending)
{
    double sum = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ending)
            sum += static_cast<double>(entry.file_size()) / (1 << 20);
    return sum;
}

/// What `work` costs in a process of its own; it returns the exit status. The memory of one that
/// starts no other program begins with this one's.
Cost costOf(const std::function<int()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    rusage usage{};
    if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0)
        throw std::runtime_error("the process of the benchmark failed");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return {took.count(), static_cast<double>(usage.ru_maxrss) / 1024};
}

/// Noise on slopes, uncompressed in tiles, as fast to read as can be. Returns the exit status.
int makeOverviewSource(const std::string& path)
{
    GDALAllRegister();
    CPLStringList options;
    for (const char* option : {"TILED=YES", "INTERLEAVE=PIXEL", "BIGTIFF=YES"})
        options.AddString(option);
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), overviewSide, overviewSide, overviewBands, GDT_Byte, options.List()));
    constexpr int rows = 256;
    std::vector<std::uint8_t> samples(static_cast<std::size_t>(overviewSide) * rows *
                                      overviewBands);
    std::uint32_t noise = 1;
    for (int y = 0; y < overviewSide; y += rows) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            noise = noise * 1664525u + 1013904223u;
            samples[i] = static_cast<std::uint8_t>((i / 900 + y / 50 + (noise >> 28)) & 255u);
        }
        if (!dataset ||
            dataset->RasterIO(GF_Write, 0, y, overviewSide, rows, samples.data(), overviewSide,
                              rows, GDT_Byte, overviewBands, nullptr, overviewBands,
                              static_cast<GSpacing>(overviewSide) * overviewBands, 1,
                              nullptr) != CE_None)
            return 1;
    }
    dataset.reset();
    return 0;
}

int buildWithLimn(const std::string& file, const std::string& folder)
{
    const auto raster = raster::Raster::open(file);
    const auto files = raster::overviewFiles(folder, "1", file, raster->size());
    const int threads = static_cast<int>(std::thread::hardware_concurrency());
    return raster::buildOverviews(raster, files, threads, {}, [](double) {}) ? 0 : 1;
}

int buildWithGdaladdo(const std::string& file)
{
    // Beside the file, as Limn's; down to the size below which Limn makes no further copies.
    execlp("gdaladdo", "gdaladdo", "-q", "-ro", "-r", "average", "--config", "GDAL_NUM_THREADS",
           "ALL_CPUS", "--config", "COMPRESS_OVERVIEW", "DEFLATE", file.c_str(), "4",
           static_cast<char*>(nullptr));
    return 1;
}

void buildOverviewsBeside(benchmark::State& state)
{
    const QTemporaryDir folder;
    const std::string file = folder.filePath("large.tif").toStdString();
    // GDAL would keep what it wrote, and the processes to be measured would begin with it.
    costOf([&] { return makeOverviewSource(file); });
    const fs::path copies = folder.filePath("copies").toStdString();
    Cost limn;
    Cost gdaladdo;
    for (auto _ : state) {
        state.PauseTiming();
        fs::remove_all(copies);
        fs::create_directory(copies);
        fs::remove(file + ".ovr");
        state.ResumeTiming();
        try {
            limn = costOf([&] { return buildWithLimn(file, copies.string()); });
            gdaladdo = costOf([&] { return buildWithGdaladdo(file); });
        } catch (const std::exception& error) {
            state.SkipWithError(error.what());
            return;
        }
    }
    const double megapixels = double{overviewSide} * overviewSide / 1e6;
    state.counters["limn_Mpx/s"] = megapixels / limn.seconds;
    state.counters["gdaladdo_Mpx/s"] = megapixels / gdaladdo.seconds;
    state.counters["limn/gdaladdo"] = gdaladdo.seconds / limn.seconds;
    state.counters["limn_MB"] = limn.megabytes;
    state.counters["of_it_limn-bench_MB"] = heldMegabytes();
    state.counters["gdaladdo_MB"] = gdaladdo.megabytes;
    state.counters["limn_file_MB"] = fileMegabytes(copies, ".tif");
    state.counters["gdaladdo_file_MB"] = fileMegabytes(folder.path().toStdString(), ".ovr");
}
BENCHMARK(buildOverviewsBeside)
    ->Name("overviews/beside_gdaladdo")
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

} // namespace
