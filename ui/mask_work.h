// Edits of the mask that may take long: computed on a thread over a copy of the mask while the user
// goes on, then taken over as one undo step. One at a time. GUI thread only.
#pragma once

#include "annotation/area.h"
#include "annotation/label_change.h"
#include "annotation/mask_tiles.h"
#include "annotation/progress.h"
#include "ui/edit_target.h"

#include <functional>
#include <memory>
#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace limn::ui
{

class MaskWork : public QObject
{
    Q_OBJECT
public:
    explicit MaskWork(EditTarget& target, QObject* parent = nullptr);
    ~MaskWork() override; ///< cancels and waits

    /// Runs on the worker over a copy of the mask; may throw, Cancelled too.
    using Compute =
        std::function<annotation::LabelChange(annotation::MaskTiles& mask, annotation::Progress&)>;
    /// On the GUI thread once the edit is taken over; not after cancel(), a change of image, or a
    /// failure, which EditTarget::refused() tells.
    using Done = std::function<void(bool changed)>;

    /// `what` names the undo step. False, with a word to the user, while other work runs.
    bool start(const QString& what, Compute compute, Done done = {});
    /// Paints an area under the target's rule for `value`: at once, or in the background where that
    /// would be felt.
    void fill(const QString& what, const annotation::Area& area, int value);
    bool isRunning() const { return job_ != nullptr; }
    void cancel();

Q_SIGNALS:
    /// From when work takes noticeably long until it ends; `done` of 0..total, total 0 at the end.
    void progressed(const QString& what, int done, int total);
    void ended();

private:
    struct Job;
    void take(const std::shared_ptr<Job>& job);
    void end();

    EditTarget& target_;
    std::shared_ptr<Job> job_; ///< nullptr when nothing runs
    QTimer ticks_;
    QElapsedTimer since_;
    QThreadPool pool_;
};

} // namespace limn::ui
