#include "annotation/project_writer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace limn::annotation
{
namespace
{

using Milliseconds = std::chrono::milliseconds;
constexpr Milliseconds firstDelay{500};
constexpr Milliseconds longestDelay{5000};
/// An edit of so many tiles takes tens of milliseconds of a core. The picture of it goes first.
constexpr std::size_t manyTiles = 256;
constexpr Milliseconds headStart{100};
/// How long the destructor waits without anything being written, and for the file to be closed.
constexpr Milliseconds lastPatience{20000};
constexpr Milliseconds closingPatience{3000};

/// Memory of the edit's tiles; they are packed while they wait.
std::size_t waitingBytes(const LabelEdit* edit)
{
    std::size_t bytes = 0;
    if (edit)
        for (const auto& [key, tile] : edit->tiles)
            bytes += tile ? tile->bytes() : 0;
    return bytes;
}

} // namespace

struct ProjectWriter::Worker
{
    using Clock = std::chrono::steady_clock;

    struct Entry
    {
        Edit edit;
        std::shared_ptr<const LabelEdit> labels; ///< set where `edit` writes labels
    };

    Worker(std::unique_ptr<Project> opened, std::size_t roomBytes)
        : room(roomBytes), project(std::move(opened))
    {}

    void push(Entry entry)
    {
        const std::size_t size = waitingBytes(entry.labels.get());
        {
            const std::lock_guard lock(mutex);
            queue.push_back(std::move(entry));
            bytes += size;
        }
        wake.notify_all();
    }

    SaveState state() const
    {
        const std::lock_guard lock(mutex);
        SaveState state{queue.size(), error, {}};
        if (writing)
            state.silence = std::chrono::duration_cast<Milliseconds>(Clock::now() - *writing);
        return state;
    }

    bool hasRoom()
    {
        const std::lock_guard lock(mutex);
        if (bytes < room)
            return true;
        // Most of them have been packed since.
        bytes = 0;
        for (const Entry& entry : queue)
            bytes += waitingBytes(entry.labels.get());
        return bytes < room;
    }

    /// The thread's work; the project goes with it, as closing a file may take as long as writing.
    void run()
    {
        write();
        std::shared_ptr<Project> closing;
        {
            const std::lock_guard lock(mutex);
            closing.swap(project);
        }
        closing.reset();
        const std::lock_guard lock(mutex);
        ended = true;
        idle.notify_all();
    }

    void write()
    {
        Milliseconds delay = firstDelay;
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !queue.empty(); });
            if (queue.empty() || givenUp)
                return;
            // New edits go to the back and leave the first one where it is.
            const Entry& entry = queue.front();
            if (entry.labels && entry.labels->tiles.size() >= manyTiles)
                wake.wait_for(lock, headStart, [this] { return stopping || retryNow; });
            retryNow = false;
            writing = Clock::now();
            lock.unlock();
            const std::string failure = write(entry);
            lock.lock();
            writing.reset();
            error = failure;
            if (failure.empty()) {
                queue.pop_front();
                if (queue.empty())
                    bytes = 0;
                delay = firstDelay;
                ++written;
            }
            idle.notify_all();
            lock.unlock();
            announce();
            lock.lock();
            if (failure.empty())
                continue;
            if (stopping)
                return;
            wake.wait_for(lock, delay, [this] { return stopping || retryNow; });
            delay = std::min(2 * delay, longestDelay);
        }
    }

    /// What went wrong, or nothing.
    std::string write(const Entry& entry)
    {
        try {
            if (entry.labels)
                pack(*entry.labels);
            project->transaction([&] { entry.edit(*project); });
        } catch (const std::exception& failure) {
            return failure.what();
        }
        return {};
    }

    void announce()
    {
        const std::lock_guard lock(listenerMutex);
        if (listener)
            listener(state());
    }

    const std::size_t room;
    mutable std::mutex mutex;         ///< guards what follows, up to the listener
    std::shared_ptr<Project> project; ///< the same until the thread ends
    std::condition_variable wake;
    std::condition_variable idle; ///< something was written, or tried
    std::deque<Entry> queue;
    std::size_t bytes = 0;                    ///< of the queue, at most
    std::optional<Clock::time_point> writing; ///< since when
    std::size_t written = 0;
    std::string error;
    bool stopping = false;
    bool givenUp = false;
    bool retryNow = false;
    bool ended = false;
    std::recursive_mutex
        listenerMutex; ///< held during a call, so that a listener may replace itself
    std::function<void(SaveState)> listener;
    std::thread thread;
};

ProjectWriter::ProjectWriter(std::unique_ptr<Project> project, std::size_t roomBytes)
    : worker_(std::make_shared<Worker>(std::move(project), roomBytes))
{
    worker_->thread = std::thread([worker = worker_] { worker->run(); });
}

ProjectWriter::~ProjectWriter()
{
    std::unique_lock lock(worker_->mutex);
    worker_->stopping = true;
    worker_->wake.notify_all();
    std::size_t written = worker_->written;
    const auto isOver = [&] { return worker_->ended || worker_->written != written; };
    const auto patience = [&] { return worker_->queue.empty() ? closingPatience : lastPatience; };
    while (!worker_->ended && !worker_->givenUp && worker_->idle.wait_for(lock, patience(), isOver))
        written = worker_->written;
    const bool ended = worker_->ended;
    lock.unlock();
    if (ended)
        worker_->thread.join();
    else
        worker_->thread.detach();
}

Project& ProjectWriter::project()
{
    return *worker_->project;
}

std::shared_ptr<const Project> ProjectWriter::sharedProject() const
{
    const std::lock_guard lock(worker_->mutex);
    return worker_->project;
}

void ProjectWriter::post(Edit edit)
{
    worker_->push({std::move(edit), nullptr});
}

void ProjectWriter::post(std::shared_ptr<const LabelEdit> edit)
{
    Edit write = [edit](Project& project) { apply(*edit, project); };
    worker_->push({std::move(write), std::move(edit)});
}

std::vector<std::shared_ptr<const LabelEdit>> ProjectWriter::pending(std::int64_t imageId) const
{
    const std::lock_guard lock(worker_->mutex);
    std::vector<std::shared_ptr<const LabelEdit>> edits;
    for (const Worker::Entry& entry : worker_->queue) {
        if (entry.labels && entry.labels->imageId == imageId)
            edits.push_back(entry.labels);
    }
    return edits;
}

SaveState ProjectWriter::state() const
{
    return worker_->state();
}

void ProjectWriter::setListener(std::function<void(SaveState)> listener)
{
    const std::lock_guard lock(worker_->listenerMutex);
    worker_->listener = std::move(listener);
}

void ProjectWriter::retry()
{
    {
        const std::lock_guard lock(worker_->mutex);
        worker_->retryNow = true;
    }
    worker_->wake.notify_all();
}

bool ProjectWriter::flush(int milliseconds)
{
    retry();
    std::unique_lock lock(worker_->mutex);
    return worker_->idle.wait_for(lock, Milliseconds(milliseconds),
                                  [this] { return worker_->queue.empty(); });
}

bool ProjectWriter::hasRoom() const
{
    return worker_->hasRoom();
}

void ProjectWriter::giveUp()
{
    const std::lock_guard lock(worker_->mutex);
    worker_->givenUp = true;
    worker_->stopping = true;
    worker_->wake.notify_all();
}

} // namespace limn::annotation
