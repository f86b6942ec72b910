#include "annotation/sqlite.h"

#include "annotation/project.h"

#include <sqlite3.h>

#include <exception>

namespace limn::annotation::sqlite
{
namespace
{

constexpr int busyMilliseconds = 5000;

std::string sentence(int code, const std::string& file, const std::string& detail)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "There is no space left on the disk to write '" + file + "': free some space on it.";
    case SQLITE_NOTADB:
        return "'" + file + "' is damaged or is not a Limn file: restore it from a backup.";
    case SQLITE_CORRUPT:
        return "'" + file + "' is damaged (" + detail + "): restore it from a backup.";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return "'" + file +
               "' cannot be written: check the permissions of the file and its "
               "folder.";
    case SQLITE_CANTOPEN:
        return "'" + file + "' cannot be opened: check that it is there and its permissions.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "'" + file + "' is being written by another program: close it there and try again.";
    case SQLITE_IOERR:
        return "Reading or writing '" + file + "' failed (" + detail +
               "): check the disk or the network drive it lies on.";
    case SQLITE_NOMEM:
        return "There is not enough memory to work with '" + file + "': close other programs.";
    default:
        return "'" + file + "' cannot be used (" + detail + ").";
    }
}

/// The path as a file: URI, as immutable=1 can be asked for in no other way.
std::string toUri(const std::filesystem::path& file)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file://";
    for (const char letter : std::filesystem::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '%' || letter == '?' || letter == '#' || byte < 0x20) {
            uri += '%';
            uri += digits[byte >> 4];
            uri += digits[byte & 15];
        } else {
            uri += letter;
        }
    }
    return uri;
}

bool holdsBytes(const std::filesystem::path& file)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    return !ignored && size > 0;
}

} // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode) : file_(file)
{
    const int flags = mode == Mode::Create      ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                      : mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE
                                                : SQLITE_OPEN_READONLY;
    try {
        open(false, flags);
        // SQLite opens lazily: only a first read tells whether the file can be used.
        const int result =
            sqlite3_exec(handle_, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
        if (result == SQLITE_OK)
            return;
        const int code = result & 0xff;
        const bool noSharedMemory =
            mode == Mode::ReadOnly && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY);
        if (!noSharedMemory)
            fail();
        // A folder that cannot be written has no place for the write-ahead log's index. Without a
        // log the file alone is the whole truth and nobody can be writing to it.
        if (holdsBytes(file_.string() + "-wal"))
            throw ProjectError(std::string("'") + file_.string() +
                               "' was not closed properly and its folder cannot be written: copy "
                               "the whole folder to where you may write and open the copy.");
        close();
        open(true, flags);
        execute("SELECT count(*) FROM sqlite_master");
    } catch (...) {
        close();
        throw;
    }
}

Connection::~Connection()
{
    close();
}

void Connection::open(bool immutable, int flags)
{
    const std::string uri = toUri(file_) + (immutable ? "?immutable=1" : "");
    if (sqlite3_open_v2(uri.c_str(), &handle_, flags | SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX,
                        nullptr) != SQLITE_OK)
        fail();
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, busyMilliseconds);
}

void Connection::close()
{
    sqlite3_close_v2(handle_);
    handle_ = nullptr;
}

void Connection::fail() const
{
    if (!handle_)
        throw ProjectError(sentence(SQLITE_NOMEM, file_.string(), ""));
    throw ProjectError(
        sentence(sqlite3_extended_errcode(handle_), file_.string(), sqlite3_errmsg(handle_)));
}

void Connection::execute(const std::string& sql)
{
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail();
}

std::int64_t Connection::integer(const std::string& sql)
{
    Statement statement(*this, sql);
    return statement.step() ? statement.integer(0) : 0;
}

void Connection::transaction(bool writes, const std::function<void()>& work)
{
    const std::lock_guard lock(mutex_);
    const std::string savepoint = depth_ > 0 ? "level" + std::to_string(depth_) : "";
    if (depth_ > 0)
        execute("SAVEPOINT " + savepoint);
    else
        execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    ++depth_;
    try {
        work();
        execute(savepoint.empty() ? "COMMIT" : "RELEASE " + savepoint);
    } catch (...) {
        --depth_;
        rollback(savepoint);
        throw;
    }
    --depth_;
}

void Connection::rollback(const std::string& savepoint)
{
    // A full disk makes SQLite roll the whole transaction back on its own.
    if (sqlite3_get_autocommit(handle_))
        return;
    const std::string sql =
        savepoint.empty() ? "ROLLBACK" : "ROLLBACK TO " + savepoint + "; RELEASE " + savepoint;
    // What made the rollback necessary is the error to tell; one of the rollback adds nothing.
    sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
}

Statement::Statement(const Connection& connection, const std::string& sql) : connection_(connection)
{
    check(sqlite3_prepare_v2(connection.handle(), sql.c_str(), static_cast<int>(sql.size()),
                             &handle_, nullptr));
}

Statement::~Statement()
{
    sqlite3_finalize(handle_);
}

void Statement::check(int result) const
{
    if (result != SQLITE_OK)
        connection_.fail();
}

bool Statement::step()
{
    const int result = sqlite3_step(handle_);
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        connection_.fail();
    return false;
}

void Statement::run()
{
    step();
    check(sqlite3_reset(handle_));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(handle_, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(handle_, column);
}

std::string Statement::text(int column) const
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return bytes
               ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)))
               : std::string();
}

std::span<const std::uint8_t> Statement::blob(int column) const
{
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    return {bytes, bytes ? static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)) : 0};
}

void Statement::bindAt(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(handle_, index + 1, value));
}

void Statement::bindAt(int index, double value)
{
    check(sqlite3_bind_double(handle_, index + 1, value));
}

void Statement::bindAt(int index, const std::string& value)
{
    check(sqlite3_bind_text(handle_, index + 1, value.data(), static_cast<int>(value.size()),
                            SQLITE_TRANSIENT));
}

void Statement::bindAt(int index, std::span<const std::uint8_t> value)
{
    check(sqlite3_bind_blob(handle_, index + 1, value.data(), static_cast<int>(value.size()),
                            SQLITE_TRANSIENT));
}

void Statement::bindAt(int index, const std::optional<std::string>& value)
{
    if (value)
        bindAt(index, *value);
    else
        check(sqlite3_bind_null(handle_, index + 1));
}

} // namespace limn::annotation::sqlite
