#include "annotation/undo_stack.h"

#include <utility>

namespace limn::annotation
{
namespace
{

std::size_t bytesOf(const std::optional<Shape>& shape)
{
    if (!shape)
        return 0;
    std::size_t bytes = sizeof(Shape);
    for (const Ring& ring : shape->rings)
        bytes += sizeof(Ring) + ring.size() * sizeof(Point);
    return bytes;
}

} // namespace

std::size_t EditStep::bytes() const
{
    std::size_t total = sizeof(EditStep) + text.size() + mask.bytes();
    for (const ShapeChange& change : shapes)
        total += sizeof(ShapeChange) + bytesOf(change.before) + bytesOf(change.after);
    return total;
}

raster::PixelRect EditStep::rect() const
{
    raster::PixelRect rect = mask.rect;
    for (const ShapeChange& change : shapes) {
        if (change.before)
            rect = rect.united(bounds(*change.before));
        if (change.after)
            rect = rect.united(bounds(*change.after));
    }
    return rect;
}

UndoStack::UndoStack(std::size_t budgetBytes) : budget_(budgetBytes) {}

void UndoStack::push(EditStep step)
{
    while (steps_.size() > done_) {
        bytes_ -= steps_.back().bytes();
        steps_.pop_back();
    }
    bytes_ += step.bytes();
    steps_.push_back(std::move(step));
    // The newest step stays whatever it costs: the last thing done can always be taken back.
    while (bytes_ > budget_ && steps_.size() > 1) {
        bytes_ -= steps_.front().bytes();
        steps_.pop_front();
    }
    done_ = steps_.size();
}

const EditStep* UndoStack::undoStep() const
{
    return done_ > 0 ? &steps_[done_ - 1] : nullptr;
}

const EditStep* UndoStack::redoStep() const
{
    return done_ < steps_.size() ? &steps_[done_] : nullptr;
}

void UndoStack::stepBack()
{
    if (done_ > 0)
        --done_;
}

void UndoStack::stepForward()
{
    if (done_ < steps_.size())
        ++done_;
}

std::vector<std::string> UndoStack::texts() const
{
    std::vector<std::string> texts;
    for (const EditStep& step : steps_)
        texts.push_back(step.text);
    return texts;
}

std::size_t UndoStack::position() const
{
    return done_;
}

} // namespace limn::annotation
