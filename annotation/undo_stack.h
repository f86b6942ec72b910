// What can be undone on one image, newest last, without a limit to its length: what is farthest
// from the present goes to disk where memory would pass its budget. One thread; it is written to
// disk on others.
#pragma once

#include "annotation/undo_spill.h"
#include "annotation/undo_step.h"

#include <cstddef>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace limn::annotation
{

inline constexpr std::size_t defaultUndoBudget = std::size_t{512} << 20;

class UndoStack
{
public:
    /// `spillFolder` is where steps that do not fit go (see UndoSpill).
    explicit UndoStack(std::size_t budgetBytes = defaultUndoBudget,
                       std::filesystem::path spillFolder = undoSpillFolder());

    /// The steps next to the present stay in memory whatever they cost.
    void setBudget(std::size_t bytes);

    /// Everything that had been undone is forgotten. Where the disk takes no more steps the oldest
    /// are forgotten, too.
    void push(EditStep step);
    bool canUndo() const { return done_ > 0; }
    bool canRedo() const { return done_ < entries_.size(); }
    std::string undoText() const; ///< empty when there is nothing to undo
    std::string redoText() const;
    /// What undo would take back, or nullptr; valid until the stack changes. Throws ProjectError
    /// when it cannot be read back from disk.
    const EditStep* undoStep();
    const EditStep* redoStep();
    void stepBack();                               ///< after the caller has reverted undoStep()
    void stepForward();                            ///< after the caller has applied redoStep()
    std::vector<std::string> texts() const;        ///< oldest first
    std::size_t position() const { return done_; } ///< how many of texts() are done

    std::size_t bytesInMemory() const;
    /// Waits for what is being written.
    void settle();

private:
    struct Entry
    {
        std::string text;
        std::size_t bytes = 0;
        std::shared_ptr<const EditStep> step; ///< nullptr while it is only on disk
        std::optional<UndoSpill::Place> place;
        std::future<std::optional<UndoSpill::Place>> writing;
    };

    const EditStep* load(std::size_t index);
    void collect(); ///< takes over what has been written
    void trim();
    bool isNear(std::size_t index) const;

    std::deque<Entry> entries_;
    std::size_t done_ = 0;
    std::size_t budget_;
    std::shared_ptr<UndoSpill> spill_;
};

} // namespace limn::annotation
