#include "widgets/raster_layer.h"

#include "raster/tile_loader.h"
#include "widgets/view_composer.h"

#include <algorithm>
#include <cmath>
#include <QTimer>
#include <set>
#include <unordered_map>

namespace limn::widgets
{

namespace
{

constexpr int tileSize = 512;
constexpr int loaderThreads = 2;
// Only what is between two paints: finished tiles are kept here as pictures.
constexpr std::size_t loaderBudget = 16u << 20;
constexpr std::chrono::seconds usualPatience{8};
constexpr std::chrono::milliseconds watchInterval{250};

/// What a layer keeps for a view of so many pixels of the screen.
struct Budget
{
    explicit Budget(double pixels)
        : pictures(std::min(most, (std::size_t{40} << 20) + static_cast<std::size_t>(8 * pixels))),
          samples(std::min(most, (std::size_t{32} << 20) + static_cast<std::size_t>(10 * pixels)))
    {}

    /// For 4K: what is in view and a ring around it, the samples three bands of 16 bits.
    static constexpr std::size_t most = std::size_t{112} << 20;
    std::size_t pictures;
    std::size_t samples;

    /// As many as stay when some are let go: more would be made only to be let go and made again.
    std::size_t mostTiles() const
    {
        return pictures / (tileSize * tileSize * sizeof(std::uint32_t)) * 7 / 8;
    }
};

struct Picture
{
    raster::DisplayTilePtr tile; ///< without pixels where it cannot be read
    int generation = 0;          ///< of the settings it was rendered with
    std::uint64_t used = 0;

    bool isReadable() const { return tile->error.empty(); }
    std::size_t bytes() const { return tile ? tile->pixels.size() * sizeof(std::uint32_t) : 0; }
};

raster::PixelRect toPixels(const QRectF& rect)
{
    const QRect whole = rect.toAlignedRect();
    return {whole.x(), whole.y(), whole.width(), whole.height()};
}

} // namespace

struct RasterLayer::State
{
    State(RasterLayer* layer, std::shared_ptr<const raster::Raster> opened,
          const raster::DisplaySettings& display)
        : q(layer), raster(std::move(opened)), settings(display), grid(raster->size(), tileSize)
    {
        // Nothing is announced once the loader has begun to go, and the layer's QObject outlives
        // it, so a worker never reaches a layer that is gone.
        loader = std::make_unique<raster::TileLoader>(
            raster, grid, settings, loaderBudget, loaderThreads,
            [layer](const raster::TileKey& key, const raster::DisplayTilePtr& tile) {
                QMetaObject::invokeMethod(
                    layer, [layer, key, tile] { layer->state_->arrived(key, tile); },
                    Qt::QueuedConnection);
            },
            budget.samples);
        watch.setInterval(watchInterval);
        connect(&watch, &QTimer::timeout, layer, [this] { lookForHanging(); });
    }

    RasterLayer* q;
    std::shared_ptr<const raster::Raster> raster;
    raster::DisplaySettings settings;
    raster::TileGrid grid;
    std::unordered_map<raster::TileKey, Picture> pictures;
    std::size_t bytes = 0;
    int generation = 0;      ///< of the settings, as the loader counts
    std::uint64_t clock = 0; ///< counts paints
    ViewTransform view;
    Budget budget{0};
    bool complete = false;
    std::set<std::string> reported;
    std::chrono::milliseconds patience = usualPatience;
    QTimer watch; ///< runs while tiles are on their way
    std::unique_ptr<raster::TileLoader> loader;

    int levelOf(const ViewTransform& shown) const { return grid.levelFor(shown.deviceScale()); }

    Picture* find(const raster::TileKey& key)
    {
        const auto found = pictures.find(key);
        return found == pictures.end() ? nullptr : &found->second;
    }

    bool isCurrent(const raster::TileKey& key) const
    {
        const auto found = pictures.find(key);
        return found != pictures.end() && found->second.generation == generation;
    }

    std::vector<raster::TileKey> visible() const
    {
        if (view.viewport.isEmpty())
            return {};
        const auto window = toPixels(view.visibleImage()).intersected(raster->bounds());
        return grid.covering(window, levelOf(view));
    }

    /// The visible tiles from the middle outwards, then what there is room for of a ring around
    /// them. Those that are ready are taken at once: who asks while nothing is painted tells.
    void request(bool painting)
    {
        const auto shown = visible();
        const QPointF middle = view.visibleImage().center();
        std::vector<raster::TileKey> wanted;
        const auto add = [&](std::vector<raster::TileKey> keys, std::size_t most) {
            const auto distance = [&](const raster::TileKey& key) {
                const auto area = grid.area(key);
                return std::hypot(area.x + area.width / 2.0 - middle.x(),
                                  area.y + area.height / 2.0 - middle.y());
            };
            std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
                return distance(a) < distance(b);
            });
            keys.resize(std::min(keys.size(), most));
            for (const auto& key : keys) {
                if (isCurrent(key) || std::find(wanted.begin(), wanted.end(), key) != wanted.end())
                    continue;
                if (const auto tile = loader->cached(key)) {
                    keep(key, tile);
                    if (!painting)
                        tellChanged(key);
                } else {
                    wanted.push_back(key);
                }
            }
        };
        add(shown, shown.size());
        if (!shown.empty()) {
            const int level = shown.front().level;
            const int ring = tileSize << level;
            const auto window = toPixels(view.visibleImage()).grown(ring);
            add(grid.covering(window.intersected(raster->bounds()), level), budget.mostTiles());
        }
        if (!wanted.empty() && !watch.isActive())
            watch.start();
        loader->want(std::move(wanted));
        loader->readAhead(shown);
        settle();
    }

    void settle()
    {
        const auto shown = visible();
        const bool now =
            !shown.empty() && std::all_of(shown.begin(), shown.end(),
                                          [this](const auto& key) { return isCurrent(key); });
        if (now == std::exchange(complete, now) || !now)
            return;
        Q_EMIT q->completed();
    }

    void keep(const raster::TileKey& key, const raster::DisplayTilePtr& tile)
    {
        Picture& slot = pictures[key];
        bytes -= slot.bytes();
        slot = {tile, generation, clock};
        bytes += slot.bytes();
        if (!tile->error.empty() && reported.insert(tile->error).second)
            Q_EMIT q->readFailed(QString::fromStdString(tile->error));
    }

    void arrived(const raster::TileKey& key, const raster::DisplayTilePtr& tile)
    {
        // One of the settings before is rendered anew without being asked for.
        if (tile->generation != generation)
            return;
        keep(key, tile);
        tellChanged(key);
        trim();
        settle();
    }

    void tellChanged(const raster::TileKey& key)
    {
        const auto area = grid.area(key);
        Q_EMIT q->changed(QRectF(area.x, area.y, area.width, area.height));
    }

    void lookForHanging()
    {
        for (const auto& [key, tile] : loader->giveUp(patience)) {
            keep(key, tile);
            tellChanged(key);
        }
        settle();
        if (complete)
            watch.stop();
    }

    /// What there is of a tile that has not come: the nearest coarser one, over it finer ones.
    void placeStandIn(ViewComposer& composer, const raster::TileKey& key)
    {
        const auto area = grid.area(key);
        auto above = key;
        while (above.level + 1 < grid.levels()) {
            above = grid.parent(above);
            if (placeIfThere(composer, above, area))
                break;
        }
        if (key.level > 0)
            for (const auto& below : grid.covering(area, key.level - 1))
                placeIfThere(composer, below, area);
    }

    bool placeIfThere(ViewComposer& composer, const raster::TileKey& key,
                      const raster::PixelRect& clip)
    {
        Picture* picture = find(key);
        if (!picture || !picture->isReadable())
            return false;
        picture->used = clock;
        const raster::DisplayTile& tile = *picture->tile;
        composer.place(tile.pixels.data(), {tile.width, tile.height}, grid.area(key), clip,
                       tile.opaque);
        return true;
    }

    void place(ViewComposer& composer, const ViewTransform& shown)
    {
        ++clock;
        if (composer.exposedImage().isEmpty())
            return;
        for (const auto& key : grid.covering(composer.exposedImage(), levelOf(shown))) {
            const Picture* picture = find(key);
            if (!picture)
                placeStandIn(composer, key);
            else if (!placeIfThere(composer, key, grid.area(key)))
                composer.hatch(grid.area(key));
        }
    }

    void trim()
    {
        if (bytes <= budget.pictures)
            return;
        const auto shown = visible();
        std::vector<std::pair<std::uint64_t, raster::TileKey>> byAge;
        for (const auto& [key, picture] : pictures)
            if (picture.isReadable() && std::find(shown.begin(), shown.end(), key) == shown.end())
                byAge.emplace_back(picture.used, key);
        std::sort(byAge.begin(), byAge.end());
        for (const auto& [used, key] : byAge) {
            if (bytes <= budget.pictures * 7 / 8)
                break;
            bytes -= pictures[key].bytes();
            pictures.erase(key);
        }
    }
};

RasterLayer::RasterLayer(std::shared_ptr<const raster::Raster> raster,
                         const raster::DisplaySettings& settings, QObject* parent)
    : CanvasLayer(QStringLiteral("image"), tr("Image"), parent),
      state_(std::make_unique<State>(this, std::move(raster), settings))
{}

RasterLayer::~RasterLayer()
{
    state_->loader.reset();
}

const std::shared_ptr<const raster::Raster>& RasterLayer::raster() const
{
    return state_->raster;
}

void RasterLayer::place(ViewComposer& composer, const ViewTransform& view)
{
    state_->place(composer, view);
}

void RasterLayer::viewChanged(const ViewTransform& view)
{
    state_->view = view;
    state_->budget =
        Budget(view.viewport.width() * view.viewport.height() * view.pixelRatio * view.pixelRatio);
    state_->loader->setSampleBytes(state_->budget.samples);
    state_->request(true);
}

raster::PixelRect RasterLayer::visiblePixels() const
{
    return toPixels(state_->view.visibleImage()).intersected(state_->raster->bounds());
}

const raster::DisplaySettings& RasterLayer::settings() const
{
    return state_->settings;
}

void RasterLayer::setSettings(const raster::DisplaySettings& settings)
{
    if (settings == state_->settings)
        return;
    // The pictures of before stay in sight until those of now have come.
    state_->settings = settings;
    ++state_->generation;
    state_->complete = false;
    state_->loader->setSettings(settings);
    state_->request(false);
    Q_EMIT settingsChanged();
}

void RasterLayer::retryFailed()
{
    std::erase_if(state_->pictures, [](const auto& entry) { return !entry.second.isReadable(); });
    state_->reported.clear();
    state_->loader->retryFailed();
    state_->request(false);
    Q_EMIT changed({});
}

void RasterLayer::setPatience(std::chrono::milliseconds patience)
{
    state_->patience = patience;
}

bool RasterLayer::isComplete() const
{
    return state_->complete;
}

} // namespace limn::widgets
