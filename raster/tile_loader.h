// Worker threads that render display tiles of one raster, and caches of them bounded in bytes.
//
// want() replaces the whole list of wanted tiles: what is wanted no more and not begun is dropped,
// what was asked for last is rendered first. Finished tiles go into a cache and are announced. The
// samples they were made of are kept as well where room is given for them: other settings are then
// shown without reading the file.
//
// A read may never return (an address that does not answer, a share that is gone). Its thread is
// then left behind: giveUp() puts another in its place, and the loader goes without it.
//
// All methods may be called from any thread; the announcement comes on a worker thread, one at a
// time, and never after the destructor has begun.
#pragma once

#include "raster/display.h"
#include "raster/raster.h"
#include "raster/tile_grid.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace limn::raster
{

/// One tile as it is shown, row by row.
struct DisplayTile
{
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels; ///< 0xAARRGGBB; 0 where not valid, else opaque
    bool opaque = false;               ///< every pixel is valid
    int generation = 0;                ///< how often the settings had changed before it was made
    std::string error;                 ///< why the tile could not be read; then pixels is empty
};
using DisplayTilePtr = std::shared_ptr<const DisplayTile>;

class TileLoader
{
public:
    using Ready = std::function<void(const TileKey&, const DisplayTilePtr&)>;

    /// `cacheBytes` bounds the finished tiles kept, `sampleBytes` the samples; the least recently
    /// used go first.
    TileLoader(std::shared_ptr<const Raster> raster, TileGrid grid, DisplaySettings settings,
               std::size_t cacheBytes, int threads, Ready ready, std::size_t sampleBytes = 0);
    /// Waits for the tiles under way, but for none longer than half a second since it was begun.
    ~TileLoader();

    /// Most urgent first.
    void want(std::vector<TileKey> keys);
    /// Of these tiles the bands that are not shown may be read while nothing is wanted, where all
    /// bands together serve every combination and the file is near. Most urgent first.
    void readAhead(std::vector<TileKey> keys);
    /// The finished tile, or nullptr. Marks it as used.
    DisplayTilePtr cached(const TileKey& key) const;
    /// Drops everything rendered with the old settings.
    void setSettings(const DisplaySettings& settings);
    /// Another bound of the samples kept; those used longest ago go.
    void setSampleBytes(std::size_t most);
    /// Forgets tiles that failed so that they are tried again.
    void retryFailed();
    /// Tiles whose read has gone on for longer than `patience` count as failed from now on and are
    /// returned with what to say; another thread takes the place of each one's, up to a bound. If
    /// such a read returns after all, its tile is announced as any other.
    std::vector<std::pair<TileKey, DisplayTilePtr>> giveUp(std::chrono::milliseconds patience);
    std::size_t cachedBytes() const;
    std::size_t sampleBytes() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace limn::raster
