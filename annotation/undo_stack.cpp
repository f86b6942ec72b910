#include "annotation/undo_stack.h"

#include "annotation/project.h"

#include <chrono>
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
    if (regions)
        total += sizeof(CompleteRegion) * (regions->before.size() + regions->after.size());
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
    if (regions)
        for (const auto* side : {&regions->before, &regions->after})
            for (const CompleteRegion& region : *side)
                rect = rect.united(region.rect);
    return rect;
}

UndoStack::UndoStack(std::size_t budgetBytes, std::filesystem::path spillFolder)
    : budget_(budgetBytes), spill_(std::make_shared<UndoSpill>(std::move(spillFolder)))
{}

void UndoStack::setBudget(std::size_t bytes)
{
    budget_ = bytes;
    trim();
}

void UndoStack::push(EditStep step)
{
    collect();
    entries_.resize(done_);
    Entry entry;
    entry.text = step.text;
    entry.bytes = step.bytes();
    entry.step = std::make_shared<const EditStep>(std::move(step));
    entries_.push_back(std::move(entry));
    done_ = entries_.size();
    trim();
}

bool UndoStack::isNear(std::size_t index) const
{
    return index + 1 == done_ || index == done_;
}

std::size_t UndoStack::bytesInMemory() const
{
    std::size_t bytes = 0;
    for (const Entry& entry : entries_)
        bytes += entry.step ? entry.bytes : 0;
    return bytes;
}

void UndoStack::collect()
{
    std::size_t forgotten = 0;
    std::size_t kept = entries_.size();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        Entry& entry = entries_[i];
        if (!entry.writing.valid() ||
            entry.writing.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            continue;
        entry.place = entry.writing.get();
        if (entry.place) {
            if (!isNear(i))
                entry.step.reset();
        } else if (i < done_) {
            forgotten = i + 1;
        } else {
            kept = std::min(kept, i);
        }
    }
    entries_.resize(kept);
    for (; forgotten > 0; --forgotten) {
        entries_.pop_front();
        --done_;
    }
}

void UndoStack::trim()
{
    collect();
    std::size_t bytes = 0;
    for (const Entry& entry : entries_)
        bytes += entry.step && !entry.writing.valid() ? entry.bytes : 0;
    // What is farthest from the present first, from both ends.
    std::size_t front = 0;
    std::size_t back = entries_.size();
    while (bytes > budget_ && front < back) {
        const bool takeFront = done_ - std::min(front, done_) >= back - std::min(done_, back);
        const std::size_t index = takeFront ? front++ : --back;
        Entry& entry = entries_[index];
        if (!entry.step || entry.writing.valid() || isNear(index))
            continue;
        bytes -= entry.bytes;
        if (entry.place) {
            entry.step.reset();
            continue;
        }
        entry.writing =
            std::async(std::launch::async,
                       [spill = spill_, step = entry.step]() -> std::optional<UndoSpill::Place> {
                           try {
                               return spill->write(*step);
                           } catch (const std::exception&) {
                               // A full disk: collect() forgets the step.
                               return std::nullopt;
                           }
                       });
    }
}

void UndoStack::settle()
{
    for (const Entry& entry : entries_)
        if (entry.writing.valid())
            entry.writing.wait();
    collect();
}

const EditStep* UndoStack::load(std::size_t index)
{
    Entry& entry = entries_[index];
    if (!entry.step)
        entry.step = std::make_shared<const EditStep>(spill_->read(*entry.place));
    return entry.step.get();
}

std::string UndoStack::undoText() const
{
    return canUndo() ? entries_[done_ - 1].text : std::string();
}

std::string UndoStack::redoText() const
{
    return canRedo() ? entries_[done_].text : std::string();
}

const EditStep* UndoStack::undoStep()
{
    return canUndo() ? load(done_ - 1) : nullptr;
}

const EditStep* UndoStack::redoStep()
{
    return canRedo() ? load(done_) : nullptr;
}

void UndoStack::stepBack()
{
    if (!canUndo())
        return;
    --done_;
    trim();
}

void UndoStack::stepForward()
{
    if (!canRedo())
        return;
    ++done_;
    trim();
}

std::vector<std::string> UndoStack::texts() const
{
    std::vector<std::string> texts;
    for (const Entry& entry : entries_)
        texts.push_back(entry.text);
    return texts;
}

} // namespace limn::annotation
