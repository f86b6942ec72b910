// The labels of a project's images: mask tiles, shapes, complete regions, and their revisions.

#include "annotation/project_state.h"
#include "annotation/shape_blob.h"
#include "annotation/shape_tables.h"
#include "annotation/tile_rows.h"

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace limn::annotation
{
namespace
{

bool isBlank(const StoredTilePtr& tile)
{
    return !tile || tile->uniform() == std::uint8_t{unlabelled};
}

} // namespace

void Project::touchLabels(std::int64_t imageId)
{
    state_->database.execute("UPDATE project SET label_revision = label_revision + 1");
    sqlite::Statement(state_->database, "UPDATE images SET label_revision = (SELECT "
                                        "label_revision FROM project) WHERE id = ?")
        .bind(imageId)
        .run();
}

MaskTiles Project::mask(std::int64_t imageId) const
{
    const auto lock = state_->lock();
    requireImage(imageId);
    const raster::PixelSize size = image(imageId)->size;
    MaskTiles tiles(size);
    // What is read is made into tiles on another thread meanwhile, one batch after the other.
    std::future<void> made;
    const auto make = [&tiles, size](TileRows rows, std::future<void> before) {
        auto batch = rows.tiles(size);
        if (before.valid())
            before.get();
        for (auto& [key, tile] : batch)
            tiles.setTile(key, std::move(tile));
    };
    TileRows rows;
    snapshot([&] {
        sqlite::Statement place(state_->database,
                                "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM "
                                "mask_tiles WHERE image_id = ?");
        place.bind(imageId).step();
        const std::int64_t first = place.integer(1);
        const std::int64_t last = place.integer(2);
        // Rows that lie together are read as they lie, in a quarter of the time; the plus sign
        // keeps SQLite from the index.
        const bool together = 2 * place.integer(0) > last - first;
        const std::string reduced = state_->hasReducedTiles ? "reduced" : "NULL";
        const std::string where =
            together ? "id BETWEEN ?1 AND ?2 AND +image_id = ?3" : "image_id = ?3";
        sqlite::Statement query(state_->database,
                                "SELECT tile_column, tile_row, pixels, revision, " + reduced +
                                    " FROM mask_tiles WHERE " + where);
        query.bind(first, last, imageId);
        while (query.step()) {
            rows.add({static_cast<int>(query.integer(0)), static_cast<int>(query.integer(1))},
                     query.integer(3), query.blob(2), query.blob(4));
            if (rows.isFull())
                made =
                    std::async(std::launch::async, make, std::exchange(rows, {}), std::move(made));
        }
    });
    make(std::move(rows), std::move(made));
    return tiles;
}

std::vector<MaskTileKey> Project::maskTileKeys(std::int64_t imageId) const
{
    std::vector<MaskTileKey> keys;
    for (const auto& [key, revision] : maskTileRevisions(imageId))
        keys.push_back(key);
    return keys;
}

std::map<MaskTileKey, std::int64_t> Project::maskTileRevisions(std::int64_t imageId) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT tile_column, tile_row, revision FROM "
                                              "mask_tiles WHERE image_id = ?");
    query.bind(imageId);
    std::map<MaskTileKey, std::int64_t> revisions;
    while (query.step())
        revisions[{static_cast<int>(query.integer(0)), static_cast<int>(query.integer(1))}] =
            query.integer(2);
    return revisions;
}

std::vector<std::uint8_t> Project::maskTileBlob(std::int64_t imageId, const MaskTileKey& key) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT pixels FROM mask_tiles WHERE image_id = ? "
                                              "AND tile_column = ? AND tile_row = ?");
    if (!query.bind(imageId, key.column, key.row).step())
        return {};
    const auto blob = query.blob(0);
    return {blob.begin(), blob.end()};
}

MaskTilePtr Project::maskTile(std::int64_t imageId, const MaskTileKey& key) const
{
    const auto lock = state_->lock();
    requireImage(imageId);
    auto blob = maskTileBlob(imageId, key);
    if (blob.empty())
        return nullptr;
    const raster::PixelRect area = tileArea(key, image(imageId)->size);
    return StoredTile(std::move(blob), std::nullopt, area.width, area.height).pixels();
}

void Project::putMaskTile(std::int64_t imageId, const MaskTileKey& key, const MaskTilePtr& tile)
{
    putStoredTile(imageId, key, tile ? std::make_shared<const StoredTile>(tile) : nullptr);
}

void Project::putStoredTile(std::int64_t imageId, const MaskTileKey& key, const StoredTilePtr& tile)
{
    putStoredTiles(imageId, {{key, tile}});
}

void Project::putStoredTiles(std::int64_t imageId,
                             const std::map<MaskTileKey, StoredTilePtr>& tiles)
{
    state_->requireWritable();
    if (tiles.empty())
        return;
    transaction([&] {
        requireImage(imageId);
        touchLabels(imageId);
        const std::int64_t revision = labelRevision();
        sqlite::Statement remove(state_->database, "DELETE FROM mask_tiles WHERE image_id = ? AND "
                                                   "tile_column = ? AND tile_row = ?");
        sqlite::Statement put(
            state_->database,
            "INSERT INTO mask_tiles(image_id, tile_column, tile_row, revision, "
            "pixels, reduced) VALUES(?, ?, ?, ?, ?, nullif(?, x'')) "
            "ON CONFLICT(image_id, tile_column, tile_row) DO UPDATE SET revision = "
            "excluded.revision, pixels = excluded.pixels, reduced = excluded.reduced");
        for (const auto& [key, tile] : tiles) {
            if (isBlank(tile)) {
                remove.bind(imageId, key.column, key.row).run();
                continue;
            }
            // A tile of one value needs no smaller picture of itself.
            const auto reduced =
                tile->uniform() ? std::vector<std::uint8_t>() : stampedReduced(*tile, revision);
            put.bind(imageId, key.column, key.row, revision, tile->blob(),
                     std::span<const std::uint8_t>(reduced))
                .run();
        }
    });
}

std::vector<Shape> Project::shapes(std::int64_t imageId) const
{
    const auto lock = state_->lock();
    const ImagePlacement place = placement(imageId);
    sqlite::Statement query(state_->database, "SELECT fid, class_value, geom FROM \"" +
                                                  shapeTable(place.srsId) +
                                                  "\" WHERE image_id = ? AND geom IS NOT NULL "
                                                  "ORDER BY drawing_order, fid");
    query.bind(imageId);
    std::vector<Shape> shapes;
    while (query.step()) {
        Shape shape;
        shape.id = query.integer(0);
        // Another program may have left the class empty or out of range: such a polygon is none.
        const std::int64_t value = query.integer(1);
        if (value < 1 || value > maxClassValue)
            continue;
        shape.classValue = static_cast<int>(value);
        shape.rings = decodeShape(query.blob(2), place);
        if (!shape.rings.empty())
            shapes.push_back(std::move(shape));
    }
    return shapes;
}

void Project::putShape(std::int64_t imageId, const Shape& shape)
{
    state_->requireWritable();
    transaction([&] {
        const ImagePlacement place = placement(imageId);
        const std::string table = '"' + shapeTable(place.srsId) + '"';
        const ShapeBlob blob = encodeShape(shape, place);
        sqlite::Statement(
            state_->database,
            "INSERT INTO " + table +
                "(fid, geom, image_id, class_value, class_name, drawing_order) VALUES(?1, ?2, ?3, "
                "?4, (SELECT name FROM classes WHERE value = ?4), "
                "(SELECT coalesce(max(drawing_order), 0) + 1 FROM " +
                table +
                " WHERE image_id = ?3)) "
                "ON CONFLICT(fid) DO UPDATE SET geom = excluded.geom, image_id = "
                "excluded.image_id, class_value = excluded.class_value, class_name = "
                "excluded.class_name")
            .bind(shape.id, std::span<const std::uint8_t>(blob.bytes), imageId, shape.classValue)
            .run();
        sqlite::Statement(state_->database, "UPDATE gpkg_contents SET "
                                            "min_x = min(coalesce(min_x, ?1), ?1), "
                                            "max_x = max(coalesce(max_x, ?2), ?2), "
                                            "min_y = min(coalesce(min_y, ?3), ?3), "
                                            "max_y = max(coalesce(max_y, ?4), ?4), "
                                            "last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') "
                                            "WHERE table_name = ?5")
            .bind(blob.envelope[0], blob.envelope[1], blob.envelope[2], blob.envelope[3],
                  shapeTable(place.srsId))
            .run();
        sqlite::Statement(state_->database,
                          "UPDATE project SET next_shape_id = max(next_shape_id, ? + 1)")
            .bind(shape.id)
            .run();
    });
    std::int64_t next = state_->nextShapeId;
    while (next <= shape.id && !state_->nextShapeId.compare_exchange_weak(next, shape.id + 1)) {
    }
}

void Project::putShape(std::int64_t imageId, const Shape& shape, std::size_t position)
{
    state_->requireWritable();
    transaction([&] {
        putShape(imageId, shape);
        const std::string table = '"' + shapeTable(placement(imageId).srsId) + '"';
        struct Place
        {
            std::int64_t id;
            std::int64_t order;
        };
        std::vector<Place> places;
        std::int64_t own = 0;
        sqlite::Statement query(state_->database, "SELECT fid, drawing_order FROM " + table +
                                                      " WHERE image_id = ? "
                                                      "ORDER BY drawing_order, fid");
        query.bind(imageId);
        while (query.step()) {
            if (query.integer(0) == shape.id)
                own = query.integer(1);
            else
                places.push_back({query.integer(0), query.integer(1)});
        }
        position = std::min(position, places.size());
        const bool isBefore = position == places.size() || own < places[position].order;
        const bool isAfter = position == 0 || places[position - 1].order < own;
        if (isBefore && isAfter)
            return;
        places.insert(places.begin() + static_cast<std::ptrdiff_t>(position), {shape.id, own});
        sqlite::Statement move(state_->database,
                               "UPDATE " + table + " SET drawing_order = ? WHERE fid = ?");
        std::int64_t order = 0;
        for (const Place& place : places) {
            if (place.order != ++order)
                move.bind(order, place.id).run();
        }
    });
}

void Project::removeShape(std::int64_t imageId, std::int64_t shapeId)
{
    state_->requireWritable();
    transaction([&] {
        const std::string table = shapeTable(placement(imageId).srsId);
        sqlite::Statement(state_->database,
                          "DELETE FROM \"" + table + "\" WHERE fid = ? AND image_id = ?")
            .bind(shapeId, imageId)
            .run();
    });
}

std::int64_t Project::nextShapeId() const
{
    const auto lock = state_->lock();
    std::int64_t next = state_->database.integer("SELECT next_shape_id FROM project");
    // A GIS adds shapes without telling the counter.
    for (const std::string& table : shapeTables(state_->database))
        next = std::max(next, state_->database.integer("SELECT coalesce(max(fid), 0) + 1 FROM \"" +
                                                       table + "\""));
    return next;
}

std::int64_t Project::reserveShapeId()
{
    state_->requireWritable();
    return state_->nextShapeId++;
}

std::vector<CompleteRegion> Project::completeRegions(std::int64_t imageId) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT id, x, y, width, height, class_value FROM "
                                              "complete_regions WHERE image_id = ? ORDER BY id");
    query.bind(imageId);
    std::vector<CompleteRegion> regions;
    while (query.step()) {
        const auto number = [&](int column) { return static_cast<int>(query.integer(column)); };
        regions.push_back(
            {query.integer(0), {number(1), number(2), number(3), number(4)}, number(5)});
    }
    return regions;
}

void Project::setCompleteRegions(std::int64_t imageId, const std::vector<CompleteRegion>& regions)
{
    state_->requireWritable();
    for (const CompleteRegion& region : regions) {
        if (region.classValue < 1 || region.classValue > maxClassValue || region.rect.isEmpty())
            throw ProjectError("A complete region needs a class and an area: choose a class and "
                               "draw it again.");
    }
    transaction([&] {
        requireImage(imageId);
        sqlite::Statement(state_->database, "DELETE FROM complete_regions WHERE image_id = ?")
            .bind(imageId)
            .run();
        sqlite::Statement insert(state_->database,
                                 "INSERT INTO complete_regions(id, image_id, x, y, width, height, "
                                 "class_value) VALUES(nullif(?, 0), ?, ?, ?, ?, ?, ?)");
        for (const CompleteRegion& region : regions)
            insert
                .bind(region.id, imageId, region.rect.x, region.rect.y, region.rect.width,
                      region.rect.height, region.classValue)
                .run();
        touchLabels(imageId);
    });
}

std::int64_t Project::labelRevision() const
{
    const auto lock = state_->lock();
    return state_->database.integer("SELECT label_revision FROM project");
}

std::int64_t Project::labelRevision(std::int64_t imageId) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT label_revision FROM images WHERE id = ?");
    return query.bind(imageId).step() ? query.integer(0) : 0;
}

} // namespace limn::annotation
