// The thread that writes a project while the desktop goes on. Each posted edit is one transaction,
// in the order posted. An edit that fails (full disk, folder gone) stays at the head of the queue,
// is reported, and is tried again every few seconds and at retry(): nothing is dropped. A drive
// that does not answer holds up its thread alone: state() tells for how long.
#pragma once

#include "annotation/label_edit.h"
#include "annotation/project.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace limn::annotation
{

struct SaveState
{
    std::size_t pending = 0;              ///< edits not yet on disk
    std::string error;                    ///< why the first of them failed; empty when all is well
    std::chrono::milliseconds silence{0}; ///< for how long the disk has not answered
    bool isSaved() const { return pending == 0; }
    /// Longer than a write takes that waits for another program, on a disk that answers.
    bool isStalled() const { return silence >= std::chrono::seconds(6); }
};

class ProjectWriter
{
public:
    using Edit = std::function<void(Project&)>;
    static constexpr std::size_t defaultRoom = std::size_t{1} << 30;

    /// `roomBytes` bounds the label edits that wait in memory, see hasRoom().
    explicit ProjectWriter(std::unique_ptr<Project> project, std::size_t roomBytes = defaultRoom);
    /// Writes what is pending; gives up at the first edit that fails once more. Where the disk
    /// answers nothing for some seconds the thread is left behind with what it has.
    ~ProjectWriter();

    /// The connection the thread writes with; reading from it is safe and sees only what is saved.
    /// It waits while the thread writes. Not after giveUp().
    Project& project();
    /// The same for threads that may outlive the writer; the project stays open as long as one has
    /// it. nullptr after giveUp().
    std::shared_ptr<const Project> sharedProject() const;

    void post(Edit edit); ///< any thread; never waits
    /// The same for labels, which pending() can give back until they are on disk.
    void post(std::shared_ptr<const LabelEdit> edit);
    /// The label edits of this image that may not be on disk yet, in the order posted. Applied in
    /// order to what is read from the file afterwards, they give the labels as they should be.
    std::vector<std::shared_ptr<const LabelEdit>> pending(std::int64_t imageId) const;
    SaveState state() const; ///< any thread
    /// Called on the writer thread, once after every edit that is written and every attempt that
    /// fails. When this returns the listener before is called no more.
    void setListener(std::function<void(SaveState)> listener);
    void retry(); ///< tries at once what failed
    /// Waits until everything is on disk, at most `milliseconds`; true when it is.
    bool flush(int milliseconds);
    /// Whether another label edit may wait in memory while the disk takes none. Undoing may
    /// always.
    bool hasRoom() const;
    /// Nothing more is written, but for the edit under way, and the destructor waits for nothing.
    void giveUp();

private:
    struct Worker;
    std::shared_ptr<Worker> worker_; ///< shared with its thread
};

} // namespace limn::annotation
