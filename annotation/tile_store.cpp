#include "annotation/tile_store.h"

#include "annotation/project.h"
#include "annotation/sqlite.h"
#include "annotation/tile_codec.h"

#include <algorithm>
#include <limits>
#include <mutex>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

constexpr std::int64_t applicationId = 0x4C4D5453; // "LMTS"
constexpr int storeVersion = 1;

sqlite::Connection::Mode modeFor(const fs::path& file, TileStore::Access access)
{
    std::error_code error;
    if (access == TileStore::Access::ReadWrite) {
        if (file.has_parent_path())
            fs::create_directories(file.parent_path(), error);
        if (error)
            throw ProjectError("The folder '" + file.parent_path().string() + "' cannot be made (" +
                               error.message() +
                               "): check that the project's folder can be written and has space.");
        return sqlite::Connection::Mode::Create;
    }
    if (!fs::exists(file, error))
        throw ProjectError("There is no prediction '" + file.string() +
                           "': predict the image "
                           "first.");
    return sqlite::Connection::Mode::ReadOnly;
}

} // namespace

struct TileStore::State
{
    mutable sqlite::Connection database;
    Access access;

    void prepare()
    {
        if (access == Access::ReadWrite) {
            database.execute("PRAGMA journal_mode = WAL");
            // What is lost when the power fails can be computed again.
            database.execute("PRAGMA synchronous = NORMAL");
            if (database.integer("SELECT count(*) FROM sqlite_master") == 0)
                createTables();
        }
        if (database.integer("PRAGMA application_id") != applicationId ||
            database.integer("PRAGMA user_version") != storeVersion)
            throw ProjectError("'" + database.file().string() +
                               "' holds no predictions that this Limn can read: delete it and "
                               "predict the image again.");
    }

    void createTables()
    {
        database.transaction(true, [&] {
            database.execute("PRAGMA application_id = " + std::to_string(applicationId));
            database.execute("PRAGMA user_version = " + std::to_string(storeVersion));
            database.execute("CREATE TABLE IF NOT EXISTS tiles("
                             "layer TEXT NOT NULL, tile_column INTEGER NOT NULL, "
                             "tile_row INTEGER NOT NULL, pixels BLOB NOT NULL, "
                             "PRIMARY KEY (layer, tile_column, tile_row))");
            database.execute("CREATE TABLE IF NOT EXISTS properties("
                             "key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)");
        });
    }
};

TileStore::TileStore(const fs::path& file, Access access)
    : state_(new State{{file, modeFor(file, access)}, access})
{
    state_->prepare();
}

TileStore::~TileStore() = default;

void TileStore::put(const std::vector<Tile>& tiles)
{
    state_->database.transaction(true, [&] {
        sqlite::Statement insert(state_->database, "INSERT OR REPLACE INTO tiles(layer, "
                                                   "tile_column, tile_row, pixels) "
                                                   "VALUES(?, ?, ?, ?)");
        sqlite::Statement remove(state_->database, "DELETE FROM tiles WHERE layer = ? AND "
                                                   "tile_column = ? AND tile_row = ?");
        for (const Tile& tile : tiles) {
            if (!tile.pixels) {
                remove.bind(tile.layer, tile.key.column, tile.key.row).run();
                continue;
            }
            const auto blob = encodeTile(*tile.pixels);
            insert
                .bind(tile.layer, tile.key.column, tile.key.row,
                      std::span<const std::uint8_t>(blob))
                .run();
        }
    });
}

MaskTilePtr TileStore::get(const std::string& layer, const MaskTileKey& key) const
{
    const std::lock_guard lock(state_->database.mutex());
    sqlite::Statement query(state_->database, "SELECT pixels FROM tiles WHERE layer = ? AND "
                                              "tile_column = ? AND tile_row = ?");
    if (!query.bind(layer, key.column, key.row).step())
        return nullptr;
    const auto bytes = decodeTile(query.blob(0), sizeof(MaskTile));
    auto tile = std::make_shared<MaskTile>();
    std::ranges::copy(bytes, tile->begin());
    return tile;
}

std::vector<MaskTileKey> TileStore::keys(const std::string& layer) const
{
    const std::lock_guard lock(state_->database.mutex());
    sqlite::Statement query(state_->database, "SELECT tile_column, tile_row FROM tiles WHERE "
                                              "layer = ? ORDER BY tile_column, tile_row");
    query.bind(layer);
    std::vector<MaskTileKey> keys;
    while (query.step())
        keys.push_back({static_cast<int>(query.integer(0)), static_cast<int>(query.integer(1))});
    return keys;
}

void TileStore::read(const std::string& layer, const raster::PixelRect& window, int step,
                     std::span<std::uint8_t> out) const
{
    // A store knows no image: its tiles are all there is.
    constexpr int endless = std::numeric_limits<int>::max() / 2;
    state_->database.transaction(false, [&] {
        readTiles(window, step, out, {endless, endless},
                  [&](const MaskTileKey& key) { return get(layer, key); });
    });
}

void TileStore::clear(const std::string& layer)
{
    const std::lock_guard lock(state_->database.mutex());
    sqlite::Statement(state_->database, "DELETE FROM tiles WHERE layer = ?").bind(layer).run();
}

std::optional<std::string> TileStore::property(const std::string& key) const
{
    const std::lock_guard lock(state_->database.mutex());
    sqlite::Statement query(state_->database, "SELECT value FROM properties WHERE key = ?");
    return query.bind(key).step() ? std::optional(query.text(0)) : std::nullopt;
}

void TileStore::setProperty(const std::string& key, const std::string& value)
{
    const std::lock_guard lock(state_->database.mutex());
    sqlite::Statement(state_->database, "INSERT OR REPLACE INTO properties(key, value) "
                                        "VALUES(?, ?)")
        .bind(key, value)
        .run();
}

fs::path predictionFile(const fs::path& projectFolder, const std::string& runId,
                        std::int64_t imageId)
{
    return projectFolder / "predictions" / runId / (std::to_string(imageId) + ".tiles");
}

} // namespace limn::annotation
