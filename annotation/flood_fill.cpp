#include "annotation/flood_fill.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

namespace limn::annotation
{
namespace
{

/// Side of the blocks that the picture is read in.
constexpr int blockSize = 512;

enum PixelState : std::uint8_t { Unread, Unlike, Like, Flooded };

class FloodSearch
{
public:
    FloodSearch(int tolerance, const raster::PixelRect& bounds, const PictureSource& picture,
                Progress& progress)
        : tolerance_(tolerance),
          bounds_(bounds),
          picture_(picture),
          progress_(progress),
          columns_((bounds.width + blockSize - 1) / blockSize),
          rows_((bounds.height + blockSize - 1) / blockSize),
          states_(static_cast<std::size_t>(bounds.width) * bounds.height, Unread)
    {}

    void run(int x, int y)
    {
        std::array<std::uint8_t, 4> rgba{};
        picture_({x, y, 1, 1}, rgba);
        seed_ = rgba;
        std::vector<std::pair<int, int>> open{{x - bounds_.x, y - bounds_.y}};
        while (!open.empty()) {
            const auto [column, row] = open.back();
            open.pop_back();
            if (!isOpen(column, row))
                continue;
            int first = column;
            int end = column + 1;
            while (first > 0 && isOpen(first - 1, row))
                --first;
            while (end < bounds_.width && isOpen(end, row))
                ++end;
            flood(row, first, end);
            for (const int next : {row - 1, row + 1}) {
                if (next < 0 || next >= bounds_.height)
                    continue;
                bool inRun = false;
                for (int i = first; i < end; ++i) {
                    const bool isNext = isOpen(i, next);
                    if (isNext && !inRun)
                        open.emplace_back(i, next);
                    inRun = isNext;
                }
            }
        }
    }

    Flood result(const raster::PixelSize& image)
    {
        Flood flood;
        flood.pixels = flooded_;
        flood.cutOff = (reached_.x == 0 && bounds_.x > 0) || (reached_.y == 0 && bounds_.y > 0) ||
                       (reached_.right() == bounds_.width && bounds_.right() < image.width) ||
                       (reached_.bottom() == bounds_.height && bounds_.bottom() < image.height);
        for (std::uint8_t& state : states_)
            state = state == Flooded;
        flood.area = Area::pixels(bounds_, std::move(states_));
        return flood;
    }

private:
    std::size_t offset(int column, int row) const
    {
        return static_cast<std::size_t>(row) * bounds_.width + static_cast<std::size_t>(column);
    }

    bool isOpen(int column, int row)
    {
        const std::uint8_t& state = states_[offset(column, row)];
        if (state == Unread)
            read(column / blockSize, row / blockSize);
        return state == Like;
    }

    void flood(int row, int first, int end)
    {
        std::memset(states_.data() + offset(first, row), Flooded,
                    static_cast<std::size_t>(end - first));
        flooded_ += end - first;
        reached_ = reached_.united({first, row, end - first, 1});
        if (++runs_ % 4096 == 0)
            report();
    }

    void report() { progress_.report(static_cast<double>(blocksRead_) / (columns_ * rows_)); }

    void read(int blockColumn, int blockRow)
    {
        report();
        const raster::PixelRect part =
            raster::PixelRect{blockColumn * blockSize, blockRow * blockSize, blockSize, blockSize}
                .intersected({0, 0, bounds_.width, bounds_.height});
        rgba_.resize(static_cast<std::size_t>(part.width) * part.height * 4);
        picture_({bounds_.x + part.x, bounds_.y + part.y, part.width, part.height}, rgba_);
        // Bytes may alias anything: with copies of its own the loop reads nothing twice.
        const std::array<std::uint8_t, 4> seed = seed_;
        const int tolerance = tolerance_;
        const std::uint8_t* pixel = rgba_.data();
        for (int row = part.y; row < part.bottom(); ++row) {
            std::uint8_t* state = states_.data() + offset(part.x, row);
            for (int i = 0; i < part.width; ++i, pixel += 4)
                state[i] = isLike(pixel, seed, tolerance) ? Like : Unlike;
        }
        ++blocksRead_;
    }

    static bool isLike(const std::uint8_t* pixel, const std::array<std::uint8_t, 4>& seed,
                       int tolerance)
    {
        if ((pixel[3] == 0) != (seed[3] == 0))
            return false;
        return seed[3] == 0 || (std::abs(pixel[0] - seed[0]) <= tolerance &&
                                std::abs(pixel[1] - seed[1]) <= tolerance &&
                                std::abs(pixel[2] - seed[2]) <= tolerance);
    }

    int tolerance_;
    raster::PixelRect bounds_;
    const PictureSource& picture_;
    Progress& progress_;
    int columns_; ///< of blocks
    int rows_;
    std::vector<std::uint8_t> states_;
    std::vector<std::uint8_t> rgba_;
    std::array<std::uint8_t, 4> seed_{};
    std::int64_t flooded_ = 0;
    std::int64_t runs_ = 0;
    int blocksRead_ = 0;
    raster::PixelRect reached_; ///< counted from the bounds' top left
};

} // namespace

PictureSource displayedPicture(std::shared_ptr<const raster::Raster> raster,
                               const raster::DisplaySettings& display)
{
    return [raster = std::move(raster), display](const raster::PixelRect& window,
                                                 std::span<std::uint8_t> rgba) {
        const raster::PixelBlock block =
            raster->read(window, {window.width, window.height}, display.bands);
        raster::toRgba(block, display, rgba.data());
    };
}

Flood floodFrom(int x, int y, int tolerance, const raster::PixelRect& bounds,
                const raster::PixelSize& image, const PictureSource& picture, Progress& progress)
{
    const raster::PixelRect inside = bounds.intersected({0, 0, image.width, image.height});
    if (!inside.contains(x, y))
        return {};
    if (static_cast<std::int64_t>(inside.width) * inside.height > maxFloodPixels)
        throw std::invalid_argument("The part of the image to fill is too large: zoom in.");
    FloodSearch search(tolerance, inside, picture, progress);
    search.run(x, y);
    return search.result(image);
}

} // namespace limn::annotation
