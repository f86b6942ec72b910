#include "annotation/image_annotation.h"

#include "annotation/area_fill.h"
#include "annotation/mask_writer.h"
#include "annotation/shape_raster.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <unordered_map>

namespace limn::annotation
{
namespace
{

enum class Direction { Back, Forth };

/// The edit that brings labels to one side of a step.
LabelEdit labelEdit(std::int64_t imageId, const EditStep& step, Direction direction)
{
    const bool forth = direction == Direction::Forth;
    LabelEdit edit;
    edit.imageId = imageId;
    for (const auto& [key, change] : step.mask.tiles)
        edit.tiles[key] = forth ? change.after : change.before;
    for (const ShapeChange& change : step.shapes) {
        const std::int64_t id = change.before ? change.before->id : change.after->id;
        edit.shapes.push_back({id, forth ? change.after : change.before, change.position});
    }
    if (!forth)
        std::ranges::reverse(edit.shapes);
    if (step.regions)
        edit.regions = forth ? step.regions->after : step.regions->before;
    return edit;
}

} // namespace

struct ImageAnnotation::State
{
    ImageRecord image;
    ProjectWriter* writer = nullptr; ///< nullptr: read-only
    MaskTiles mask;
    std::vector<Shape> shapes;
    std::vector<CompleteRegion> regions;
    UndoStack undo;
    std::unique_ptr<Stroke> stroke;
    bool erases = false;
    std::function<void(const AnnotationChange&)> listener;
    mutable std::unordered_map<std::int64_t, raster::PixelRect> boxes; ///< of shapes, as asked for

    /// Looking at every vertex for every point asked about would be felt.
    raster::PixelRect box(const Shape& shape) const
    {
        const auto [place, isNew] = boxes.try_emplace(shape.id);
        if (isNew)
            place->second = bounds(shape);
        return place->second;
    }

    void forgetBoxes(const EditStep& step)
    {
        for (const ShapeChange& change : step.shapes)
            boxes.erase(change.before ? change.before->id : change.after->id);
    }

    void requireEditable() const
    {
        if (!writer)
            throw ProjectError("The project is open read-only: close it where it is being worked "
                               "on and open it again to change '" +
                               image.path + "'.");
        if (!writer->hasRoom())
            throw ProjectError("What is painted cannot be saved, and no more of it fits into "
                               "memory: see that the project's drive answers again, or close the "
                               "project and keep a copy of what is not saved.");
    }

    void notify(const AnnotationChange& change) const
    {
        if (listener)
            listener(change);
    }

    void post(const EditStep& step, Direction direction) const
    {
        writer->post(std::make_shared<const LabelEdit>(labelEdit(image.id, step, direction)));
    }

    AnnotationChange changeOf(const EditStep& step) const
    {
        const raster::PixelRect rect =
            step.rect().intersected({0, 0, image.size.width, image.size.height});
        return {rect, !step.mask.isEmpty(), !step.shapes.empty(), step.regions.has_value(), true};
    }

    /// For a step that mask and shapes already show.
    void finish(EditStep step)
    {
        forgetBoxes(step);
        post(step, Direction::Forth);
        const AnnotationChange change = changeOf(step);
        undo.push(std::move(step));
        notify(change);
    }

    /// Brings mask and shapes to one side of a step.
    void bring(const EditStep& step, Direction direction)
    {
        const auto edit = std::make_shared<const LabelEdit>(labelEdit(image.id, step, direction));
        apply(*edit, mask, shapes, regions);
        forgetBoxes(step);
        writer->post(edit);
    }

    void changeRegions(std::vector<CompleteRegion> changed, const std::string& text)
    {
        EditStep step;
        step.text = text;
        step.regions = {regions, changed};
        regions = std::move(changed);
        finish(std::move(step));
    }

    void changeShape(const ShapeChange& change, const std::string& text)
    {
        EditStep step;
        step.text = text;
        step.shapes = {change};
        apply(labelEdit(image.id, step, Direction::Forth), mask, shapes, regions);
        finish(std::move(step));
    }

    /// The polygon's place, when it still is as it was.
    std::size_t placeOf(const Shape& shape, const std::vector<Shape>& in) const
    {
        const auto found = std::ranges::find(in, shape.id, &Shape::id);
        if (found == in.end() || !(*found == shape))
            throw ProjectError("A polygon was edited meanwhile: do it again.");
        return static_cast<std::size_t>(found - in.begin());
    }

    /// The changes one after another, each with its place at its time.
    std::vector<ShapeChange> shapeChanges(const LabelChange& change) const
    {
        std::vector<ShapeChange> steps;
        for (std::size_t i = 0; i < change.changed.size(); ++i)
            steps.push_back(
                {change.before[i], change.changed[i], placeOf(change.before[i], shapes)});
        std::size_t gone = 0;
        std::vector<std::size_t> places;
        for (const Shape& shape : change.removed) {
            const std::size_t place = placeOf(shape, shapes);
            const auto before =
                std::ranges::count_if(places, [&](std::size_t other) { return other < place; });
            places.push_back(place);
            steps.push_back({shape, std::nullopt, place - static_cast<std::size_t>(before)});
            ++gone;
        }
        std::size_t end = shapes.size() - gone;
        for (Shape shape : change.added) {
            shape.id = writer->project().reserveShapeId();
            requireDrawable(shape);
            steps.push_back({std::nullopt, std::move(shape), end++});
        }
        return steps;
    }

    std::size_t position(std::int64_t id) const
    {
        const auto found = std::ranges::find(shapes, id, &Shape::id);
        if (found == shapes.end())
            throw ProjectError("The polygon is not there any more: it may have been removed.");
        return static_cast<std::size_t>(found - shapes.begin());
    }
};

ImageLabels readLabels(const Project& project, std::int64_t imageId)
{
    ImageLabels labels;
    project.snapshot([&] {
        labels.mask = project.mask(imageId);
        labels.shapes = project.shapes(imageId);
        labels.regions = project.completeRegions(imageId);
    });
    return labels;
}

ImageAnnotation::ImageAnnotation(const ImageRecord& image, ProjectWriter& writer)
    // Asked for before reading, so that no edit is in neither of the two.
    : ImageAnnotation(image, writer, writer.pending(image.id))
{}

ImageAnnotation::ImageAnnotation(const ImageRecord& image, ProjectWriter& writer,
                                 const PendingEdits& pending)
    : ImageAnnotation(image, &writer, readLabels(writer.project(), image.id), pending)
{}

ImageAnnotation::ImageAnnotation(const ImageRecord& image, const Project& readOnly)
    : ImageAnnotation(image, nullptr, readLabels(readOnly, image.id), {})
{}

ImageAnnotation::ImageAnnotation(const ImageRecord& image, ProjectWriter* writer,
                                 ImageLabels labels, const PendingEdits& pending)
    : state_(std::make_unique<State>())
{
    state_->image = image;
    state_->writer = writer;
    state_->mask = std::move(labels.mask);
    state_->shapes = std::move(labels.shapes);
    state_->regions = std::move(labels.regions);
    for (const auto& edit : pending)
        apply(*edit, state_->mask, state_->shapes, state_->regions);
}

ImageAnnotation::~ImageAnnotation() = default;

const ImageRecord& ImageAnnotation::image() const
{
    return state_->image;
}

bool ImageAnnotation::isEditable() const
{
    return state_->writer != nullptr;
}

const MaskTiles& ImageAnnotation::mask() const
{
    return state_->mask;
}

const std::vector<Shape>& ImageAnnotation::shapes() const
{
    return state_->shapes;
}

const Shape* ImageAnnotation::shape(std::int64_t id) const
{
    const auto found = std::ranges::find(state_->shapes, id, &Shape::id);
    return found == state_->shapes.end() ? nullptr : &*found;
}

void ImageAnnotation::setListener(std::function<void(const AnnotationChange&)> listener)
{
    state_->listener = std::move(listener);
}

void ImageAnnotation::beginStroke(const Brush& brush, Point at, double share)
{
    state_->requireEditable();
    endStroke();
    state_->stroke = std::make_unique<Stroke>(state_->mask, brush);
    state_->erases = brush.value == unlabelled;
    try {
        strokeTo(at, share);
    } catch (...) {
        cancelStroke();
        throw;
    }
}

void ImageAnnotation::strokeTo(Point to, double share)
{
    if (!state_->stroke)
        return;
    raster::PixelRect changed;
    try {
        changed = state_->stroke->moveTo(to, share);
    } catch (...) {
        state_->notify({state_->stroke->changed(), true, false, false, false});
        throw;
    }
    if (!changed.isEmpty())
        state_->notify({changed, true, false, false, false});
}

void ImageAnnotation::endStroke()
{
    if (!state_->stroke)
        return;
    EditStep step;
    step.text = state_->erases ? "Erase" : "Brush stroke";
    step.mask = state_->stroke->finish();
    state_->stroke.reset();
    if (!step.mask.isEmpty())
        state_->finish(std::move(step));
}

void ImageAnnotation::cancelStroke()
{
    if (!state_->stroke)
        return;
    const raster::PixelRect changed = state_->stroke->cancel();
    state_->stroke.reset();
    if (!changed.isEmpty())
        state_->notify({changed, true, false, false, true});
}

bool ImageAnnotation::isStroking() const
{
    return state_->stroke != nullptr;
}

std::int64_t ImageAnnotation::addShape(int classValue, std::vector<Ring> rings)
{
    state_->requireEditable();
    endStroke();
    Shape shape{state_->writer->project().reserveShapeId(), classValue, std::move(rings)};
    requireDrawable(shape);
    const std::int64_t id = shape.id;
    state_->changeShape({std::nullopt, std::move(shape), state_->shapes.size()}, "Add polygon");
    return id;
}

void ImageAnnotation::replaceShape(const Shape& shape, const std::string& what)
{
    state_->requireEditable();
    endStroke();
    requireDrawable(shape);
    const std::size_t position = state_->position(shape.id);
    const Shape before = state_->shapes[position];
    if (before == shape)
        return;
    state_->changeShape({before, shape, position}, what);
}

void ImageAnnotation::removeShape(std::int64_t id)
{
    state_->requireEditable();
    endStroke();
    const std::size_t position = state_->position(id);
    const Shape before = state_->shapes[position];
    state_->changeShape({before, std::nullopt, position}, "Remove polygon");
}

bool ImageAnnotation::hasShapesNear(const raster::PixelRect& window) const
{
    return std::ranges::any_of(state_->shapes, [&](const Shape& shape) {
        return !state_->box(shape).intersected(window).isEmpty();
    });
}

const Shape* ImageAnnotation::shapeAt(Point point) const
{
    const raster::PixelRect at{static_cast<int>(std::floor(point.x)),
                               static_cast<int>(std::floor(point.y)), 1, 1};
    for (const Shape& shape : std::views::reverse(state_->shapes)) {
        if (!state_->box(shape).intersected(at).isEmpty() && contains(shape, point))
            return &shape;
    }
    return nullptr;
}

std::optional<BorderPoint> ImageAnnotation::borderNear(Point point, double reach,
                                                       std::int64_t except) const
{
    const int margin = static_cast<int>(std::ceil(reach)) + 1;
    const raster::PixelRect around = raster::PixelRect{static_cast<int>(std::floor(point.x)),
                                                       static_cast<int>(std::floor(point.y)), 1, 1}
                                         .grown(margin);
    std::optional<BorderPoint> best;
    bool bestIsVertex = false;
    double nearest = reach;
    for (const Shape& shape : state_->shapes) {
        if (shape.id == except || state_->box(shape).grown(1).intersected(around).isEmpty())
            continue;
        const auto found = borderPointNear(shape, point, reach);
        if (!found)
            continue;
        const bool isVertex = shape.rings[found->ring][found->edge] == found->point;
        const double away = std::hypot(found->point.x - point.x, found->point.y - point.y);
        if ((isVertex && !bestIsVertex) || (isVertex == bestIsVertex && away <= nearest)) {
            best = found;
            bestIsVertex = isVertex;
            nearest = away;
        }
    }
    return best;
}

const std::vector<CompleteRegion>& ImageAnnotation::completeRegions() const
{
    return state_->regions;
}

void ImageAnnotation::addCompleteRegion(const raster::PixelRect& rect, int classValue)
{
    state_->requireEditable();
    endStroke();
    const raster::PixelSize size = state_->image.size;
    const raster::PixelRect inside = rect.intersected({0, 0, size.width, size.height});
    if (classValue < 1 || classValue > maxClassValue || inside.isEmpty())
        throw ProjectError("A complete region needs a class and an area: choose a class and draw "
                           "it again.");
    std::vector<CompleteRegion> changed = state_->regions;
    changed.push_back({0, inside, classValue});
    state_->changeRegions(std::move(changed), "Complete region");
}

bool ImageAnnotation::removeCompleteRegions(const raster::PixelRect& rect)
{
    state_->requireEditable();
    endStroke();
    std::vector<CompleteRegion> left = state_->regions;
    const auto gone = std::erase_if(left, [&](const CompleteRegion& region) {
        return !region.rect.intersected(rect).isEmpty();
    });
    if (gone > 0)
        state_->changeRegions(std::move(left), "Remove complete region");
    return gone > 0;
}

void ImageAnnotation::paint(const raster::PixelRect& window, std::span<const std::uint8_t> values,
                            int keep, bool onlyUnlabelled, const std::string& what)
{
    state_->requireEditable();
    endStroke();
    EditStep step;
    step.text = what;
    step.mask = paintValues(state_->mask, window, values, keep, onlyUnlabelled, {});
    if (!step.mask.isEmpty())
        state_->finish(std::move(step));
}

void ImageAnnotation::fill(const Area& area, const PaintRule& rule, const std::string& what)
{
    state_->requireEditable();
    endStroke();
    EditStep step;
    step.text = what;
    step.mask = fillArea(state_->mask, area, rule);
    if (!step.mask.isEmpty())
        state_->finish(std::move(step));
}

bool ImageAnnotation::take(const LabelChange& change, const std::string& what)
{
    state_->requireEditable();
    endStroke();
    EditStep step;
    step.text = what;
    step.mask = rebased(change.mask, state_->mask);
    step.shapes = state_->shapeChanges(change);
    if (step.mask.isEmpty() && step.shapes.empty())
        return false;
    apply(labelEdit(state_->image.id, step, Direction::Forth), state_->mask, state_->shapes,
          state_->regions);
    state_->finish(std::move(step));
    return true;
}

bool ImageAnnotation::canUndo() const
{
    return isStroking() || state_->undo.canUndo();
}

bool ImageAnnotation::canRedo() const
{
    return state_->undo.canRedo();
}

std::string ImageAnnotation::undoText() const
{
    return state_->undo.undoText();
}

std::string ImageAnnotation::redoText() const
{
    return state_->undo.redoText();
}

void ImageAnnotation::undo()
{
    if (isStroking()) {
        cancelStroke();
        return;
    }
    const EditStep* step = state_->undo.undoStep();
    if (!step)
        return;
    state_->bring(*step, Direction::Back);
    state_->undo.stepBack();
    state_->notify(state_->changeOf(*step));
}

void ImageAnnotation::redo()
{
    endStroke();
    const EditStep* step = state_->undo.redoStep();
    if (!step)
        return;
    state_->bring(*step, Direction::Forth);
    state_->undo.stepForward();
    state_->notify(state_->changeOf(*step));
}

void ImageAnnotation::setUndoBudget(std::size_t bytes)
{
    state_->undo.setBudget(bytes);
}

std::vector<std::string> ImageAnnotation::history() const
{
    return state_->undo.texts();
}

std::size_t ImageAnnotation::historyPosition() const
{
    return state_->undo.position();
}

void ImageAnnotation::goTo(std::size_t position)
{
    endStroke();
    while (state_->undo.position() > position && canUndo())
        undo();
    while (state_->undo.position() < position && canRedo())
        redo();
}

void ImageAnnotation::labels(const raster::PixelRect& window, int step,
                             std::span<std::uint8_t> out) const
{
    std::ranges::fill(out, std::uint8_t{0});
    for (const Shape& shape : state_->shapes)
        if (!state_->box(shape).intersected(window).isEmpty())
            rasterizeSampled(shape, shape.classValue, window, step, out);
    std::vector<std::uint8_t> painted(out.size());
    state_->mask.read(window, step, painted);
    const auto columns = static_cast<std::size_t>((window.width + step - 1) / step);
    const raster::PixelSize image = state_->image.size;
    for (std::size_t first = 0; first < out.size(); first += columns) {
        const int y = window.y + static_cast<int>(first / columns) * step;
        const bool isRowInside = y >= 0 && y < image.height;
        for (std::size_t i = first; i < first + columns; ++i) {
            const int x = window.x + static_cast<int>(i - first) * step;
            const bool isInside = isRowInside && x >= 0 && x < image.width;
            out[i] = isInside ? (painted[i] != 0 ? painted[i] : out[i]) : std::uint8_t{0};
        }
    }
}

} // namespace limn::annotation
