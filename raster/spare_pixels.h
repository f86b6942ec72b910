// Memory of tiles that are gone, for those that come: taking it anew from the system for each costs
// about as much as rendering does. Internal to the raster room; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace limn::raster
{

class SparePixels
{
public:
    /// Keeps at most so many rooms.
    explicit SparePixels(std::size_t most) : most_(most) {}

    /// `count` pixels with anything in them.
    std::vector<std::uint32_t> take(std::size_t count)
    {
        std::vector<std::uint32_t> pixels;
        {
            const std::scoped_lock lock(mutex_);
            if (!spare_.empty()) {
                pixels = std::move(spare_.back());
                spare_.pop_back();
            }
        }
        pixels.resize(count);
        return pixels;
    }

    void give(std::vector<std::uint32_t>&& pixels)
    {
        const std::scoped_lock lock(mutex_);
        if (spare_.size() < most_ && pixels.capacity() > 0)
            spare_.push_back(std::move(pixels));
    }

private:
    const std::size_t most_;
    std::mutex mutex_;
    std::vector<std::vector<std::uint32_t>> spare_;
};

} // namespace limn::raster
