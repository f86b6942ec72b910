#include "training/core/device.h"

#include "training/core/network.h"

#include <algorithm>
#include <array>
#include <ATen/autocast_mode.h>
#include <ATen/cpu/Utils.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/DeviceAccelerator.h>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <malloc.h>
#include <new>
#include <thread>
#include <torch/version.h>

namespace limn::training
{

namespace
{

bool cpuHas(const char* capability)
{
    const auto capabilities = at::cpu::get_cpu_capabilities();
    const auto found = capabilities.find(capability);
    return found != capabilities.end() && found->second.isBool() && found->second.toBool();
}

std::int64_t availableMemory()
{
    std::ifstream file("/proc/meminfo");
    std::string word;
    while (file >> word) {
        if (word == "MemAvailable:") {
            std::int64_t kibibytes = 0;
            file >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

DeviceRow cpuRow()
{
    // Threads that LibTorch computes with: what a job scheduler has given, not what is built in.
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const bool amx = cpuHas("amx_bf16");
    const bool avx512 = cpuHas("avx512_bf16");
    std::string title = std::to_string(cores) + (cores == 1 ? " CPU core" : " CPU cores");
    if (amx || avx512) {
        title += amx ? " (AMX-BF16)" : " (AVX512-BF16)";
    }
    return {
        .name = "cpu", .title = title, .freeBytes = availableMemory(), .bfloat16 = amx || avx512};
}

/// What the NVIDIA driver says about its devices, asked directly: LibTorch's own functions for it
/// need CUDA's headers, which neither building nor running needs otherwise.
class NvidiaDriver
{
public:
    NvidiaDriver() : library_(dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL))
    {
        using Initialise = int (*)(unsigned);
        const auto initialise = function<Initialise>("cuInit");
        ready_ = initialise && initialise(0) == 0;
    }
    ~NvidiaDriver()
    {
        if (library_) {
            dlclose(library_);
        }
    }
    NvidiaDriver(const NvidiaDriver&) = delete;
    NvidiaDriver& operator=(const NvidiaDriver&) = delete;

    std::string name(int device) const
    {
        using Name = int (*)(char*, int, int);
        const auto call = function<Name>("cuDeviceGetName");
        std::array<char, 256> text{};
        if (!ready_ || !call || call(text.data(), static_cast<int>(text.size()) - 1, device) != 0) {
            return "GPU " + std::to_string(device);
        }
        return text.data();
    }

    /// Major compute capability; 0 where it is not known.
    int capability(int device) const
    {
        using Attribute = int (*)(int*, int, int);
        constexpr int majorCapability = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
        const auto call = function<Attribute>("cuDeviceGetAttribute");
        int major = 0;
        return ready_ && call && call(&major, majorCapability, device) == 0 ? major : 0;
    }

private:
    template <typename Function>
    Function function(const char* symbol) const
    {
        return library_ ? reinterpret_cast<Function>(dlsym(library_, symbol)) : nullptr;
    }

    void* library_;
    bool ready_ = false;
};

std::int64_t freeGpuMemory(int index)
{
    try {
        return static_cast<std::int64_t>(
            at::accelerator::getMemoryInfo(static_cast<c10::DeviceIndex>(index)).first);
    } catch (const c10::Error&) {
        return 0; // an allocator that cannot tell: the row says "not known"
    }
}

bool hasCudaBuild()
{
    return at::detail::getCUDAHooks().hasCUDART();
}

int gpuCount()
{
    return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

std::string noGpuSentence(const std::string& name)
{
    const std::string build = std::string("LibTorch ") + TORCH_VERSION;
    if (!hasCudaBuild()) {
        return "There is no GPU for \"" + name + "\": this " + build +
               " is built for CPUs only; use --device cpu, or set Limn up with --gpu.";
    }
    return "There is no GPU for \"" + name + "\": this " + build +
           " is built for CUDA but finds no NVIDIA GPU or driver; use --device cpu, or install "
           "the driver.";
}

} // namespace

std::vector<DeviceRow> devices()
{
    std::vector<DeviceRow> rows{cpuRow()};
    const int gpus = gpuCount();
    if (gpus == 0) {
        return rows;
    }
    const NvidiaDriver driver;
    constexpr int ampere = 8; // the first generation with bfloat16 units
    for (int i = 0; i < gpus; ++i) {
        rows.push_back({.name = "cuda:" + std::to_string(i),
                        .title = driver.name(i),
                        .freeBytes = freeGpuMemory(i),
                        .bfloat16 = driver.capability(i) >= ampere});
    }
    return rows;
}

torch::Device chooseDevice(const std::string& name)
{
    if (name == "cpu") {
        return torch::kCPU;
    }
    const int gpus = gpuCount();
    if (name == "auto") {
        return gpus > 0 ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
    }
    const std::string numbered = "cuda:";
    int index = 0;
    if (name.starts_with(numbered)) {
        const auto digits = name.substr(numbered.size());
        if (digits.empty() || digits.size() > 3 ||
            digits.find_first_not_of("0123456789") != std::string::npos) {
            throw TrainingError("\"" + name + "\" is not a device; use auto, cpu, cuda or cuda:N.");
        }
        index = std::stoi(digits);
    } else if (name != "cuda") {
        throw TrainingError("\"" + name + "\" is not a device; use auto, cpu, cuda or cuda:N.");
    }
    if (gpus == 0) {
        throw TrainingError(noGpuSentence(name));
    }
    if (index >= gpus) {
        throw TrainingError("There is no GPU \"" + name + "\": this machine has " +
                            std::to_string(gpus) + ", counted from cuda:0.");
    }
    return {torch::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

Precision choosePrecision(const std::string& name, const torch::Device& device)
{
    if (name == "fp32") {
        return Precision::Float32;
    }
    if (name == "bf16") {
        return Precision::BFloat16;
    }
    if (name != "auto") {
        throw TrainingError("\"" + name + "\" is not a precision; use auto, fp32 or bf16.");
    }
    const std::size_t row = device.is_cpu() ? 0 : 1 + std::max<int>(0, device.index());
    const auto rows = devices();
    return row < rows.size() && rows[row].bfloat16 ? Precision::BFloat16 : Precision::Float32;
}

std::string toString(Precision precision)
{
    return precision == Precision::BFloat16 ? "bf16" : "fp32";
}

AutocastScope::AutocastScope(const torch::Device& device, Precision precision)
    : type_(device.type()),
      before_(at::autocast::is_autocast_enabled(type_)),
      cacheBefore_(at::autocast::is_autocast_cache_enabled()),
      typeBefore_(at::autocast::get_autocast_dtype(type_))
{
    at::autocast::set_autocast_enabled(type_, precision == Precision::BFloat16);
    at::autocast::set_autocast_dtype(type_, at::kBFloat16);
    at::autocast::set_autocast_cache_enabled(true);
    at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope()
{
    // Casts of weights are kept for the outermost scope only: after a step they would be stale.
    if (at::autocast::decrement_nesting() == 0) {
        at::autocast::clear_cache();
    }
    at::autocast::set_autocast_enabled(type_, before_);
    at::autocast::set_autocast_dtype(type_, typeBefore_);
    at::autocast::set_autocast_cache_enabled(cacheBefore_);
}

bool isOutOfMemory(const std::exception& error)
{
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
        dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr)
        return true;
    // The CPU's allocator and NVIDIA's libraries throw the general error and say it in words. Its
    // what() would look up every function on the stack, which takes seconds.
    const auto* torchError = dynamic_cast<const c10::Error*>(&error);
    const std::string text =
        torchError != nullptr ? torchError->what_without_backtrace() : error.what();
    constexpr std::array words{"out of memory", "can't allocate memory", "not enough memory",
                               "ALLOC_FAILED"};
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

void freeCachedMemory(const torch::Device& device)
{
    if (device.is_cpu())
        malloc_trim(0);
    else
        at::accelerator::emptyCache();
}

void keepHeap()
{
    mallopt(M_MMAP_MAX, 0);
    // Never: a threshold is 2 GiB at most, and a step of a large network frees more than that.
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 * 1024 * 1024);
    // Only the main arena keeps what it has: a thread's own arena unmaps each emptied heap.
    mallopt(M_ARENA_MAX, 1);
}

} // namespace limn::training
