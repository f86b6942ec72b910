#include "widgets/index_layer.h"

#include "raster/tile_grid.h"
#include "widgets/view_composer.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace limn::widgets
{

namespace
{

constexpr int tileSize = 512;
constexpr std::size_t byteBudget = 64u << 20;

struct IndexTile
{
    raster::PixelSize size; ///< in its own pixels
    std::vector<std::uint8_t> indices;
    raster::PixelRect stale; ///< image pixels to read again
    bool blank = true;       ///< all 0, the most frequent tile of a mask
    std::uint64_t used = 0;
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
    raster::PixelSize image;
    Source source;
    raster::TileGrid grid;
    IndexPalette palette{};
    IndexPatterns patterns{};
    std::array<QRgb, 256> premultiplied{};
    std::unordered_map<raster::TileKey, IndexTile> tiles;
    std::uint64_t clock = 0;        ///< counts paints
    std::vector<std::uint8_t> part; ///< what the source wrote for one rectangle

    /// Reads `stale` again, on the lattice of every step-th pixel from the tile's top left.
    void refresh(const raster::TileKey& key, IndexTile& tile)
    {
        const auto area = grid.area(key);
        const int step = 1 << key.level;
        const auto stale = std::exchange(tile.stale, {}).intersected(area);
        if (stale.isEmpty())
            return;
        const int left = (stale.x - area.x) / step;
        const int top = (stale.y - area.y) / step;
        const raster::PixelRect window = raster::PixelRect{
            area.x + left * step, area.y + top * step, stale.right() - (area.x + left * step),
            stale.bottom() - (area.y + top * step)};
        const int width = samples(window.width, step);
        const int height = samples(window.height, step);
        part.resize(static_cast<std::size_t>(width) * height);
        source(window, step, part);
        for (int y = 0; y < height; ++y)
            std::copy_n(part.data() + static_cast<std::size_t>(y) * width, width,
                        tile.indices.data() + static_cast<std::size_t>(top + y) * tile.size.width +
                            left);
        tile.blank = isZero(part) && (tile.blank || isZero(tile.indices));
    }

    IndexTile& tile(const raster::TileKey& key)
    {
        IndexTile& tile = tiles[key];
        if (tile.indices.empty()) {
            const auto area = grid.area(key);
            const int step = 1 << key.level;
            tile.size = {samples(area.width, step), samples(area.height, step)};
            tile.indices.resize(static_cast<std::size_t>(tile.size.width) * tile.size.height);
            tile.stale = area;
        }
        tile.used = clock;
        refresh(key, tile);
        return tile;
    }

    void trim()
    {
        std::size_t bytes = 0;
        for (const auto& [key, tile] : tiles)
            bytes += tile.indices.size();
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
            bytes -= tiles[key].indices.size();
            tiles.erase(key);
        }
    }
};

IndexLayer::IndexLayer(QString id, QString title, raster::PixelSize image, Source source,
                       QObject* parent)
    : CanvasLayer(std::move(id), std::move(title), parent), state_(std::make_unique<State>())
{
    state_->image = image;
    state_->source = std::move(source);
    state_->grid = raster::TileGrid(image, tileSize);
}

IndexLayer::~IndexLayer() = default;

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
    for (const auto& key : state_->grid.covering(shown, level)) {
        const IndexTile& tile = state_->tile(key);
        if (tile.blank && !blankShows)
            continue;
        composer.placeIndices(tile.indices.data(), tile.size, state_->grid.area(key),
                              1 << key.level, state_->premultiplied, state_->patterns);
    }
    state_->trim();
}

} // namespace limn::widgets
