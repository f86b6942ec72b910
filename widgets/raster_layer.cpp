#include "widgets/raster_layer.h"

#include "raster/tile_loader.h"
#include "widgets/view_buffer.h"

#include <algorithm>
#include <cmath>
#include <QImage>
#include <set>
#include <unordered_map>

namespace limn::widgets
{

namespace
{

constexpr int tileSize = 512;
constexpr int loaderThreads = 2;
constexpr std::size_t pictureBudget = 256u << 20;
// Only what is between two paints: finished tiles are kept here as pictures.
constexpr std::size_t loaderBudget = 48u << 20;

struct Picture
{
    QImage pixels; ///< premultiplied; null where the tile cannot be read
    bool opaque = false;
    int generation = 0; ///< of the settings it was rendered with
    std::uint64_t used = 0;
};

Picture toPicture(const raster::DisplayTile& tile)
{
    Picture picture;
    if (!tile.error.empty())
        return picture;
    const QImage rgba(tile.rgba.data(), tile.width, tile.height, tile.width * 4,
                      QImage::Format_RGBA8888);
    picture.pixels = rgba.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    picture.opaque = true;
    for (std::size_t i = 3; i < tile.rgba.size() && picture.opaque; i += 4)
        picture.opaque = tile.rgba[i] == 255;
    return picture;
}

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
        // The loader finishes its threads before it goes, and the layer's QObject outlives it, so a
        // worker never reaches a layer that is gone.
        loader = std::make_unique<raster::TileLoader>(
            raster, grid, settings, loaderBudget, loaderThreads,
            [layer](const raster::TileKey& key, const raster::DisplayTilePtr& tile) {
                auto picture = toPicture(*tile);
                QMetaObject::invokeMethod(
                    layer,
                    [layer, key, tile, picture = std::move(picture)] {
                        layer->state_->arrived(key, tile, picture);
                    },
                    Qt::QueuedConnection);
            });
    }

    RasterLayer* q;
    std::shared_ptr<const raster::Raster> raster;
    raster::DisplaySettings settings;
    raster::TileGrid grid;
    std::unordered_map<raster::TileKey, Picture> pictures;
    std::size_t bytes = 0;
    int generation = 0;
    std::uint64_t clock = 0; ///< counts paints
    ViewTransform view;
    bool complete = false;
    std::set<std::string> reported;
    ViewBuffer buffer;
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

    /// The visible tiles from the middle outwards, then a ring around them.
    void request()
    {
        const auto shown = visible();
        const QPointF middle = view.visibleImage().center();
        std::vector<raster::TileKey> wanted;
        const auto add = [&](std::vector<raster::TileKey> keys) {
            const auto distance = [&](const raster::TileKey& key) {
                const auto area = grid.area(key);
                return std::hypot(area.x + area.width / 2.0 - middle.x(),
                                  area.y + area.height / 2.0 - middle.y());
            };
            std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
                return distance(a) < distance(b);
            });
            for (const auto& key : keys) {
                if (isCurrent(key) || std::find(wanted.begin(), wanted.end(), key) != wanted.end())
                    continue;
                if (const auto tile = loader->cached(key))
                    keep(key, toPicture(*tile), tile->error);
                else
                    wanted.push_back(key);
            }
        };
        add(shown);
        if (!shown.empty()) {
            const int level = shown.front().level;
            const int ring = tileSize << level;
            const auto window = toPixels(view.visibleImage()).grown(ring);
            add(grid.covering(window.intersected(raster->bounds()), level));
        }
        loader->want(std::move(wanted));
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

    void keep(const raster::TileKey& key, Picture picture, const std::string& error)
    {
        picture.generation = generation;
        picture.used = clock;
        Picture& slot = pictures[key];
        bytes -= slot.pixels.sizeInBytes();
        bytes += picture.pixels.sizeInBytes();
        slot = std::move(picture);
        if (!error.empty() && reported.insert(error).second)
            Q_EMIT q->readFailed(QString::fromStdString(error));
    }

    void arrived(const raster::TileKey& key, const raster::DisplayTilePtr& tile,
                 const Picture& picture)
    {
        // The loader is asked what holds now: this tile may be one of the settings before.
        const auto now = loader->cached(key);
        if (!now) {
            request();
            return;
        }
        keep(key, now == tile ? picture : toPicture(*now), now->error);
        const auto area = grid.area(key);
        Q_EMIT q->changed(QRectF(area.x, area.y, area.width, area.height));
        settle();
    }

    /// What there is of a tile that has not come: the nearest coarser one, over it finer ones.
    void placeStandIn(const raster::TileKey& key)
    {
        const auto area = grid.area(key);
        auto above = key;
        while (above.level + 1 < grid.levels()) {
            above = grid.parent(above);
            Picture* picture = find(above);
            if (!picture || picture->pixels.isNull())
                continue;
            picture->used = clock;
            buffer.place(picture->pixels, grid.area(above), area);
            break;
        }
        if (key.level == 0)
            return;
        for (const auto& below : grid.covering(area, key.level - 1)) {
            Picture* picture = find(below);
            if (!picture || picture->pixels.isNull())
                continue;
            picture->used = clock;
            buffer.place(picture->pixels, grid.area(below), area);
        }
    }

    void paint(QPainter& painter, const ViewTransform& shown, const QRect& exposed)
    {
        ++clock;
        buffer.begin(shown, exposed, raster->size());
        if (buffer.exposedImage().isEmpty())
            return;
        bool opaque = true;
        for (const auto& key : grid.covering(buffer.exposedImage(), levelOf(shown))) {
            Picture* picture = find(key);
            if (!picture) {
                placeStandIn(key);
                opaque = false;
                continue;
            }
            picture->used = clock;
            if (picture->pixels.isNull())
                buffer.hatch(grid.area(key));
            else
                buffer.place(picture->pixels, grid.area(key), grid.area(key));
            opaque = opaque && (picture->opaque || picture->pixels.isNull());
        }
        buffer.draw(painter, opaque);
        trim();
    }

    void trim()
    {
        if (bytes <= pictureBudget)
            return;
        const auto shown = visible();
        std::vector<std::pair<std::uint64_t, raster::TileKey>> byAge;
        for (const auto& [key, picture] : pictures)
            if (!picture.pixels.isNull() &&
                std::find(shown.begin(), shown.end(), key) == shown.end())
                byAge.emplace_back(picture.used, key);
        std::sort(byAge.begin(), byAge.end());
        for (const auto& [used, key] : byAge) {
            if (bytes <= pictureBudget * 7 / 8)
                break;
            bytes -= pictures[key].pixels.sizeInBytes();
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

void RasterLayer::paint(QPainter& painter, const ViewTransform& view, const QRect& exposed)
{
    state_->paint(painter, view, exposed);
}

void RasterLayer::viewChanged(const ViewTransform& view)
{
    state_->view = view;
    state_->request();
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
    state_->request();
    Q_EMIT changed({});
    Q_EMIT settingsChanged();
}

void RasterLayer::retryFailed()
{
    std::erase_if(state_->pictures, [](const auto& entry) { return entry.second.pixels.isNull(); });
    state_->reported.clear();
    state_->loader->retryFailed();
    state_->request();
    Q_EMIT changed({});
}

bool RasterLayer::isComplete() const
{
    return state_->complete;
}

} // namespace limn::widgets
