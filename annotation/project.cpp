#include "annotation/project.h"

#include "annotation/project_schema.h"
#include "annotation/project_state.h"
#include "annotation/run_record.h"
#include "annotation/shape_tables.h"
#include "annotation/spatial_reference.h"

#include <algorithm>
#include <array>
#include <set>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

const char* const databaseName = "project.gpkg";
const char* const partialName = "project.gpkg.partial";

fs::path normalized(const fs::path& folder)
{
    if (folder.empty())
        throw ProjectError("A project needs a folder: name one.");
    fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

/// Empty but for what an attempt to make a project leaves behind when the disk is full.
bool isFree(const fs::path& folder)
{
    static const std::set<std::string> leftovers{
        ".lock", partialName, std::string(partialName) + "-journal", "runs", "predictions"};
    return std::ranges::all_of(fs::directory_iterator(folder),
                               [](const fs::directory_entry& entry) {
                                   return leftovers.contains(entry.path().filename().string()) &&
                                          (!entry.is_directory() || fs::is_empty(entry.path()));
                               });
}

void makeFolder(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw ProjectError("The folder '" + folder.string() + "' cannot be made (" +
                           error.message() +
                           "): choose a place that you may write to and that has space.");
}

void prepare(sqlite::Connection& database)
{
    // A finished stroke is on disk even when the power fails.
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("PRAGMA synchronous = FULL");
    database.execute("PRAGMA foreign_keys = ON");
}

} // namespace

std::string toString(Split split)
{
    switch (split) {
    case Split::Train:
        return "train";
    case Split::Validation:
        return "val";
    case Split::Test:
        return "test";
    case Split::Auto:
        break;
    }
    return "auto";
}

Split parseSplit(const std::string& text)
{
    if (text.empty() || text == "auto")
        return Split::Auto;
    if (text == "train" || text == "training")
        return Split::Train;
    if (text == "val" || text == "validation")
        return Split::Validation;
    if (text == "test")
        return Split::Test;
    throw ProjectError("'" + text +
                       "' is not a split: write train, val or test, or leave it empty "
                       "to let Limn decide.");
}

Project::Project(std::unique_ptr<State> state) : state_(std::move(state)) {}

Project::~Project() = default;

std::unique_ptr<Project> Project::create(const fs::path& folder)
{
    const fs::path path = normalized(folder);
    std::error_code ignored;
    if (fs::exists(path, ignored) && !fs::is_directory(path, ignored))
        throw ProjectError("'" + path.string() +
                           "' is a file: choose another name for the "
                           "project.");
    try {
        if (fs::exists(path) && !isFree(path))
            throw ProjectError("The folder '" + path.string() +
                               "' is not empty: choose another name for the project, or open what "
                               "is there.");
    } catch (const fs::filesystem_error& error) {
        throw ProjectError("The folder '" + path.string() + "' cannot be read (" +
                           error.code().message() + "): check its permissions.");
    }
    makeFolder(path);
    {
        const FolderLock lock(path);
        makeFolder(path / "runs");
        makeFolder(path / "predictions");
        const fs::path partial = path / partialName;
        fs::remove(partial, ignored);
        {
            sqlite::Connection database(partial, sqlite::Connection::Mode::Create);
            createProjectTables(database);
        }
        renameDurably(partial, path / databaseName);
    }
    return open(path, Access::ReadWrite);
}

std::unique_ptr<Project> Project::open(const fs::path& folder, Access access)
{
    const fs::path path = normalized(folder);
    std::error_code error;
    if (!fs::exists(path, error))
        throw ProjectError("There is no project '" + path.string() +
                           "': check the path, or make a new project.");
    if (!fs::is_directory(path, error))
        throw ProjectError("'" + path.string() +
                           "' is a file and not a Limn project: choose a "
                           "folder NAME.limn.");
    const fs::path file = path / databaseName;
    if (!fs::exists(file, error))
        throw ProjectError("The folder '" + path.string() +
                           "' is not a Limn project (it holds no " + databaseName +
                           "): choose a folder that Limn has made.");
    const bool writes = access == Access::ReadWrite;
    std::unique_ptr<FolderLock> lock = writes ? std::make_unique<FolderLock>(path) : nullptr;
    const auto mode =
        writes ? sqlite::Connection::Mode::ReadWrite : sqlite::Connection::Mode::ReadOnly;
    std::unique_ptr<State> state(new State{path, access, std::move(lock), {file, mode}});
    checkProject(state->database);
    if (writes) {
        prepare(state->database);
        makeFolder(path / "runs");
        makeFolder(path / "predictions");
        addMissingColumns(state->database);
    }
    state->hasReducedTiles = hasColumn(state->database, "mask_tiles", "reduced");
    state->hasPatterns = hasColumn(state->database, "classes", "pattern");
    std::unique_ptr<Project> project(new Project(std::move(state)));
    project->state_->nextShapeId = project->nextShapeId();
    return project;
}

const std::shared_ptr<raster::DecodingRoom>& Project::decodingRoom() const
{
    return state_->decodingRoom;
}

const fs::path& Project::folder() const
{
    return state_->folder;
}

fs::path Project::runsFolder() const
{
    return state_->folder / "runs";
}

fs::path Project::predictionsFolder() const
{
    return state_->folder / "predictions";
}

Project::Access Project::access() const
{
    return state_->access;
}

void Project::transaction(const std::function<void()>& work)
{
    state_->database.transaction(state_->access == Access::ReadWrite, work);
}

void Project::snapshot(const std::function<void()>& work) const
{
    state_->database.transaction(false, work);
}

ClassList Project::classes() const
{
    const auto lock = state_->lock();
    const std::string pattern = state_->hasPatterns ? "pattern" : "''";
    sqlite::Statement query(state_->database,
                            "SELECT value, name, colour, shortcut, visible, locked, " + pattern +
                                " FROM classes ORDER BY position");
    ClassList classes;
    while (query.step()) {
        ClassEntry entry;
        entry.value = static_cast<int>(query.integer(0));
        entry.name = query.text(1);
        entry.colour = parseColour(query.text(2));
        const std::string key = query.text(3);
        entry.key = key.empty() ? '\0' : key[0];
        entry.visible = query.integer(4) != 0;
        entry.locked = query.integer(5) != 0;
        entry.pattern = parsePattern(query.text(6));
        classes.push_back(std::move(entry));
    }
    return classes;
}

void Project::setClasses(const ClassList& classes)
{
    state_->requireWritable();
    std::set<int> values;
    std::set<std::string> names;
    for (const ClassEntry& entry : classes) {
        if (entry.value < 1 || entry.value > maxClassValue || !values.insert(entry.value).second)
            throw ProjectError("The class '" + entry.name + "' has the value " +
                               std::to_string(entry.value) +
                               ": give every class a value of its own from 1 to 254.");
        if (entry.name.empty() || !names.insert(entry.name).second)
            throw ProjectError("Two classes have the name '" + entry.name +
                               "' or one has none: give every class a name of its own.");
    }
    transaction([&] {
        // What only concerns how classes are shown is no change of the labels.
        const auto meaning = [](ClassList list) {
            for (ClassEntry& entry : list) {
                entry.visible = true;
                entry.locked = false;
                entry.key = 0;
                entry.pattern = Pattern::Solid;
            }
            return list;
        };
        const bool labelsChange = meaning(this->classes()) != meaning(classes);
        state_->database.execute("DELETE FROM classes");
        sqlite::Statement insert(state_->database, "INSERT INTO classes(value, position, name, "
                                                   "colour, shortcut, visible, locked, "
                                                   "pattern) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        int position = 0;
        for (const ClassEntry& entry : classes) {
            const std::string key = entry.key ? std::string(1, entry.key) : std::string();
            insert
                .bind(entry.value, position++, entry.name, formatColour(entry.colour), key,
                      static_cast<int>(entry.visible), static_cast<int>(entry.locked),
                      entry.pattern == Pattern::Solid ? std::string() : toString(entry.pattern))
                .run();
        }
        if (!labelsChange)
            return;
        updateShapeClasses(state_->database, classes);
        state_->database.execute("UPDATE project SET label_revision = label_revision + 1");
    });
}

std::optional<std::string> Project::setting(const std::string& key) const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT value FROM settings WHERE key = ?");
    return query.bind(key).step() ? std::optional(query.text(0)) : std::nullopt;
}

std::map<std::string, std::string> Project::settings() const
{
    const auto lock = state_->lock();
    sqlite::Statement query(state_->database, "SELECT key, value FROM settings");
    std::map<std::string, std::string> settings;
    while (query.step())
        settings.emplace(query.text(0), query.text(1));
    return settings;
}

void Project::setSetting(const std::string& key, const std::string& value)
{
    state_->requireWritable();
    const auto lock = state_->lock();
    sqlite::Statement(state_->database, "INSERT INTO settings(key, value) VALUES(?, ?) ON "
                                        "CONFLICT(key) DO UPDATE SET value = excluded.value")
        .bind(key, value)
        .run();
}

} // namespace limn::annotation
