#include "annotation/project_writer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

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

} // namespace

struct ProjectWriter::Worker
{
    struct Entry
    {
        Edit edit;
        std::shared_ptr<const LabelEdit> labels; ///< set where `edit` writes labels
    };

    explicit Worker(std::unique_ptr<Project> opened)
        : project(std::move(opened)), thread([this] { run(); })
    {}

    ~Worker()
    {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wake.notify_all();
        thread.join();
    }

    void push(Entry entry)
    {
        {
            const std::lock_guard lock(mutex);
            queue.push_back(std::move(entry));
        }
        wake.notify_all();
    }

    SaveState state() const
    {
        const std::lock_guard lock(mutex);
        return {queue.size(), error};
    }

    void run()
    {
        Milliseconds delay = firstDelay;
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !queue.empty(); });
            if (queue.empty())
                return;
            // New edits go to the back and leave the first one where it is.
            const Entry& entry = queue.front();
            if (entry.labels && entry.labels->tiles.size() >= manyTiles)
                wake.wait_for(lock, headStart, [this] { return stopping || retryNow; });
            retryNow = false;
            lock.unlock();
            const std::string failure = write(entry);
            lock.lock();
            error = failure;
            if (failure.empty()) {
                queue.pop_front();
                delay = firstDelay;
            }
            if (queue.empty())
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

    std::unique_ptr<Project> project;
    mutable std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable idle;
    std::deque<Entry> queue;
    std::string error;
    bool stopping = false;
    bool retryNow = false;
    std::recursive_mutex
        listenerMutex; ///< held during a call, so that a listener may replace itself
    std::function<void(SaveState)> listener;
    std::thread thread; ///< last: it uses all of the above
};

ProjectWriter::ProjectWriter(std::unique_ptr<Project> project)
    : worker_(std::make_unique<Worker>(std::move(project)))
{}

ProjectWriter::~ProjectWriter() = default;

Project& ProjectWriter::project()
{
    return *worker_->project;
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

} // namespace limn::annotation
