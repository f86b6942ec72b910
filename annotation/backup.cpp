#include "annotation/backup.h"

#include "annotation/folder_lock.h"
#include "annotation/project.h"
#include "annotation/project_schema.h"
#include "annotation/run_record.h"
#include "annotation/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <set>
#include <unistd.h>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;
using std::chrono::sys_seconds;

const char* const liveName = "project.gpkg";
const char* const copyPrefix = "project-";
const char* const copySuffix = ".gpkg";
/// 1 MiB of SQLite's usual pages between two looks at the progress.
constexpr int pagesAtOnce = 256;

std::string timeText(sys_seconds time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    char text[32];
    std::snprintf(text, sizeof(text), "%04d%02u%02u-%02d%02d%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

/// The time in a backup's name; nothing for other files.
std::optional<sys_seconds> timeOf(const std::string& name)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (std::sscanf(name.c_str(), "project-%4d%2u%2u-%2d%2d%2d.gpkg", &year, &month, &day, &hours,
                    &minutes, &seconds) != 6)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok())
        return std::nullopt;
    const sys_seconds time = std::chrono::sys_days(date) + std::chrono::hours(hours) +
                             std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
    // Whatever is not written just so is somebody else's file.
    return copyPrefix + timeText(time) + copySuffix == name ? std::optional(time) : std::nullopt;
}

sys_seconds now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

fs::path backupFolder(const fs::path& projectFolder)
{
    return projectFolder / "backups";
}

void syncFile(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        throw ProjectError("'" + file.string() +
                           "' could not be brought to disk: check the disk or the network drive "
                           "it lies on.");
}

/// Takes the write-ahead log into the file, so that no log is left that belongs to another file.
void closeLog(const fs::path& file)
{
    sqlite::Connection database(file, sqlite::Connection::Mode::ReadWrite);
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    database.execute("PRAGMA journal_mode = DELETE");
}

/// Copies one database into another file while others write to it.
void copyDatabase(const fs::path& from, const fs::path& to, Progress& progress)
{
    sqlite::Connection source(from, sqlite::Connection::Mode::ReadOnly);
    std::error_code ignored;
    fs::remove(to, ignored);
    {
        sqlite::Connection target(to, sqlite::Connection::Mode::Create);
        // Within a reading transaction the copy is of one state, whoever writes meanwhile; SQLite
        // would otherwise begin anew after every change.
        source.transaction(false, [&] {
            source.integer("SELECT count(*) FROM sqlite_master");
            sqlite3_backup* backup =
                sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
            if (!backup)
                target.fail();
            int result = SQLITE_OK;
            while (result == SQLITE_OK && !progress.isCancelled()) {
                result = sqlite3_backup_step(backup, pagesAtOnce);
                const int pages = std::max(1, sqlite3_backup_pagecount(backup));
                if (!progress.isCancelled())
                    progress.report(1.0 -
                                    static_cast<double>(sqlite3_backup_remaining(backup)) / pages);
            }
            const int finished = sqlite3_backup_finish(backup);
            if (result == SQLITE_DONE && finished != SQLITE_OK)
                target.fail();
            if (result != SQLITE_DONE && result != SQLITE_OK)
                (finished == result ? target : source).fail();
        });
    }
    if (progress.isCancelled()) {
        fs::remove(to, ignored);
        throw Cancelled();
    }
    closeLog(to);
    syncFile(to);
}

/// Throws when the file is no whole project.
void requireWhole(const fs::path& file)
{
    sqlite::Connection database(file, sqlite::Connection::Mode::ReadOnly);
    checkProject(database);
    sqlite::Statement check(database, "PRAGMA quick_check(1)");
    if (!check.step() || check.text(0) != "ok")
        throw ProjectError("The backup '" + file.string() + "' is damaged: choose another one.");
}

bool isWhole(const fs::path& file)
{
    try {
        requireWhole(file);
        return true;
    } catch (const ProjectError&) {
        return false;
    }
}

/// Keeps what cannot be read any more as it is, for whoever may still mend it.
void keepDamaged(const fs::path& projectFolder)
{
    const std::string kept = liveName + std::string(".damaged-") + timeText(now());
    for (const char* end : {"", "-wal"}) {
        const fs::path file = projectFolder / (std::string(liveName) + end);
        const bool isLog = *end != '\0';
        if (fs::exists(file) && (!isLog || fs::file_size(file) > 0))
            fs::copy_file(file, projectFolder / (kept + end));
    }
}

/// The log would be taken for one of the restored file; what it holds is in a backup.
void removeLog(const fs::path& projectFolder)
{
    for (const char* end : {"-wal", "-shm"})
        fs::remove(projectFolder / (std::string(liveName) + end));
}

} // namespace

std::vector<Backup> listBackups(const fs::path& projectFolder)
{
    std::vector<Backup> found;
    std::error_code error;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(backupFolder(projectFolder), error)) {
        const auto made = timeOf(entry.path().filename().string());
        std::error_code ignored;
        const auto bytes = entry.file_size(ignored);
        if (made && !ignored)
            found.push_back({entry.path(), *made, bytes});
    }
    std::ranges::sort(found, std::ranges::greater(), &Backup::made);
    return found;
}

Backup makeBackup(const fs::path& projectFolder, Progress& progress)
{
    const fs::path folder = backupFolder(projectFolder);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw ProjectError("The folder '" + folder.string() + "' cannot be made (" +
                           error.message() + "): check its permissions and the space on the disk.");
    const fs::path partial = folder / "project.partial";
    copyDatabase(projectFolder / liveName, partial, progress);
    Backup backup;
    backup.made = now();
    // Names count seconds: a second copy within one waits for no clock but takes the next name.
    do {
        backup.file = folder / (copyPrefix + timeText(backup.made) + copySuffix);
        backup.made += std::chrono::seconds(1);
    } while (fs::exists(backup.file, error));
    backup.made -= std::chrono::seconds(1);
    renameDurably(partial, backup.file);
    backup.bytes = fs::file_size(backup.file, error);
    return backup;
}

void thinBackups(const fs::path& projectFolder, int recent, int days)
{
    std::set<std::chrono::sys_days> kept;
    int newest = 0;
    for (const Backup& backup : listBackups(projectFolder)) {
        const auto day = std::chrono::floor<std::chrono::days>(backup.made);
        const bool isRecent = newest++ < recent;
        const bool isOfItsDay = static_cast<int>(kept.size()) < days && !kept.contains(day);
        if (isOfItsDay)
            kept.insert(day);
        if (isRecent || isOfItsDay)
            continue;
        std::error_code error;
        fs::remove(backup.file, error);
        if (error)
            throw ProjectError("The old backup '" + backup.file.string() + "' cannot be removed (" +
                               error.message() + "): check the permissions of its folder.");
    }
}

void restoreBackup(const fs::path& projectFolder, const fs::path& backup, Progress& progress)
{
    const FolderLock lock(projectFolder);
    requireWhole(backup);
    const fs::path live = projectFolder / liveName;
    const fs::path partial = projectFolder / "project.gpkg.partial";
    copyDatabase(backup, partial, progress);
    try {
        if (isWhole(live)) {
            Progress whole;
            makeBackup(projectFolder, whole);
        } else {
            keepDamaged(projectFolder);
        }
        removeLog(projectFolder);
    } catch (const fs::filesystem_error& error) {
        throw ProjectError("The project '" + projectFolder.string() + "' cannot be replaced (" +
                           error.code().message() +
                           "): check the permissions of its folder and the space on the disk.");
    }
    renameDurably(partial, live);
}

} // namespace limn::annotation
