// What can be undone on one image, newest last, within a memory budget. One thread.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/shape.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace limn::annotation
{

/// A shape before and after; nothing on one side means that it did not exist there.
struct ShapeChange
{
    std::optional<Shape> before;
    std::optional<Shape> after;
    std::size_t position = 0; ///< its place in the drawing order
};

/// One step as the user sees it.
struct EditStep
{
    std::string text; ///< "Brush stroke", "Add polygon"
    MaskEdit mask;
    std::vector<ShapeChange> shapes;

    std::size_t bytes() const;
    raster::PixelRect rect() const;
};

class UndoStack
{
public:
    explicit UndoStack(std::size_t budgetBytes = 512u << 20);

    /// Everything that had been undone is forgotten; the oldest steps go when over budget.
    void push(EditStep step);
    const EditStep* undoStep() const; ///< what undo would take back, or nullptr
    const EditStep* redoStep() const;
    void stepBack();                        ///< after the caller has reverted undoStep()
    void stepForward();                     ///< after the caller has applied redoStep()
    std::vector<std::string> texts() const; ///< oldest first
    std::size_t position() const;           ///< how many of texts() are done

private:
    std::deque<EditStep> steps_;
    std::size_t done_ = 0;
    std::size_t bytes_ = 0;
    std::size_t budget_;
};

} // namespace limn::annotation
