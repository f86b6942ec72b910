// The thread that writes a project while the desktop goes on. Each posted edit is one transaction,
// in the order posted. An edit that fails (full disk, folder gone) stays at the head of the queue,
// is reported, and is tried again every few seconds and at retry(): nothing is dropped.
#pragma once

#include "annotation/label_edit.h"
#include "annotation/project.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace limn::annotation
{

struct SaveState
{
    std::size_t pending = 0; ///< edits not yet on disk
    std::string error;       ///< why the first of them failed; empty when all is well
    bool isSaved() const { return pending == 0; }
};

class ProjectWriter
{
public:
    using Edit = std::function<void(Project&)>;

    explicit ProjectWriter(std::unique_ptr<Project> project);
    /// Writes what is pending; gives up at the first edit that fails once more.
    ~ProjectWriter();

    /// The connection the thread writes with; reading from it is safe and sees only what is saved.
    Project& project();

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

private:
    struct Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace limn::annotation
