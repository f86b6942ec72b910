// A drive that goes away and comes back: SQLite opens the files of a folder through a layer over
// its own that can be told to fail, or not to answer, as system calls on a lost network share do.
// The shared memory of the write-ahead log lies on the drive too.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace fixtures
{

class FailingDrive
{
public:
    enum Failure : int {
        None = 0,
        Reading = 1,
        Writing = 2,
        Syncing = 4,
        Locking = 8,
        Opening = 16,
        Everything = 31
    };

    /// What is opened in `folder` from now on lies on the drive.
    explicit FailingDrive(const std::filesystem::path& folder) { layer().mount(folder.string()); }
    ~FailingDrive() { layer().mount({}); }
    FailingDrive(const FailingDrive&) = delete;
    FailingDrive& operator=(const FailingDrive&) = delete;

    void fail(int how) { layer().failure = how; }   ///< bits of Failure, until told otherwise
    void hang() { layer().hang(true); }             ///< nothing is answered from now on
    void answer() { layer().hang(false); }          ///< everything is, late or not
    int waiting() const { return layer().waiting; } ///< calls that are not answered
    /// Calls from this thread are counted from now on, and answered always.
    void watchThisThread() { layer().watch(std::this_thread::get_id()); }
    int watchedCalls() const { return layer().watchedCalls; }

private:
    /// One for the whole program: SQLite's own functions replaced in place, since other libraries
    /// rely on the sizes of what it calls its default.
    struct Layer
    {
        Layer()
            : vfs(sqlite3_vfs_find(nullptr)),
              realOpen(vfs->xOpen),
              realAccess(vfs->xAccess),
              realDelete(vfs->xDelete)
        {
            vfs->xOpen = &open;
            vfs->xAccess = &access;
            vfs->xDelete = &remove;
        }
        void mount(std::string where)
        {
            const std::lock_guard lock(mutex);
            folder = std::move(where);
            failure = None;
            watched = {};
            watchedCalls = 0;
            isHanging = false;
            answers.notify_all();
        }
        void hang(bool on)
        {
            const std::lock_guard lock(mutex);
            isHanging = on;
            answers.notify_all();
        }
        void watch(std::thread::id thread)
        {
            const std::lock_guard lock(mutex);
            watched = thread;
            watchedCalls = 0;
        }
        /// Every call to the drive, before it is answered.
        void arrive()
        {
            std::unique_lock lock(mutex);
            if (std::this_thread::get_id() == watched) {
                ++watchedCalls;
                return;
            }
            ++waiting;
            answers.wait(lock, [this] { return !isHanging; });
            --waiting;
        }
        bool holds(const char* name)
        {
            const std::lock_guard lock(mutex);
            return name && !folder.empty() && std::string(name).starts_with(folder);
        }
        bool fails(Failure how) const { return (failure & how) != 0; }
        const sqlite3_io_methods& methodsOf(sqlite3_file* file)
        {
            const std::lock_guard lock(mutex);
            return *files.at(file);
        }

        sqlite3_vfs* vfs;
        decltype(sqlite3_vfs::xOpen) realOpen;
        decltype(sqlite3_vfs::xAccess) realAccess;
        decltype(sqlite3_vfs::xDelete) realDelete;
        std::atomic<int> failure = None;
        std::atomic<int> waiting = 0;
        std::atomic<int> watchedCalls = 0;
        std::mutex mutex; ///< guards all below
        std::condition_variable answers;
        bool isHanging = false;
        std::thread::id watched;
        std::string folder;
        std::map<sqlite3_file*, const sqlite3_io_methods*> files; ///< how those on the drive work
    };
    static Layer& layer()
    {
        static Layer& only = *new Layer;
        return only;
    }

    /// Calls what lies below, or fails in its place.
    template <auto Member, Failure How, int Code, typename... Values>
    static int pass(sqlite3_file* file, Values... values)
    {
        layer().arrive();
        if (layer().fails(How))
            return Code;
        return (layer().methodsOf(file).*Member)(file, values...);
    }

    static int close(sqlite3_file* file)
    {
        layer().arrive();
        const sqlite3_io_methods& real = layer().methodsOf(file);
        {
            const std::lock_guard lock(layer().mutex);
            layer().files.erase(file);
        }
        return real.xClose(file);
    }
    static int control(sqlite3_file* file, int operation, void* value)
    {
        return layer().methodsOf(file).xFileControl(file, operation, value);
    }
    static int sectorSize(sqlite3_file* file) { return layer().methodsOf(file).xSectorSize(file); }
    static int characteristics(sqlite3_file* file)
    {
        return layer().methodsOf(file).xDeviceCharacteristics(file);
    }
    static void barrier(sqlite3_file* file) { layer().methodsOf(file).xShmBarrier(file); }

    static const sqlite3_io_methods& methods()
    {
        using M = sqlite3_io_methods;
        static const M methods{
            2, &close, &pass<&M::xRead, Reading, SQLITE_IOERR_READ, void*, int, sqlite3_int64>,
            &pass<&M::xWrite, Writing, SQLITE_IOERR_WRITE, const void*, int, sqlite3_int64>,
            &pass<&M::xTruncate, Writing, SQLITE_IOERR_TRUNCATE, sqlite3_int64>,
            &pass<&M::xSync, Syncing, SQLITE_IOERR_FSYNC, int>,
            &pass<&M::xFileSize, Reading, SQLITE_IOERR_FSTAT, sqlite3_int64*>,
            &pass<&M::xLock, Locking, SQLITE_IOERR_LOCK, int>,
            // What was locked is let go of however the drive is.
            &pass<&M::xUnlock, None, SQLITE_OK, int>,
            &pass<&M::xCheckReservedLock, Locking, SQLITE_IOERR_CHECKRESERVEDLOCK, int*>, &control,
            &sectorSize, &characteristics,
            &pass<&M::xShmMap, Reading, SQLITE_IOERR_SHMMAP, int, int, int, void volatile**>,
            &lockShared, &barrier, &pass<&M::xShmUnmap, None, SQLITE_OK, int>, nullptr, nullptr};
        return methods;
    }

    static int lockShared(sqlite3_file* file, int offset, int count, int flags)
    {
        layer().arrive();
        if ((flags & SQLITE_SHM_LOCK) && layer().fails(Locking))
            return SQLITE_IOERR_SHMLOCK;
        return layer().methodsOf(file).xShmLock(file, offset, count, flags);
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                    int* outFlags)
    {
        if (!layer().holds(name))
            return layer().realOpen(vfs, name, file, flags, outFlags);
        layer().arrive();
        if (layer().fails(Opening)) {
            file->pMethods = nullptr;
            return SQLITE_CANTOPEN;
        }
        const int result = layer().realOpen(vfs, name, file, flags, outFlags);
        if (file->pMethods) {
            const std::lock_guard lock(layer().mutex);
            layer().files[file] = file->pMethods;
            file->pMethods = &methods();
        }
        return result;
    }
    static int access(sqlite3_vfs* vfs, const char* name, int flags, int* result)
    {
        if (layer().holds(name))
            layer().arrive();
        if (layer().holds(name) && layer().fails(Opening))
            return SQLITE_IOERR_ACCESS;
        return layer().realAccess(vfs, name, flags, result);
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int sync)
    {
        if (layer().holds(name) && layer().fails(Writing))
            return SQLITE_IOERR_DELETE;
        return layer().realDelete(vfs, name, sync);
    }
};

} // namespace fixtures
