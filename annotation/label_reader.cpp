#include "annotation/label_reader.h"

#include "annotation/tile_codec.h"

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

} // namespace

struct LabelReader::State
{
    // Tiles stay compressed: the labels of a huge image fit into memory, and taking one apart costs
    // little beside what is done with a patch.
    struct StoredTile
    {
        std::int64_t revision = 0;
        std::vector<std::uint8_t> blob;
    };

    const Project& project;
    ImageRecord image;
    std::int64_t revision = -1;
    std::map<MaskTileKey, StoredTile> tiles;
    std::vector<Shape> shapes;
    std::vector<raster::PixelRect> shapeBounds;
    std::vector<CompleteRegion> regions;
    std::map<MaskTileKey, LabelledCell> cellAt;
    std::vector<LabelledCell> cells;

    bool refresh();
    std::set<MaskTileKey> renewTiles();
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
        if (known != tiles.end() && known->second.revision == written)
            continue;
        tiles[key] = {written, project.maskTileBlob(image.id, key)};
        dirty.insert(key);
    }
    return dirty;
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
    const bool drawn =
        tiles.contains(key) || std::ranges::any_of(shapeBounds, [&](const raster::PixelRect& rect) {
            return !rect.intersected(area).isEmpty();
        });
    const auto covering = std::ranges::find_if(regions, [&](const CompleteRegion& region) {
        return !region.rect.intersected(area).isEmpty();
    });
    // Most cells of a large complete region hold nothing else.
    if (!drawn && covering != regions.end() && covering->rect.intersected(area) == area) {
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
    if (found == tiles.end())
        return nullptr;
    const auto bytes = decodeTile(found->second.blob, sizeof(MaskTile));
    auto tile = std::make_shared<MaskTile>();
    std::ranges::copy(bytes, tile->begin());
    return tile;
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
