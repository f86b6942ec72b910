#include "raster/tile_loader.h"

#include "raster/byte_cache.h"
#include "raster/gdal_errors.h"
#include "raster/sample_tile.h"
#include "raster/spare_pixels.h"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <unordered_map>

namespace limn::raster
{

namespace
{

using Clock = std::chrono::steady_clock;
using SampleTilePtr = std::shared_ptr<const SampleTile>;

/// Above this reduction from the nearest overview, averaging would read far too many pixels.
constexpr double largestAverage = 16;
/// How long after its begin a read is still waited for when the loader goes.
constexpr std::chrono::milliseconds shortRead{500};
/// Threads that may hang in reads at a time, on top of those that work.
constexpr std::size_t mostLeftBehind = 12;
/// Nothing wanted for this long: time to read bands that are not shown.
constexpr std::chrono::milliseconds idleTime{200};
/// Tiles whose memory waits for others: about what is on its way from here to the screen.
constexpr std::size_t spareTiles = 16;
/// Files of more bands are read band by band as they are chosen.
constexpr std::size_t mostBandsAhead = 16;

std::size_t bytesOf(const DisplayTile& tile)
{
    return sizeof(DisplayTile) + tile.pixels.size() * sizeof(tile.pixels[0]);
}

/// One tile of the file or of the samples, at work in a thread.
struct Task
{
    TileKey key;
    DisplaySettings settings;
    int generation = 0;
    SampleTilePtr samples; ///< what is kept of the tile, if it suffices
};

std::vector<int> everyBand(const Raster& raster)
{
    std::vector<int> bands(static_cast<std::size_t>(raster.bandCount()));
    for (std::size_t b = 0; b < bands.size(); ++b)
        bands[b] = static_cast<int>(b);
    return bands;
}

/// Whether samples of all bands are worth reading ahead: they serve every combination, and the file
/// is near.
bool isWorthReadingAhead(const RasterInfo& info)
{
    return info.bands.size() > 1 && info.bands.size() <= mostBandsAhead &&
           SampleTile::servesAnyCombination(info) && !isRemote(info.path);
}

} // namespace

struct TileLoader::State : std::enable_shared_from_this<TileLoader::State>
{
    struct Worker
    {
        std::thread thread;
        TileKey key;
        /// Since when it reads the tile it is at; not while that waits for room in memory.
        std::optional<Clock::time_point> begun;
        std::stop_source stop; ///< of its reads
        bool givenUp = false;  ///< another thread has taken its place
        bool ended = false;
    };

    State(std::shared_ptr<const Raster> image, TileGrid tiles, DisplaySettings display,
          std::size_t cacheBytes, std::size_t sampleBytes, Ready announce)
        : raster(std::move(image)),
          grid(tiles),
          readsAhead(sampleBytes > 0 && isWorthReadingAhead(raster->info())),
          settings(display),
          cache(cacheBytes),
          samples(sampleBytes),
          ready(std::move(announce))
    {}

    const std::shared_ptr<const Raster> raster;
    const TileGrid grid;
    const bool readsAhead;

    mutable std::mutex mutex; ///< guards all below, but for `ready`
    std::condition_variable wake;
    std::condition_variable ended; ///< a worker has finished a tile or itself
    DisplaySettings settings;
    int generation = 0; ///< of the settings; a tile begun under an older one is dropped
    ByteCache<TileKey, DisplayTilePtr> cache;
    ByteCache<TileKey, SampleTilePtr> samples;
    std::unordered_map<TileKey, DisplayTilePtr> failed;
    std::vector<TileKey> wanted;  ///< the last list asked for
    std::vector<TileKey> pending; ///< what is left of it, most urgent last
    std::vector<TileKey> ahead;   ///< visible tiles whose other bands may be read, nearest last
    Clock::time_point wantedAt;   ///< when something was last asked for
    std::unordered_map<TileKey, const Worker*> underWay;
    std::list<Worker> workers;
    bool stopping = false;

    /// Outlived by tiles that others hold.
    const std::shared_ptr<SparePixels> spare = std::make_shared<SparePixels>(spareTiles);

    std::mutex announcing; ///< guards `ready`; taken without `mutex` held
    Ready ready;

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

    void start()
    {
        Worker& worker = workers.emplace_back();
        worker.thread = std::thread([self = shared_from_this(), &worker] { self->work(worker); });
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

    SampleTilePtr read(Worker& worker, const TileKey& key, std::vector<int> bands)
    {
        const PixelRect area = grid.area(key);
        const PixelSize out = grid.pixels(key);
        const ReadWatch watch{worker.stop.get_token(), [this, &worker](bool waiting) {
                                  const std::scoped_lock lock(mutex);
                                  worker.begun =
                                      waiting ? std::nullopt : std::optional(Clock::now());
                                  if (waiting && stopping)
                                      worker.stop.request_stop();
                                  ended.notify_all();
                              }};
        const PixelBlock block = raster->read(area, out, bands, resamplingFor(area, out), watch);
        return std::make_shared<SampleTile>(block, std::move(bands), raster->info());
    }

    /// A tile whose pixels, once nobody holds it, serve another.
    std::shared_ptr<DisplayTile> emptyTile() const
    {
        return {std::make_unique<DisplayTile>().release(), [home = spare](DisplayTile* tile) {
                    const std::unique_ptr<DisplayTile> gone(tile);
                    home->give(std::move(gone->pixels));
                }};
    }

    /// The tile; what was read for it is left in the task.
    DisplayTilePtr render(Worker& worker, Task& task)
    {
        const std::shared_ptr<DisplayTile> tile = emptyTile();
        tile->generation = task.generation;
        try {
            if (!task.samples)
                task.samples = read(worker, task.key, distinctBands(task.settings.bands));
            tile->width = task.samples->width();
            tile->height = task.samples->height();
            tile->pixels = spare->take(static_cast<std::size_t>(tile->width) * tile->height);
            tile->opaque = task.samples->render(task.settings, tile->pixels.data());
        } catch (const std::exception& error) {
            tile->pixels.clear();
            tile->error = error.what();
        }
        return tile;
    }

    void announce(const TileKey& key, const DisplayTilePtr& tile)
    {
        const std::scoped_lock lock(announcing);
        if (ready)
            ready(key, tile);
    }

    /// With the mutex held on both ends.
    void renderNext(Worker& worker, std::unique_lock<std::mutex>& lock)
    {
        Task task;
        task.key = pending.back();
        pending.pop_back();
        if (isSettled(task.key))
            return;
        task.settings = settings;
        task.generation = generation;
        task.samples = samples.use(task.key);
        if (task.samples && !task.samples->canShow(settings.bands))
            task.samples.reset();
        const bool wasKept = task.samples != nullptr;
        underWay[task.key] = &worker;
        worker.key = task.key;
        worker.begun = Clock::now();
        lock.unlock();
        const DisplayTilePtr tile = render(worker, task);
        lock.lock();
        worker.begun.reset();
        if (!wasKept && task.samples)
            samples.insert(task.key, task.samples, task.samples->bytes());
        const auto mine = underWay.find(task.key);
        if (mine != underWay.end() && mine->second == &worker)
            underWay.erase(mine);
        ended.notify_all();
        // After a change of settings the tile is wanted anew. One that was given up may have been
        // retried with success, or be retried now: that its first read failed at last is no news.
        if (task.generation != generation || cache.contains(task.key) ||
            (worker.givenUp && !tile->error.empty()))
            return;
        failed.erase(task.key);
        if (tile->error.empty())
            cache.insert(task.key, tile, bytesOf(*tile));
        else
            failed[task.key] = tile;
        lock.unlock();
        announce(task.key, tile);
        lock.lock();
    }

    /// A tile in sight of whose bands only some are there; nothing when all is read that fits.
    std::optional<TileKey> nextAhead()
    {
        while (!ahead.empty()) {
            const TileKey key = ahead.back();
            ahead.pop_back();
            const SampleTilePtr kept = samples.peek(key);
            if (!kept || kept->bands().size() == raster->info().bands.size())
                continue;
            const std::size_t more =
                kept->bytes() / kept->bands().size() * raster->info().bands.size();
            // Tiles in sight must not push each other out.
            if (more * (ahead.size() + 1) > samples.limit() / 2) {
                ahead.clear();
                break;
            }
            return key;
        }
        return {};
    }

    void readAhead(Worker& worker, const TileKey& key, std::unique_lock<std::mutex>& lock)
    {
        worker.key = key;
        worker.begun = Clock::now();
        lock.unlock();
        SampleTilePtr whole;
        try {
            whole = read(worker, key, everyBand(*raster));
        } catch (const RasterError&) {
            // Nobody asked for these bands; who does will be told.
            whole.reset();
        }
        lock.lock();
        worker.begun.reset();
        ended.notify_all();
        if (whole)
            samples.insert(key, whole, whole->bytes());
    }

    void work(Worker& worker)
    {
        std::unique_lock lock(mutex);
        while (!stopping && !worker.givenUp) {
            if (!pending.empty())
                renderNext(worker, lock);
            else if (ahead.empty())
                wake.wait(lock);
            else if (Clock::now() < wantedAt + idleTime)
                wake.wait_until(lock, wantedAt + idleTime);
            else if (const auto key = nextAhead())
                readAhead(worker, *key, lock);
        }
        worker.ended = true;
        ended.notify_all();
    }
};

TileLoader::TileLoader(std::shared_ptr<const Raster> raster, TileGrid grid,
                       DisplaySettings settings, std::size_t cacheBytes, int threads, Ready ready,
                       std::size_t sampleBytes)
    : state_(std::make_shared<State>(std::move(raster), grid, settings, cacheBytes, sampleBytes,
                                     std::move(ready)))
{
    const std::scoped_lock lock(state_->mutex);
    for (int i = 0; i < std::max(1, threads); ++i)
        state_->start();
}

TileLoader::~TileLoader()
{
    {
        const std::scoped_lock lock(state_->announcing);
        state_->ready = nullptr;
    }
    std::unique_lock lock(state_->mutex);
    state_->stopping = true;
    state_->wake.notify_all();
    for (State::Worker& worker : state_->workers)
        if (!worker.begun)
            worker.stop.request_stop();
    for (State::Worker& worker : state_->workers) {
        while (!worker.ended) {
            const auto begun = worker.begun;
            if (begun && Clock::now() >= *begun + shortRead)
                break;
            if (begun)
                state_->ended.wait_until(lock, *begun + shortRead);
            else
                state_->ended.wait(lock);
        }
        if (!worker.ended) {
            worker.thread.detach();
            continue;
        }
        lock.unlock();
        worker.thread.join();
        lock.lock();
    }
}

void TileLoader::want(std::vector<TileKey> keys)
{
    const std::scoped_lock lock(state_->mutex);
    state_->wanted = std::move(keys);
    state_->wantedAt = Clock::now();
    state_->queueWanted();
}

void TileLoader::readAhead(std::vector<TileKey> keys)
{
    const std::scoped_lock lock(state_->mutex);
    if (!state_->readsAhead)
        return;
    std::reverse(keys.begin(), keys.end());
    state_->ahead = std::move(keys);
    state_->wake.notify_all();
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

void TileLoader::setSampleBytes(std::size_t most)
{
    const std::scoped_lock lock(state_->mutex);
    if (most != state_->samples.limit())
        state_->samples.setLimit(most);
}

void TileLoader::retryFailed()
{
    const std::scoped_lock lock(state_->mutex);
    state_->failed.clear();
    state_->queueWanted();
}

std::vector<std::pair<TileKey, DisplayTilePtr>>
TileLoader::giveUp(std::chrono::milliseconds patience)
{
    std::vector<std::pair<TileKey, DisplayTilePtr>> given;
    const std::scoped_lock lock(state_->mutex);
    std::erase_if(state_->workers, [](State::Worker& worker) {
        if (!worker.ended || !worker.givenUp)
            return false;
        worker.thread.join();
        return true;
    });
    const auto now = Clock::now();
    std::vector<State::Worker*> late;
    for (State::Worker& worker : state_->workers)
        if (worker.begun && !worker.givenUp && now - *worker.begun >= patience)
            late.push_back(&worker);
    for (State::Worker* worker : late) {
        const auto hanging = std::count_if(state_->workers.begin(), state_->workers.end(),
                                           [](const auto& each) { return each.givenUp; });
        if (static_cast<std::size_t>(hanging) >= mostLeftBehind)
            break;
        worker->givenUp = true;
        worker->stop.request_stop();
        const auto mine = state_->underWay.find(worker->key);
        if (mine != state_->underWay.end() && mine->second == worker) {
            state_->underWay.erase(mine);
            auto tile = std::make_shared<DisplayTile>();
            tile->generation = state_->generation;
            const auto seconds =
                std::max<long long>(1, std::chrono::round<std::chrono::seconds>(patience).count());
            tile->error = state_->raster->info().path + " has not answered for " +
                          std::to_string(seconds) +
                          " s; check the connection to where it lies, then try again";
            state_->failed[worker->key] = tile;
            given.emplace_back(worker->key, tile);
        }
        state_->start();
    }
    return given;
}

std::size_t TileLoader::cachedBytes() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->cache.bytes();
}

std::size_t TileLoader::sampleBytes() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->samples.bytes();
}

} // namespace limn::raster
