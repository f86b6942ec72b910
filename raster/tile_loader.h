// Worker threads that render display tiles of one raster, and a cache of them bounded in bytes.
//
// want() replaces the whole list of wanted tiles: what is wanted no more and not begun is dropped,
// what was asked for last is rendered first. Finished tiles go into the cache and are announced.
// All methods may be called from any thread; the announcement comes on a worker thread.
#pragma once

#include "raster/display.h"
#include "raster/raster.h"
#include "raster/tile_grid.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace limn::raster
{

/// RGBA bytes of one display tile, row by row, not premultiplied.
struct DisplayTile
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;
    std::string error; ///< why the tile could not be read; then rgba is empty
};
using DisplayTilePtr = std::shared_ptr<const DisplayTile>;

class TileLoader
{
public:
    using Ready = std::function<void(const TileKey&, const DisplayTilePtr&)>;

    /// `cacheBytes` bounds the finished tiles kept; the least recently used go first.
    TileLoader(std::shared_ptr<const Raster> raster, TileGrid grid, DisplaySettings settings,
               std::size_t cacheBytes, int threads, Ready ready);
    ~TileLoader(); ///< waits for the tiles under way

    /// Most urgent first.
    void want(std::vector<TileKey> keys);
    /// The finished tile, or nullptr. Marks it as used.
    DisplayTilePtr cached(const TileKey& key) const;
    /// Drops everything rendered with the old settings.
    void setSettings(const DisplaySettings& settings);
    /// Forgets tiles that failed so that they are tried again.
    void retryFailed();
    std::size_t cachedBytes() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace limn::raster
