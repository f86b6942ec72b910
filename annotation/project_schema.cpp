#include "annotation/project_schema.h"

#include "annotation/project.h"
#include "annotation/shape_tables.h"
#include "annotation/spatial_reference.h"

#include <algorithm>
#include <array>

namespace limn::annotation
{
namespace
{

constexpr std::int64_t geoPackageId = 0x47504B47; // "GPKG"
constexpr int geoPackageVersion = 10300;

/// Columns that came later, with what they are where an earlier program wrote the row.
struct LaterColumn
{
    const char* table;
    const char* name;
    const char* definition;
};
constexpr std::array<LaterColumn, 2> laterColumns{
    {{"mask_tiles", "reduced", "BLOB"}, {"classes", "pattern", "TEXT NOT NULL DEFAULT ''"}}};

} // namespace

void createProjectTables(sqlite::Connection& database)
{
    database.transaction(true, [&] {
        database.execute("PRAGMA application_id = " + std::to_string(geoPackageId));
        database.execute("PRAGMA user_version = " + std::to_string(geoPackageVersion));
        createSpatialReferenceTable(database);
        createGeoPackageTables(database);
        database.execute("CREATE TABLE project("
                         "id INTEGER PRIMARY KEY CHECK (id = 1), "
                         "schema_version INTEGER NOT NULL, "
                         "label_revision INTEGER NOT NULL DEFAULT 0, "
                         "next_shape_id INTEGER NOT NULL DEFAULT 1)");
        database.execute("CREATE TABLE images("
                         "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                         "path TEXT NOT NULL, "
                         "absolute_path TEXT, "
                         "width INTEGER NOT NULL, "
                         "height INTEGER NOT NULL, "
                         "bands INTEGER NOT NULL, "
                         "split TEXT NOT NULL DEFAULT 'auto', "
                         "display TEXT NOT NULL DEFAULT '', "
                         "srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), "
                         "geotransform TEXT, "
                         "label_revision INTEGER NOT NULL DEFAULT 0)");
        database.execute("CREATE TABLE classes("
                         "value INTEGER PRIMARY KEY NOT NULL CHECK (value BETWEEN 1 AND 254), "
                         "position INTEGER NOT NULL, "
                         "name TEXT NOT NULL UNIQUE, "
                         "colour TEXT NOT NULL, "
                         "shortcut TEXT NOT NULL DEFAULT '', "
                         "visible BOOLEAN NOT NULL DEFAULT 1, "
                         "locked BOOLEAN NOT NULL DEFAULT 0, "
                         "pattern TEXT NOT NULL DEFAULT '')");
        database.execute("CREATE TABLE mask_tiles("
                         "id INTEGER PRIMARY KEY NOT NULL, "
                         "image_id INTEGER NOT NULL REFERENCES images(id) ON DELETE CASCADE, "
                         "tile_column INTEGER NOT NULL, "
                         "tile_row INTEGER NOT NULL, "
                         "revision INTEGER NOT NULL, "
                         "pixels BLOB NOT NULL, "
                         "reduced BLOB, "
                         "UNIQUE (image_id, tile_column, tile_row))");
        // Holds all that a reader needs to learn which tiles changed, without touching the pixels.
        database.execute("CREATE INDEX mask_tiles_by_revision ON "
                         "mask_tiles(image_id, revision, tile_column, tile_row)");
        database.execute("CREATE TABLE complete_regions("
                         "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                         "image_id INTEGER NOT NULL REFERENCES images(id) ON DELETE CASCADE, "
                         "x INTEGER NOT NULL, y INTEGER NOT NULL, "
                         "width INTEGER NOT NULL, height INTEGER NOT NULL, "
                         "class_value INTEGER NOT NULL)");
        database.execute("CREATE INDEX complete_regions_by_image ON complete_regions(image_id)");
        database.execute("CREATE TABLE settings("
                         "key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)");
        registerAttributes(database, "images", "Images of the Limn project");
        registerAttributes(database, "classes", "Classes of the Limn project");
        registerAttributes(database, "complete_regions",
                           "Rectangles in which everything is labelled");
        // Last, as a file with this row is a whole project.
        sqlite::Statement(database, "INSERT INTO project(id, schema_version) VALUES(1, ?)")
            .bind(Project::schemaVersion)
            .run();
    });
}

bool hasColumn(sqlite::Connection& database, const std::string& table, const std::string& column)
{
    sqlite::Statement query(database, "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?");
    return query.bind(table, column).step() && query.integer(0) > 0;
}

void addMissingColumns(sqlite::Connection& database)
{
    const auto isMissing = [&](const LaterColumn& column) {
        return !hasColumn(database, column.table, column.name);
    };
    if (std::ranges::none_of(laterColumns, isMissing))
        return;
    database.transaction(true, [&] {
        for (const LaterColumn& column : laterColumns)
            if (isMissing(column))
                database.execute(std::string("ALTER TABLE ") + column.table + " ADD COLUMN " +
                                 column.name + " " + column.definition);
    });
}

void checkProject(sqlite::Connection& database)
{
    const std::string file = database.file().string();
    const bool hasTable = database.integer("SELECT count(*) FROM sqlite_master WHERE type = "
                                           "'table' AND name = 'project'") == 1;
    if (database.integer("PRAGMA application_id") != geoPackageId || !hasTable)
        throw ProjectError("'" + file +
                           "' is not a Limn project: choose a folder NAME.limn that "
                           "Limn has made.");
    const std::int64_t version = database.integer("SELECT schema_version FROM project");
    if (version > Project::schemaVersion)
        throw ProjectError("The project '" + file + "' was made by a newer Limn (format " +
                           std::to_string(version) + "; this Limn reads formats up to " +
                           std::to_string(Project::schemaVersion) + "): update Limn to open it.");
    if (version < 1)
        throw ProjectError("'" + file +
                           "' is damaged (it names no format): restore it from a backup.");
}

} // namespace limn::annotation
