// Memory that does not suffice, where LibTorch asks for it: its allocator for the CPU, which counts
// what one thread holds and refuses what passes a limit with the real allocator's own error.
#pragma once

#include "training/core/libtorch.h"

#include <algorithm>
#include <c10/core/CPUAllocator.h>
#include <cstdint>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>

/// In place of LibTorch's allocator while it lives.
class MemoryLimit : public c10::Allocator
{
public:
    MemoryLimit() : inner_(c10::GetCPUAllocator())
    {
        current() = this;
        c10::SetCPUAllocator(this);
    }
    ~MemoryLimit() override
    {
        c10::SetCPUAllocator(inner_);
        current() = nullptr;
    }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

    /// Counts the calling thread from here on; refuses what would bring it above `bytes` more than
    /// it holds now.
    void watch(std::int64_t bytes = std::numeric_limits<std::int64_t>::max())
    {
        const std::scoped_lock lock(mutex_);
        watched_ = std::this_thread::get_id();
        sizes_.clear();
        limit_ = bytes;
        held_ = peak_ = refusals_ = 0;
    }
    std::int64_t peak() const { return peak_; } ///< bytes above those held when watch() was called
    int refusals() const { return refusals_; }

    c10::DataPtr allocate(std::size_t bytes) override
    {
        const std::scoped_lock lock(mutex_);
        const bool watched = std::this_thread::get_id() == watched_;
        const auto size = static_cast<std::int64_t>(bytes);
        if (watched && size > limit_ - held_) {
            ++refusals_;
            return inner_->allocate(std::numeric_limits<std::size_t>::max() / 4);
        }
        c10::DataPtr held = inner_->allocate(bytes);
        void* const memory = held.release_context();
        if (watched && memory != nullptr) {
            sizes_[memory] = size;
            held_ += size;
            peak_ = std::max(peak_, held_);
        }
        return {memory, memory, &MemoryLimit::free, c10::Device(c10::kCPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &MemoryLimit::free; }
    void copy_data(void* to, const void* from, std::size_t bytes) const override
    {
        default_copy_data(to, from, bytes);
    }

private:
    static MemoryLimit*& current()
    {
        static MemoryLimit* limit = nullptr;
        return limit;
    }

    static void free(void* memory)
    {
        if (MemoryLimit* limit = current()) {
            const std::scoped_lock lock(limit->mutex_);
            if (const auto found = limit->sizes_.find(memory); found != limit->sizes_.end()) {
                limit->held_ -= found->second;
                limit->sizes_.erase(found);
            }
        }
        c10::GetDefaultCPUAllocator()->raw_deleter()(memory);
    }

    c10::Allocator* inner_;
    std::mutex mutex_;
    std::thread::id watched_;
    std::unordered_map<void*, std::int64_t> sizes_;
    std::int64_t limit_ = 0;
    std::int64_t held_ = 0;
    std::int64_t peak_ = 0;
    int refusals_ = 0;
};
