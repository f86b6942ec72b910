#include "annotation/flood_fill.h"

#include <algorithm>
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
    FloodSearch(int tolerance, const raster::PixelRect& bounds,
                std::span<const PictureSource> pictures, Progress& progress)
        : tolerance_(tolerance),
          bounds_(bounds),
          pictures_(pictures),
          progress_(progress),
          columns_((bounds.width + blockSize - 1) / blockSize),
          rows_((bounds.height + blockSize - 1) / blockSize),
          states_(static_cast<std::size_t>(bounds.width) * bounds.height, Unread)
    {}

    void run(int x, int y)
    {
        for (const PictureSource& picture : pictures_) {
            std::array<std::uint8_t, 4> rgba{};
            picture({x, y, 1, 1}, rgba);
            seeds_.push_back(rgba);
        }
        std::vector<std::pair<int, int>> open{{x - bounds_.x, y - bounds_.y}};
        while (!open.empty()) {
            const auto [column, row] = open.back();
            open.pop_back();
            require(column, row);
            if (states_[offset(column, row)] != Like)
                continue;
            const int first = firstLike(column, row);
            const int end = endOfLike(column, row);
            flood(row, first, end);
            for (const int next : {row - 1, row + 1})
                if (next >= 0 && next < bounds_.height)
                    collectRuns(next, first, end, open);
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

    /// Reads the block of a pixel unless it is read already: a block is read as a whole.
    void require(int column, int row)
    {
        if (states_[offset(column, row)] == Unread)
            read(column / blockSize, row / blockSize);
    }

    int blockEnd(int column, int end) const
    {
        return std::min(end, (column / blockSize + 1) * blockSize);
    }

    /// The first pixel of the run of Like pixels that `column` belongs to.
    int firstLike(int column, int row)
    {
        const std::uint8_t* line = states_.data() + offset(0, row);
        while (column > 0) {
            require(column - 1, row);
            const int begin = (column - 1) / blockSize * blockSize;
            while (column > begin && line[column - 1] == Like)
                --column;
            if (column > begin)
                break;
        }
        return column;
    }

    /// One past its last.
    int endOfLike(int column, int row)
    {
        const std::uint8_t* line = states_.data() + offset(0, row);
        while (column < bounds_.width) {
            require(column, row);
            const int end = blockEnd(column, bounds_.width);
            column = static_cast<int>(firstOther(line + column, line + end, Like) - line);
            if (column < end)
                break;
        }
        return column;
    }

    /// Adds a pixel of each run of Like pixels between first and end - 1.
    void collectRuns(int row, int first, int end, std::vector<std::pair<int, int>>& open)
    {
        const std::uint8_t* line = states_.data() + offset(0, row);
        int column = first;
        while (column < end) {
            require(column, row);
            const int stop = blockEnd(column, end);
            const void* found =
                std::memchr(line + column, Like, static_cast<std::size_t>(stop - column));
            if (!found) {
                column = stop;
                continue;
            }
            column = static_cast<int>(static_cast<const std::uint8_t*>(found) - line);
            open.emplace_back(column, row);
            column = static_cast<int>(firstOther(line + column, line + stop, Like) - line);
        }
    }

    /// The first byte that is not `value`, eight at a time.
    static const std::uint8_t* firstOther(const std::uint8_t* from, const std::uint8_t* end,
                                          std::uint8_t value)
    {
        const std::uint64_t alike = 0x0101010101010101u * value;
        std::uint64_t eight = 0;
        while (end - from >= 8) {
            std::memcpy(&eight, from, 8);
            if (eight != alike)
                break;
            from += 8;
        }
        while (from < end && *from == value)
            ++from;
        return from;
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
        for (int row = part.y; row < part.bottom(); ++row)
            std::memset(states_.data() + offset(part.x, row), Like,
                        static_cast<std::size_t>(part.width));
        for (std::size_t i = 0; i < pictures_.size(); ++i) {
            pictures_[i]({bounds_.x + part.x, bounds_.y + part.y, part.width, part.height}, rgba_);
            // Bytes may alias anything: with copies of its own the loop reads nothing twice.
            const std::array<std::uint8_t, 4> seed = seeds_[i];
            const int tolerance = tolerance_;
            const std::uint8_t* pixel = rgba_.data();
            for (int row = part.y; row < part.bottom(); ++row) {
                classify(pixel, part.width, seed, tolerance, states_.data() + offset(part.x, row));
                pixel += static_cast<std::size_t>(part.width) * 4;
            }
        }
        ++blocksRead_;
    }

    /// What is Like stays so where it is like the seed. Without branches, so that the compiler
    /// takes many pixels at once.
    static void classify(const std::uint8_t* __restrict pixel, int count,
                         const std::array<std::uint8_t, 4>& seed, int tolerance,
                         std::uint8_t* __restrict state)
    {
        const int red = seed[0];
        const int green = seed[1];
        const int blue = seed[2];
        const bool shown = seed[3] != 0;
        // What is not shown has no colour to compare.
        const int allowed = shown ? tolerance : 255;
        for (int i = 0; i < count; ++i) {
            const bool like = ((pixel[4 * i + 3] != 0) == shown) &
                              (std::abs(pixel[4 * i] - red) <= allowed) &
                              (std::abs(pixel[4 * i + 1] - green) <= allowed) &
                              (std::abs(pixel[4 * i + 2] - blue) <= allowed);
            state[i] = like ? state[i] : std::uint8_t{Unlike};
        }
    }

    int tolerance_;
    raster::PixelRect bounds_;
    std::span<const PictureSource> pictures_;
    Progress& progress_;
    int columns_; ///< of blocks
    int rows_;
    std::vector<std::uint8_t> states_;
    std::vector<std::uint8_t> rgba_;
    std::vector<std::array<std::uint8_t, 4>> seeds_; ///< what was clicked, of each picture
    std::int64_t flooded_ = 0;
    std::int64_t runs_ = 0;
    int blocksRead_ = 0;
    raster::PixelRect reached_; ///< counted from the bounds' top left
};

} // namespace

PictureSource displayedPicture(std::shared_ptr<const raster::Raster> raster,
                               const raster::DisplaySettings& display)
{
    return [reduced = displayedReduced(std::move(raster), display)](const raster::PixelRect& window,
                                                                    std::span<std::uint8_t> rgba) {
        reduced(window, {window.width, window.height}, rgba);
    };
}

ReducedPictureSource displayedReduced(std::shared_ptr<const raster::Raster> raster,
                                      const raster::DisplaySettings& display)
{
    return
        [raster = std::move(raster), display](const raster::PixelRect& window,
                                              raster::PixelSize out, std::span<std::uint8_t> rgba) {
            const raster::PixelBlock block = raster->read(window, out, display.bands);
            raster::toRgba(block, display, rgba.data());
        };
}

std::vector<PictureSource> bandPictures(const std::shared_ptr<const raster::Raster>& raster,
                                        std::span<const int> bands)
{
    std::vector<PictureSource> pictures;
    while (!bands.empty()) {
        const auto three = bands.first(std::min<std::size_t>(3, bands.size()));
        bands = bands.subspan(three.size());
        raster::DisplaySettings display;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t from = std::min(i, three.size() - 1);
            display.bands[i] = three[from];
            display.stretch[i] = from < i ? display.stretch[from]
                                          : raster::percentileStretch(*raster, three[from], 2, 98);
        }
        pictures.push_back(displayedPicture(raster, display));
    }
    return pictures;
}

Flood floodFrom(int x, int y, int tolerance, const raster::PixelRect& bounds,
                const raster::PixelSize& image, const PictureSource& picture, Progress& progress)
{
    return floodFrom(x, y, tolerance, bounds, image, std::span(&picture, 1), progress);
}

Flood floodFrom(int x, int y, int tolerance, const raster::PixelRect& bounds,
                const raster::PixelSize& image, std::span<const PictureSource> pictures,
                Progress& progress)
{
    const raster::PixelRect inside = bounds.intersected({0, 0, image.width, image.height});
    if (!inside.contains(x, y))
        return {};
    if (static_cast<std::int64_t>(inside.width) * inside.height > maxFloodPixels)
        throw std::invalid_argument("The part of the image to fill is too large: zoom in.");
    FloodSearch search(tolerance, inside, pictures, progress);
    search.run(x, y);
    return search.result(image);
}

} // namespace limn::annotation
