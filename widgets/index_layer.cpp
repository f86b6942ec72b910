#include "widgets/index_layer.h"

#include "raster/tile_grid.h"
#include "widgets/detached_work.h"
#include "widgets/view_composer.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace limn::widgets
{

namespace
{

constexpr int tileSize = 512;
constexpr std::size_t byteBudget = 64u << 20;
/// Readings at once on other threads; the window's own core is left to the window.
constexpr int mostReadings = 2;
/// How many times coarser a tile may be that stands in for one that is not read yet.
constexpr int coarsestStandIn = 5;

struct IndexTile
{
    raster::PixelSize size;            ///< in its own pixels
    std::vector<std::uint8_t> indices; ///< none while the tile is blank
    raster::PixelRect stale;           ///< image pixels to read again
    bool blank = true;                 ///< all 0, the most frequent tile of a mask
    bool complete = false;             ///< was read as a whole at least once
    bool waits = false;                ///< to be read on another thread
    int reading = 0;                   ///< there: its number
    std::uint64_t used = 0;

    /// For every index; they are 0 where there was none.
    void makeRoom() { indices.resize(static_cast<std::size_t>(size.width) * size.height); }
    void setBlank(bool isBlank)
    {
        blank = isBlank;
        if (blank)
            indices = std::vector<std::uint8_t>(); // its room, too
    }
    std::size_t bytes() const { return sizeof(IndexTile) + indices.size(); }
};

/// The lattice points of a tile that a reading fills.
struct Part
{
    raster::PixelRect window; ///< image pixels
    int left = 0;             ///< tile pixels
    int top = 0;
    int width = 0;
    int height = 0;
};

bool isZero(const std::vector<std::uint8_t>& values)
{
    return values.empty() || (values[0] == 0 && std::memcmp(values.data(), values.data() + 1,
                                                            values.size() - 1) == 0);
}

int samples(int length, int step)
{
    return (length + step - 1) / step;
}

} // namespace

struct IndexLayer::State
{
    IndexLayer* q;
    raster::PixelSize image;
    Source source;
    raster::TileGrid grid;
    IndexPalette palette{};
    IndexPatterns patterns{};
    std::array<QRgb, 256> premultiplied{};
    std::unordered_map<raster::TileKey, IndexTile> tiles;
    std::uint64_t clock = 0;         ///< counts paints
    std::vector<std::uint8_t> part;  ///< what the source wrote for one rectangle
    std::vector<std::uint8_t> zeros; ///< where blank tiles are shown; read until the next place()
    Later later;
    std::unique_ptr<DetachedWork> work;
    int readings = 0; ///< under way
    int lastReading = 0;

    explicit State(IndexLayer* layer) : q(layer) {}

    /// What lies under `stale`, on the lattice of every step-th pixel from the tile's top left.
    Part partOf(const raster::TileKey& key, const raster::PixelRect& stale) const
    {
        const auto area = grid.area(key);
        const int step = 1 << key.level;
        Part found;
        found.left = (stale.x - area.x) / step;
        found.top = (stale.y - area.y) / step;
        const int x = area.x + found.left * step;
        const int y = area.y + found.top * step;
        found.window = {x, y, stale.right() - x, stale.bottom() - y};
        found.width = samples(found.window.width, step);
        found.height = samples(found.window.height, step);
        return found;
    }

    static void take(IndexTile& tile, const Part& from, const std::vector<std::uint8_t>& values)
    {
        tile.makeRoom();
        for (int y = 0; y < from.height; ++y)
            std::copy_n(values.data() + static_cast<std::size_t>(y) * from.width, from.width,
                        tile.indices.data() +
                            static_cast<std::size_t>(from.top + y) * tile.size.width + from.left);
        tile.setBlank(isZero(values) && (tile.blank || isZero(tile.indices)));
    }

    /// Reads what is stale again, or has it read.
    void refresh(const raster::TileKey& key, IndexTile& tile)
    {
        const auto stale = tile.stale.intersected(grid.area(key));
        if (stale.isEmpty() || tile.reading != 0)
            return;
        const int step = 1 << key.level;
        const Part wanted = partOf(key, stale);
        if (Reading reading = later ? later(wanted.window, step) : nullptr) {
            tile.waits = readings >= mostReadings;
            if (!tile.waits)
                readOnThread(key, tile, wanted, std::move(reading));
            return;
        }
        tile.waits = false;
        tile.stale = {};
        tile.complete = true;
        if (wanted.width == tile.size.width && wanted.height == tile.size.height) {
            tile.makeRoom();
            source(wanted.window, step, tile.indices);
            tile.setBlank(isZero(tile.indices));
            return;
        }
        part.resize(static_cast<std::size_t>(wanted.width) * wanted.height);
        source(wanted.window, step, part);
        take(tile, wanted, part);
    }

    void readOnThread(const raster::TileKey& key, IndexTile& tile, const Part& wanted,
                      Reading reading)
    {
        tile.stale = {};
        tile.reading = ++lastReading;
        ++readings;
        work->start([this, key, wanted, reading = std::move(reading),
                     number = lastReading]() -> DetachedWork::Result {
            const auto values = std::make_shared<std::vector<std::uint8_t>>(
                static_cast<std::size_t>(wanted.width) * wanted.height);
            QString problem;
            try {
                reading(*values);
            } catch (const std::exception& error) {
                problem = QString::fromUtf8(error.what());
            }
            return [this, key, wanted, values, problem, number] {
                --readings;
                finishReading(key, wanted, *values, number);
                if (!problem.isEmpty())
                    Q_EMIT q->readFailed(problem);
            };
        });
    }

    void finishReading(const raster::TileKey& key, const Part& wanted,
                       const std::vector<std::uint8_t>& values, int number)
    {
        // A tile that went meanwhile and came again is read anew.
        const auto found = tiles.find(key);
        if (found != tiles.end() && found->second.reading == number) {
            found->second.reading = 0;
            found->second.complete = true;
            take(found->second, wanted, values);
            announce(wanted.window);
        }
        startWaiting();
    }

    /// What was looked at last comes first.
    void startWaiting()
    {
        while (readings < mostReadings) {
            auto next = tiles.end();
            for (auto each = tiles.begin(); each != tiles.end(); ++each)
                if (each->second.waits &&
                    (next == tiles.end() || each->second.used > next->second.used))
                    next = each;
            if (next == tiles.end())
                return;
            next->second.waits = false;
            refresh(next->first, next->second);
            if (next->second.reading == 0)
                announce(grid.area(next->first));
        }
    }

    void announce(const raster::PixelRect& rect)
    {
        Q_EMIT q->changed(QRectF(rect.x, rect.y, rect.width, rect.height));
    }

    /// The nearest coarser tile, enlarged, in place of one that was never read.
    void standIn(const raster::TileKey& key, IndexTile& tile)
    {
        const auto area = grid.area(key);
        for (int up = 1; up <= coarsestStandIn; ++up) {
            const raster::TileKey parent{key.level + up, key.column >> up, key.row >> up};
            const auto found = tiles.find(parent);
            if (found == tiles.end() || !found->second.complete)
                continue;
            const IndexTile& coarse = found->second;
            tile.setBlank(coarse.blank);
            if (tile.blank)
                return;
            tile.makeRoom();
            const auto from = grid.area(parent);
            for (int y = 0; y < tile.size.height; ++y) {
                const int row = (area.y + (y << key.level) - from.y) >> parent.level;
                const std::uint8_t* line =
                    coarse.indices.data() + static_cast<std::size_t>(row) * coarse.size.width;
                for (int x = 0; x < tile.size.width; ++x)
                    tile.indices[static_cast<std::size_t>(y) * tile.size.width + x] =
                        line[(area.x + (x << key.level) - from.x) >> parent.level];
            }
            return;
        }
    }

    IndexTile& tile(const raster::TileKey& key)
    {
        const auto [place, isNew] = tiles.try_emplace(key);
        IndexTile& tile = place->second;
        if (isNew) {
            const auto area = grid.area(key);
            const int step = 1 << key.level;
            tile.size = {samples(area.width, step), samples(area.height, step)};
            tile.stale = area;
        }
        tile.used = clock;
        refresh(key, tile);
        if (isNew && !tile.complete)
            standIn(key, tile);
        return tile;
    }

    void trim()
    {
        std::size_t bytes = 0;
        for (const auto& [key, tile] : tiles)
            bytes += tile.bytes();
        if (bytes <= byteBudget)
            return;
        std::vector<std::pair<std::uint64_t, raster::TileKey>> byAge;
        for (const auto& [key, tile] : tiles)
            if (tile.used != clock)
                byAge.emplace_back(tile.used, key);
        std::sort(byAge.begin(), byAge.end());
        for (const auto& [used, key] : byAge) {
            if (bytes <= byteBudget * 7 / 8)
                break;
            bytes -= tiles[key].bytes();
            tiles.erase(key);
        }
    }
};

IndexLayer::IndexLayer(QString id, QString title, raster::PixelSize image, Source source,
                       QObject* parent)
    : CanvasLayer(std::move(id), std::move(title), parent), state_(std::make_unique<State>(this))
{
    state_->image = image;
    state_->source = std::move(source);
    state_->grid = raster::TileGrid(image, tileSize);
    state_->work = std::make_unique<DetachedWork>();
}

IndexLayer::~IndexLayer() = default;

void IndexLayer::setLater(Later later)
{
    state_->later = std::move(later);
}

void IndexLayer::setPalette(const IndexPalette& palette)
{
    if (palette == state_->palette)
        return;
    state_->palette = palette;
    std::transform(palette.begin(), palette.end(), state_->premultiplied.begin(),
                   [](QRgb colour) { return qPremultiply(colour); });
    Q_EMIT changed({});
}

void IndexLayer::setPatterns(const IndexPatterns& patterns)
{
    if (patterns == state_->patterns)
        return;
    state_->patterns = patterns;
    Q_EMIT changed({});
}

const IndexPalette& IndexLayer::palette() const
{
    return state_->palette;
}

void IndexLayer::invalidate(const raster::PixelRect& rect)
{
    const auto inside = rect.intersected({0, 0, state_->image.width, state_->image.height});
    if (inside.isEmpty())
        return;
    for (auto& [key, tile] : state_->tiles) {
        const auto part = state_->grid.area(key).intersected(inside);
        if (!part.isEmpty())
            tile.stale = tile.stale.united(part);
    }
    Q_EMIT changed(QRectF(inside.x, inside.y, inside.width, inside.height));
}

void IndexLayer::invalidateAll()
{
    state_->tiles.clear();
    Q_EMIT changed({});
}

void IndexLayer::place(ViewComposer& composer, const ViewTransform& view)
{
    ++state_->clock;
    const auto shown = composer.exposedImage();
    if (shown.isEmpty())
        return;
    const int level = state_->grid.levelFor(view.deviceScale());
    const bool blankShows = qAlpha(state_->palette[0]) != 0;
    const std::vector<std::uint8_t> blank(blankShows ? static_cast<std::size_t>(tileSize) * tileSize
                                                     : 0);
    for (const auto& key : state_->grid.covering(shown, level)) {
        const IndexTile& tile = state_->tile(key);
        if (tile.blank && !blankShows)
            continue;
        composer.placeIndices(tile.blank ? state_->zeros.data() : tile.indices.data(), tile.size,
                              state_->grid.area(key), 1 << key.level, state_->premultiplied,
                              state_->patterns);
    }
    state_->trim();
}

} // namespace limn::widgets
