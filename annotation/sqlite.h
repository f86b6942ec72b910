// A thin layer over SQLite: connections and statements that close themselves, nested transactions,
// and errors as one sentence for the user. A connection may be used from several threads, one at a
// time: hold mutex() around what belongs together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace limn::annotation::sqlite
{

class Connection
{
public:
    enum class Mode {
        Create,    ///< makes the file where there is none
        ReadWrite, ///< the file must be there
        ReadOnly,  ///< also while another process writes, and in a folder that cannot be written
    };

    /// Throws ProjectError when the file cannot be opened or is no database.
    Connection(const std::filesystem::path& file, Mode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void execute(const std::string& sql);
    std::int64_t integer(const std::string& sql);

    /// Runs `work` in a transaction, inside another one as a savepoint. What `work` did is undone
    /// when it throws. `writes` takes the write lock at once, so that a transaction never fails
    /// half-way because another process came first.
    void transaction(bool writes, const std::function<void()>& work);

    /// Throws the ProjectError for the last error of this connection.
    [[noreturn]] void fail() const;

    const std::filesystem::path& file() const { return file_; }
    sqlite3* handle() const { return handle_; }
    std::recursive_mutex& mutex() const { return mutex_; }

private:
    void open(bool immutable, int flags);
    void close();
    void rollback(const std::string& savepoint);

    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
    int depth_ = 0;
    mutable std::recursive_mutex mutex_;
};

/// One prepared statement. Columns and parameters count from 0.
class Statement
{
public:
    Statement(const Connection& connection, const std::string& sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <typename... Values>
    Statement& bind(const Values&... values)
    {
        int index = 0;
        (bindAt(index++, values), ...);
        return *this;
    }

    /// True when there is a row to look at.
    bool step();
    /// For statements without rows; may be bound and run again afterwards.
    void run();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::span<const std::uint8_t> blob(int column) const; ///< valid until the next step

private:
    void bindAt(int index, std::int64_t value);
    void bindAt(int index, int value) { bindAt(index, static_cast<std::int64_t>(value)); }
    void bindAt(int index, double value);
    void bindAt(int index, const std::string& value);
    void bindAt(int index, std::span<const std::uint8_t> value);
    void bindAt(int index, const std::optional<std::string>& value);
    void check(int result) const;

    const Connection& connection_;
    sqlite3_stmt* handle_ = nullptr;
};

} // namespace limn::annotation::sqlite
