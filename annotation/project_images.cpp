// The images of a project: which files, where they lie, which split they are pinned to.

#include "annotation/project_state.h"
#include "annotation/shape_tables.h"
#include "annotation/spatial_reference.h"
#include "raster/raster.h"

#include <nlohmann/json.hpp>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

const char* const imageColumns =
    "SELECT id, path, absolute_path, width, height, bands, split, display, (SELECT value FROM "
    "settings WHERE key = 'images/' || images.id || '/firstPath') FROM images ";

// A setting and no column, since a column would have to be added to every project there is.
const char* const firstPathKey = "'images/' || images.id || '/firstPath'";

struct StoredPath
{
    std::string path;                    ///< relative to the project's parent where possible
    std::optional<std::string> absolute; ///< nothing when it is no file ("/vsicurl/...")
};

StoredPath storedPath(const fs::path& file, const fs::path& folder)
{
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return {file.string(), std::nullopt};
    const fs::path absolute = fs::absolute(file).lexically_normal();
    const fs::path relative = absolute.lexically_relative(folder.parent_path());
    return {relative.empty() ? absolute.string() : relative.string(), absolute.string()};
}

/// Projects are moved together with their images, or without them, or the images alone.
std::string resolve(const std::string& path, const std::optional<std::string>& absolute,
                    const fs::path& folder)
{
    if (!absolute)
        return path;
    const fs::path parent = folder.parent_path();
    const fs::path expected = (parent / path).lexically_normal();
    std::error_code ignored;
    for (const fs::path& candidate :
         {expected, fs::path(*absolute), parent / fs::path(path).filename()}) {
        if (fs::exists(candidate, ignored))
            return candidate.string();
    }
    return expected.string();
}

ImageRecord readImage(const sqlite::Statement& row, const fs::path& folder)
{
    ImageRecord image;
    image.id = row.integer(0);
    image.path = row.text(1);
    image.file =
        resolve(image.path, row.isNull(2) ? std::nullopt : std::optional(row.text(2)), folder);
    image.size = {static_cast<int>(row.integer(3)), static_cast<int>(row.integer(4))};
    image.bands = static_cast<int>(row.integer(5));
    image.split = parseSplit(row.text(6));
    image.display = row.text(7);
    if (!row.isNull(8))
        image.firstPath = row.text(8);
    return image;
}

std::shared_ptr<raster::Raster> openRaster(const std::string& file)
{
    try {
        return raster::Raster::open(file);
    } catch (const raster::RasterError& error) {
        throw ProjectError(error.what());
    }
}

} // namespace

std::vector<ImageRecord> Project::images() const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, std::string(imageColumns) + "ORDER BY id");
    std::vector<ImageRecord> images;
    while (query.step())
        images.push_back(readImage(query, state_->folder));
    return images;
}

std::optional<ImageRecord> Project::image(std::int64_t id) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, std::string(imageColumns) + "WHERE id = ?");
    return query.bind(id).step() ? std::optional(readImage(query, state_->folder)) : std::nullopt;
}

void Project::requireImage(std::int64_t id) const
{
    sqlite::Statement query(state_->database, "SELECT 1 FROM images WHERE id = ?");
    if (!query.bind(id).step())
        throw ProjectError("The project '" + state_->folder.string() + "' holds no image number " +
                           std::to_string(id) + ": it may have been removed meanwhile.");
}

ImageRecord Project::addImage(const fs::path& file, Split split)
{
    state_->requireWritable();
    const StoredPath stored = storedPath(file, state_->folder);
    ImageRecord added;
    transaction([&] {
        sqlite::Statement known(state_->database,
                                std::string(imageColumns) + "WHERE path = ? OR absolute_path = ?");
        if (known.bind(stored.path, stored.absolute).step()) {
            added = readImage(known, state_->folder);
            return;
        }
        const auto raster = openRaster(file.string());
        const raster::RasterInfo& info = raster->info();
        const auto transform = usableTransform(info.transform);
        const int srsId =
            transform ? spatialReferenceId(state_->database, info.crsWkt) : ImagePlacement{}.srsId;
        std::optional<std::string> numbers;
        if (transform)
            numbers = nlohmann::json(*transform).dump();
        ensureShapeTable(state_->database, srsId, classes());
        sqlite::Statement(state_->database,
                          "INSERT INTO images(path, absolute_path, width, height, bands, split, "
                          "srs_id, geotransform) VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(stored.path, stored.absolute, info.size.width, info.size.height,
                  raster->bandCount(), toString(split), srsId, numbers)
            .run();
        added = *image(state_->database.integer("SELECT last_insert_rowid()"));
    });
    return added;
}

ImageRecord Project::addKnownImage(const ImageRecord& known)
{
    state_->requireWritable();
    ImageRecord added;
    transaction([&] {
        const int srsId = ImagePlacement{}.srsId;
        ensureShapeTable(state_->database, srsId, classes());
        // Its file may lie where nothing answers, so that nothing is asked of it.
        const bool isFile = fs::path(known.file).is_absolute() && !known.file.starts_with("/vsi");
        sqlite::Statement(state_->database,
                          "INSERT INTO images(path, absolute_path, width, height, bands, split, "
                          "display, srs_id) VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(known.file, isFile ? std::optional(known.file) : std::nullopt, known.size.width,
                  known.size.height, known.bands, toString(known.split), known.display, srsId)
            .run();
        added = known;
        added.id = state_->database.integer("SELECT last_insert_rowid()");
        added.path = known.file;
        added.firstPath.clear();
    });
    return added;
}

void Project::moveImage(std::int64_t id, const fs::path& file)
{
    state_->requireWritable();
    const auto raster = openRaster(file.string());
    const StoredPath stored = storedPath(file, state_->folder);
    transaction([&] {
        requireImage(id);
        const ImageRecord before = *image(id);
        if (raster->size() != before.size || raster->bandCount() != before.bands)
            throw ProjectError(file.string() + " has another size or other bands than the image " +
                               before.path + " of the project: choose the file that was moved.");
        sqlite::Statement other(
            state_->database,
            "SELECT 1 FROM images WHERE id <> ? AND (path = ? OR absolute_path = ?)");
        if (other.bind(id, stored.path, stored.absolute).step())
            throw ProjectError(file.string() +
                               " belongs to another image of the project already: choose the file "
                               "that was moved.");
        sqlite::Statement(state_->database,
                          "UPDATE images SET path = ?, absolute_path = ? WHERE id = ?")
            .bind(stored.path, stored.absolute, id)
            .run();
        if (before.firstPath.empty() && before.path != stored.path)
            sqlite::Statement(state_->database,
                              std::string("INSERT INTO settings(key, value) SELECT ") +
                                  firstPathKey + ", ? FROM images WHERE id = ?")
                .bind(before.path, id)
                .run();
    });
}

std::map<std::int64_t, LabelledParts> Project::labelledParts() const
{
    const auto lock = state_->lock();
    std::map<std::int64_t, LabelledParts> parts;
    const auto collect = [&](const std::string& sql, std::int64_t LabelledParts::*member) {
        sqlite::Statement query(state_->database, sql);
        while (query.step())
            parts[query.integer(0)].*member += query.integer(1);
    };
    collect("SELECT image_id, COUNT(*) FROM mask_tiles GROUP BY image_id",
            &LabelledParts::maskTiles);
    collect("SELECT image_id, SUM(width * height) FROM complete_regions GROUP BY image_id",
            &LabelledParts::completePixels);
    for (const std::string& table : shapeTables(state_->database))
        collect("SELECT image_id, COUNT(*) FROM \"" + table + "\" GROUP BY image_id",
                &LabelledParts::shapes);
    return parts;
}

void Project::removeImage(std::int64_t id)
{
    state_->requireWritable();
    transaction([&] {
        requireImage(id);
        sqlite::Statement(state_->database,
                          std::string("DELETE FROM settings WHERE key IN (SELECT ") + firstPathKey +
                              " FROM images WHERE id = ?)")
            .bind(id)
            .run();
        sqlite::Statement(state_->database, "DELETE FROM images WHERE id = ?").bind(id).run();
        state_->database.execute("UPDATE project SET label_revision = label_revision + 1");
    });
}

void Project::setImageSplit(std::int64_t id, Split split)
{
    state_->requireWritable();
    transaction([&] {
        requireImage(id);
        sqlite::Statement(state_->database, "UPDATE images SET split = ? WHERE id = ?")
            .bind(toString(split), id)
            .run();
        state_->database.execute("UPDATE project SET label_revision = label_revision + 1");
    });
}

void Project::setImageDisplay(std::int64_t id, const std::string& json)
{
    state_->requireWritable();
    transaction([&] {
        requireImage(id);
        sqlite::Statement(state_->database, "UPDATE images SET display = ? WHERE id = ?")
            .bind(json, id)
            .run();
    });
}

ImagePlacement Project::placement(std::int64_t id) const
{
    const auto lock = state_->lock();
    requireImage(id);
    sqlite::Statement query(state_->database,
                            "SELECT srs_id, geotransform FROM images WHERE id = ?");
    query.bind(id).step();
    ImagePlacement placement;
    placement.srsId = static_cast<int>(query.integer(0));
    placement.crsWkt = spatialReferenceWkt(state_->database, placement.srsId);
    if (!query.isNull(1)) {
        const auto numbers = nlohmann::json::parse(query.text(1), nullptr, false);
        if (!numbers.is_array() || numbers.size() != 6)
            throw ProjectError("'" + state_->database.file().string() +
                               "' is damaged (an image's georeference): restore it from a "
                               "backup.");
        placement.transform = numbers.get<raster::GeoTransform>();
    }
    return placement;
}

} // namespace limn::annotation
