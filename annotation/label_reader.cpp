#include "annotation/label_reader.h"

#include <algorithm>
#include <set>

namespace limn::annotation
{
namespace
{

bool sameRegions(const std::vector<CompleteRegion>& a, const std::vector<CompleteRegion>& b)
{
    return std::ranges::equal(a, b, [](const CompleteRegion& left, const CompleteRegion& right) {
        return left.rect == right.rect && left.classValue == right.classValue;
    });
}

raster::PixelRect wholeImage(const ImageRecord& image)
{
    return {0, 0, image.size.width, image.size.height};
}

/// Fewer than this are not worth a look at all the others.
constexpr std::size_t fewTiles = 64;

/// Pixels by value, run by run, as labels mostly are.
void countPixels(const MaskTile& pixels, const raster::PixelRect& area,
                 std::array<std::int32_t, 256>& counts)
{
    for (int y = 0; y < area.height; ++y) {
        const auto row = std::span(pixels).subspan(static_cast<std::size_t>(y) * maskTileSize,
                                                   static_cast<std::size_t>(area.width));
        for (auto first = row.begin(); first != row.end();) {
            const auto last = std::find_if(
                first, row.end(), [value = *first](std::uint8_t other) { return other != value; });
            counts[*first] += static_cast<std::int32_t>(last - first);
            first = last;
        }
    }
}

} // namespace

struct LabelReader::State
{
    // Tiles stay packed: the labels of a huge image fit into memory, and unpacking one costs little
    // beside what is done with a patch.
    struct KnownTile
    {
        std::int64_t revision = 0;
        StoredTilePtr stored;
    };

    const Project& project;
    ImageRecord image;
    std::int64_t revision = -1;
    std::map<MaskTileKey, KnownTile> tiles;
    std::vector<Shape> shapes;
    std::vector<raster::PixelRect> shapeBounds;
    std::vector<CompleteRegion> regions;
    std::map<MaskTileKey, LabelledCell> cellAt;
    std::vector<LabelledCell> cells;

    bool refresh();
    std::set<MaskTileKey> renewTiles();
    StoredTilePtr readTile(const MaskTileKey& key) const;
    void renewShapes(std::set<MaskTileKey>& dirty);
    void renewRegions(std::set<MaskTileKey>& dirty);
    void addCells(const raster::PixelRect& area, std::set<MaskTileKey>& dirty) const;
    void renewCells(const std::set<MaskTileKey>& dirty);
    LabelledCell count(const MaskTileKey& key) const;
    MaskTilePtr tile(const MaskTileKey& key) const;
    void compose(const raster::PixelRect& window, std::span<std::uint8_t> out) const;
};

bool LabelReader::State::refresh()
{
    bool changed = false;
    project.snapshot([&] {
        const std::int64_t now = project.labelRevision(image.id);
        if (now == revision)
            return;
        changed = true;
        revision = now;
        std::set<MaskTileKey> dirty = renewTiles();
        renewShapes(dirty);
        renewRegions(dirty);
        renewCells(dirty);
    });
    return changed;
}

/// Reads what was written since the last time; returns the cells that may have changed.
std::set<MaskTileKey> LabelReader::State::renewTiles()
{
    std::set<MaskTileKey> dirty;
    std::vector<MaskTileKey> fresh;
    const auto revisions = project.maskTileRevisions(image.id);
    for (auto entry = tiles.begin(); entry != tiles.end();) {
        if (revisions.contains(entry->first)) {
            ++entry;
            continue;
        }
        dirty.insert(entry->first);
        entry = tiles.erase(entry);
    }
    for (const auto& [key, written] : revisions) {
        if (tileArea(key, image.size).isEmpty())
            continue;
        const auto known = tiles.find(key);
        if (known == tiles.end() || known->second.revision != written)
            fresh.push_back(key);
    }
    // All at once they come as they lie in the file, in a fraction of the time.
    const bool all = fresh.size() > fewTiles && 2 * fresh.size() > revisions.size();
    const MaskTiles mask = all ? project.mask(image.id) : MaskTiles();
    for (const MaskTileKey& key : fresh)
        tiles[key] = {revisions.at(key), all ? mask.tile(key) : readTile(key)};
    dirty.insert(fresh.begin(), fresh.end());
    return dirty;
}

StoredTilePtr LabelReader::State::readTile(const MaskTileKey& key) const
{
    const raster::PixelRect area = tileArea(key, image.size);
    return std::make_shared<const StoredTile>(project.maskTileBlob(image.id, key), std::nullopt,
                                              area.width, area.height);
}

void LabelReader::State::renewShapes(std::set<MaskTileKey>& dirty)
{
    std::vector<Shape> now =
        project.image(image.id) ? project.shapes(image.id) : std::vector<Shape>();
    const auto known = [](const std::vector<Shape>& list, std::size_t index, const Shape& shape) {
        return index < list.size() && list[index] == shape;
    };
    // A shape that keeps its place and its form changes nothing, whatever happens around it.
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (!known(shapes, i, now[i]))
            addCells(bounds(now[i]), dirty);
    }
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (!known(now, i, shapes[i]))
            addCells(shapeBounds[i], dirty);
    }
    shapes = std::move(now);
    shapeBounds.clear();
    for (const Shape& shape : shapes)
        shapeBounds.push_back(bounds(shape));
}

void LabelReader::State::renewRegions(std::set<MaskTileKey>& dirty)
{
    std::vector<CompleteRegion> now = project.completeRegions(image.id);
    if (sameRegions(now, regions))
        return;
    for (const auto& list : {regions, now}) {
        for (const CompleteRegion& region : list)
            addCells(region.rect, dirty);
    }
    regions = std::move(now);
}

void LabelReader::State::addCells(const raster::PixelRect& area, std::set<MaskTileKey>& dirty) const
{
    for (const MaskTileKey& key : tilesCovering(area.intersected(wholeImage(image))))
        dirty.insert(key);
}

void LabelReader::State::renewCells(const std::set<MaskTileKey>& dirty)
{
    for (const MaskTileKey& key : dirty) {
        LabelledCell cell = count(key);
        cell.revision = revision;
        const auto area = tileArea(key, image.size);
        if (cell.counts[unlabelled] == area.width * area.height)
            cellAt.erase(key);
        else
            cellAt[key] = cell;
    }
    cells.clear();
    for (const auto& [key, cell] : cellAt)
        cells.push_back(cell);
    std::ranges::sort(cells, [](const LabelledCell& a, const LabelledCell& b) {
        return a.key.row != b.key.row ? a.key.row < b.key.row : a.key.column < b.key.column;
    });
}

LabelledCell LabelReader::State::count(const MaskTileKey& key) const
{
    LabelledCell cell;
    cell.key = key;
    const auto area = tileArea(key, image.size);
    const int pixels = area.width * area.height;
    const auto known = tiles.find(key);
    const bool isOutlined = std::ranges::any_of(shapeBounds, [&](const raster::PixelRect& rect) {
        return !rect.intersected(area).isEmpty();
    });
    const auto covering = std::ranges::find_if(regions, [&](const CompleteRegion& region) {
        return !region.rect.intersected(area).isEmpty();
    });
    // Most cells that are painted hold nothing else, and so do most of a large complete region.
    if (!isOutlined && covering == regions.end() && known != tiles.end() && known->second.stored) {
        const StoredTile& tile = *known->second.stored;
        if (tile.uniform())
            cell.counts[*tile.uniform()] = pixels;
        else
            countPixels(*tile.pixels(), area, cell.counts);
        return cell;
    }
    if (!isOutlined && known == tiles.end() && covering != regions.end() &&
        covering->rect.intersected(area) == area) {
        cell.counts[static_cast<std::size_t>(covering->classValue)] = pixels;
        return cell;
    }
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(pixels));
    compose(area, labels);
    for (const std::uint8_t label : labels)
        ++cell.counts[label];
    return cell;
}

MaskTilePtr LabelReader::State::tile(const MaskTileKey& key) const
{
    const auto found = tiles.find(key);
    return found != tiles.end() && found->second.stored ? found->second.stored->pixels() : nullptr;
}

void LabelReader::State::compose(const raster::PixelRect& window, std::span<std::uint8_t> out) const
{
    std::ranges::fill(out, std::uint8_t{0});
    const auto inside = window.intersected(wholeImage(image));
    if (inside.isEmpty())
        return;
    std::vector<std::uint8_t> painted(out.size());
    readTiles(window, 1, painted, image.size, [this](const MaskTileKey& key) { return tile(key); });
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (!shapeBounds[i].intersected(inside).isEmpty())
            rasterize(shapes[i], shapes[i].classValue, window, out);
    }
    const auto pixel = [&](int x, int y) {
        return static_cast<std::size_t>(y - window.y) * window.width +
               static_cast<std::size_t>(x - window.x);
    };
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (painted[i] != 0)
            out[i] = painted[i];
    }
    for (const CompleteRegion& region : regions) {
        const auto area = region.rect.intersected(inside);
        for (int y = area.y; y < area.bottom(); ++y) {
            for (int x = area.x; x < area.right(); ++x) {
                if (out[pixel(x, y)] == unlabelled)
                    out[pixel(x, y)] = static_cast<std::uint8_t>(region.classValue);
            }
        }
    }
    if (inside == window)
        return;
    for (int y = window.y; y < window.bottom(); ++y) {
        for (int x = window.x; x < window.right(); ++x) {
            if (!inside.contains(x, y))
                out[pixel(x, y)] = unlabelled;
        }
    }
}

LabelReader::LabelReader(const Project& project, const ImageRecord& image)
    : state_(new State{project, image, -1, {}, {}, {}, {}, {}, {}})
{
    state_->refresh();
}

LabelReader::~LabelReader() = default;

const ImageRecord& LabelReader::image() const
{
    return state_->image;
}

bool LabelReader::refresh()
{
    return state_->refresh();
}

std::int64_t LabelReader::revision() const
{
    return state_->revision;
}

void LabelReader::read(const raster::PixelRect& window, std::span<std::uint8_t> out) const
{
    state_->compose(window, out);
}

const std::vector<LabelledCell>& LabelReader::cells() const
{
    return state_->cells;
}

std::array<std::int64_t, 256> LabelReader::counts() const
{
    std::array<std::int64_t, 256> total{};
    for (const LabelledCell& cell : state_->cells) {
        for (std::size_t value = 1; value < total.size(); ++value)
            total[value] += cell.counts[value];
    }
    std::int64_t labelled = 0;
    for (std::size_t value = 1; value < total.size(); ++value)
        labelled += total[value];
    total[unlabelled] =
        static_cast<std::int64_t>(state_->image.size.width) * state_->image.size.height - labelled;
    return total;
}

} // namespace limn::annotation
