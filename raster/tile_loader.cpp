#include "raster/tile_loader.h"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace limn::raster
{

namespace
{

/// Above this reduction from the nearest overview, averaging would read far too many pixels.
constexpr double largestAverage = 16;

std::size_t bytesOf(const DisplayTile& tile)
{
    return sizeof(DisplayTile) + tile.rgba.size();
}

/// Finished tiles up to a number of bytes; the least recently used go first. Not thread-safe.
class TileCache
{
public:
    explicit TileCache(std::size_t limit) : limit_(limit) {}

    std::size_t bytes() const { return bytes_; }
    bool contains(const TileKey& key) const { return places_.count(key) != 0; }

    DisplayTilePtr use(const TileKey& key)
    {
        const auto found = places_.find(key);
        if (found == places_.end())
            return {};
        order_.splice(order_.begin(), order_, found->second);
        return found->second->tile;
    }

    void insert(const TileKey& key, DisplayTilePtr tile)
    {
        const std::size_t size = bytesOf(*tile);
        if (size > limit_ || contains(key))
            return;
        while (bytes_ + size > limit_)
            dropOldest();
        order_.push_front({key, std::move(tile)});
        places_[key] = order_.begin();
        bytes_ += size;
    }

    void clear()
    {
        order_.clear();
        places_.clear();
        bytes_ = 0;
    }

private:
    struct Entry
    {
        TileKey key;
        DisplayTilePtr tile;
    };

    void dropOldest()
    {
        bytes_ -= bytesOf(*order_.back().tile);
        places_.erase(order_.back().key);
        order_.pop_back();
    }

    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::list<Entry> order_; ///< most recently used first
    std::unordered_map<TileKey, std::list<Entry>::iterator> places_;
};

} // namespace

struct TileLoader::State
{
    State(std::shared_ptr<const Raster> image, TileGrid tiles, DisplaySettings display,
          std::size_t cacheBytes, Ready announce)
        : raster(std::move(image)),
          grid(tiles),
          ready(std::move(announce)),
          settings(display),
          cache(cacheBytes)
    {}

    const std::shared_ptr<const Raster> raster;
    const TileGrid grid;
    const Ready ready;

    mutable std::mutex mutex; ///< guards all below
    std::condition_variable wake;
    DisplaySettings settings;
    int generation = 0; ///< of the settings; a tile begun under an older one is dropped
    TileCache cache;
    std::unordered_map<TileKey, DisplayTilePtr> failed;
    std::vector<TileKey> wanted;  ///< the last list asked for
    std::vector<TileKey> pending; ///< what is left of it, most urgent last
    std::unordered_set<TileKey> underWay;
    bool stopping = false;

    std::vector<std::jthread> threads;

    bool isSettled(const TileKey& key) const
    {
        return cache.contains(key) || failed.count(key) || underWay.count(key);
    }

    void queueWanted()
    {
        pending.clear();
        for (auto key = wanted.rbegin(); key != wanted.rend(); ++key)
            if (!isSettled(*key))
                pending.push_back(*key);
        wake.notify_all();
    }

    Resampling resamplingFor(const PixelRect& area, PixelSize out) const
    {
        const double reduction = static_cast<double>(area.width) / out.width;
        if (reduction <= 1)
            return Resampling::Nearest;
        double overview = 1;
        for (const PixelSize& size : raster->info().overviews) {
            const double factor = static_cast<double>(raster->size().width) / size.width;
            if (factor <= reduction)
                overview = std::max(overview, factor);
        }
        return reduction / overview <= largestAverage ? Resampling::Average : Resampling::Nearest;
    }

    DisplayTilePtr render(const TileKey& key, const DisplaySettings& display) const
    {
        auto tile = std::make_shared<DisplayTile>();
        try {
            const PixelRect area = grid.area(key);
            const PixelSize out = grid.pixels(key);
            const PixelBlock block =
                raster->read(area, out, display.bands, resamplingFor(area, out));
            tile->rgba.resize(static_cast<std::size_t>(out.width) * out.height * 4);
            toRgba(block, display, tile->rgba.data());
            tile->width = out.width;
            tile->height = out.height;
        } catch (const std::exception& error) {
            tile->rgba.clear();
            tile->error = error.what();
        }
        return tile;
    }

    void work()
    {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !pending.empty(); });
            if (stopping)
                return;
            const TileKey key = pending.back();
            pending.pop_back();
            if (isSettled(key))
                continue;
            underWay.insert(key);
            const DisplaySettings display = settings;
            const int begun = generation;
            lock.unlock();
            const DisplayTilePtr tile = render(key, display);
            lock.lock();
            // After a change of settings the tile may be under way a second time already.
            if (begun != generation)
                continue;
            underWay.erase(key);
            if (tile->error.empty())
                cache.insert(key, tile);
            else
                failed[key] = tile;
            lock.unlock();
            if (ready)
                ready(key, tile);
            lock.lock();
        }
    }
};

TileLoader::TileLoader(std::shared_ptr<const Raster> raster, TileGrid grid,
                       DisplaySettings settings, std::size_t cacheBytes, int threads, Ready ready)
    : state_(
          std::make_shared<State>(std::move(raster), grid, settings, cacheBytes, std::move(ready)))
{
    for (int i = 0; i < std::max(1, threads); ++i)
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

TileLoader::~TileLoader()
{
    {
        const std::scoped_lock lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake.notify_all();
    state_->threads.clear();
}

void TileLoader::want(std::vector<TileKey> keys)
{
    const std::scoped_lock lock(state_->mutex);
    state_->wanted = std::move(keys);
    state_->queueWanted();
}

DisplayTilePtr TileLoader::cached(const TileKey& key) const
{
    const std::scoped_lock lock(state_->mutex);
    const auto failed = state_->failed.find(key);
    return failed != state_->failed.end() ? failed->second : state_->cache.use(key);
}

void TileLoader::setSettings(const DisplaySettings& settings)
{
    const std::scoped_lock lock(state_->mutex);
    if (settings == state_->settings)
        return;
    state_->settings = settings;
    ++state_->generation;
    state_->cache.clear();
    state_->failed.clear();
    state_->underWay.clear();
    state_->queueWanted();
}

void TileLoader::retryFailed()
{
    const std::scoped_lock lock(state_->mutex);
    state_->failed.clear();
    state_->queueWanted();
}

std::size_t TileLoader::cachedBytes() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->cache.bytes();
}

} // namespace limn::raster
