// Where and how precisely to compute. Needs LibTorch alone.
#pragma once

#include "training/core/libtorch.h"

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace limn::training
{

enum class Precision { Float32, BFloat16 };

struct DeviceRow
{
    std::string name;  ///< "cpu", "cuda:0"
    std::string title; ///< "2 CPU cores (AVX512-BF16)", the GPU's name
    std::int64_t freeBytes = 0;
    bool bfloat16 = false; ///< computed natively, hence faster
};

std::vector<DeviceRow> devices(); ///< the CPU first

/// "auto" (the first GPU, else the CPU), "cpu", "cuda", "cuda:N". Throws TrainingError where a GPU
/// is asked for and none is there, saying which build of LibTorch this is.
torch::Device chooseDevice(const std::string& name);
/// "auto" (bf16 where the device computes it natively), "fp32", "bf16".
Precision choosePrecision(const std::string& name, const torch::Device& device);
std::string toString(Precision precision);

/// Autocast to bfloat16 on the device while it lives, when the precision says so.
class AutocastScope
{
public:
    AutocastScope(const torch::Device& device, Precision precision);
    ~AutocastScope();
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

private:
    at::DeviceType type_;
    bool before_ = false;
    bool cacheBefore_ = false;
    at::ScalarType typeBefore_;
};

/// Whether the memory of a device or of the machine did not suffice: what LibTorch's allocators and
/// the standard library throw then.
bool isOutOfMemory(const std::exception& error);
/// Gives back what is kept for later: by LibTorch of a GPU's memory, by keepHeap() of the
/// machine's.
void freeCachedMemory(const torch::Device& device);

/// glibc hands large buffers back to the kernel after every use and faults them in again; keeping
/// the heap makes training 1.15 to 1.45 times faster on a CPU. Call once, first in main().
void keepHeap();

} // namespace limn::training
