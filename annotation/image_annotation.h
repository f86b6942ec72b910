// The labels of one open image: the one place through which every edit of mask and shapes goes.
// Each finished edit is one undo step and one transaction posted to the writer; listeners hear of
// every change of pixels or shapes, also while a stroke is under way. One thread (the desktop's).
#pragma once

#include "annotation/area.h"
#include "annotation/label_change.h"
#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"
#include "annotation/project.h"
#include "annotation/project_writer.h"
#include "annotation/shape.h"
#include "annotation/shape_edit.h"
#include "annotation/stroke.h"
#include "annotation/undo_stack.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace limn::annotation
{

struct AnnotationChange
{
    raster::PixelRect rect; ///< image pixels that may look different now
    bool mask = false;
    bool shapes = false;
    bool regions = false;
    bool finished = true; ///< false while a stroke is under way
};

/// The labels of an image as they lie in a project.
struct ImageLabels
{
    MaskTiles mask;
    std::vector<Shape> shapes;
    std::vector<CompleteRegion> regions;
};

/// Takes as long as the project's disk and what else is being read or written there take.
ImageLabels readLabels(const Project& project, std::int64_t imageId);

class ImageAnnotation
{
public:
    using PendingEdits = std::vector<std::shared_ptr<const LabelEdit>>;

    /// Reads the image's labels from the writer's project. With writer == nullptr, use the other
    /// constructor; a read-only project is shown through that one and edits throw ProjectError.
    ImageAnnotation(const ImageRecord& image, ProjectWriter& writer);
    ImageAnnotation(const ImageRecord& image, const Project& readOnly);
    /// Of labels that were read elsewhere, without touching the disk. `pending` are the edits of
    /// the image that were pending when reading began; writer == nullptr: read-only.
    ImageAnnotation(const ImageRecord& image, ProjectWriter* writer, ImageLabels labels,
                    const PendingEdits& pending);
    ~ImageAnnotation();

    const ImageRecord& image() const;
    bool isEditable() const;
    const MaskTiles& mask() const;
    const std::vector<Shape>& shapes() const; ///< earlier first
    const Shape* shape(std::int64_t id) const;
    const std::vector<CompleteRegion>& completeRegions() const; ///< where two overlap, the earlier

    void setListener(std::function<void(const AnnotationChange&)> listener);

    // Brush
    // `share` of the brush's radius, 0..1: the pressure of a pen.
    void beginStroke(const Brush& brush, Point at, double share = 1);
    void strokeTo(Point to, double share = 1);
    void endStroke(); ///< one undo step; nothing when nothing changed
    void cancelStroke();
    bool isStroking() const;

    // Shapes
    std::int64_t addShape(int classValue, std::vector<Ring> rings);
    void replaceShape(const Shape& shape, const std::string& what); ///< same id
    void removeShape(std::int64_t id);
    /// Whether a shape may cover pixels of the window: by bounds, not by outlines.
    bool hasShapesNear(const raster::PixelRect& window) const;
    /// Topmost shape at a point, or nullptr.
    const Shape* shapeAt(Point point) const;
    /// Where the border of a shape other than `except` comes within `reach` pixels of a point: the
    /// nearest vertex, else the nearest edge.
    std::optional<BorderPoint> borderNear(Point point, double reach, std::int64_t except = 0) const;

    // Complete regions
    /// Inside the part of `rect` that lies on the image all that is unlabelled counts as the class.
    /// Throws ProjectError where nothing lies on it, and for "unlabelled".
    void addCompleteRegion(const raster::PixelRect& rect, int classValue);
    /// Takes away those that `rect` touches, as one step; false when it touches none.
    bool removeCompleteRegions(const raster::PixelRect& rect);

    /// An area of class values as one step (accepting a prediction); `keep` pixels stay.
    void paint(const raster::PixelRect& window, std::span<const std::uint8_t> values, int keep,
               bool onlyUnlabelled, const std::string& what);

    /// Fills an area with the rule's class as one step.
    void fill(const Area& area, const PaintRule& rule, const std::string& what);
    /// Takes over what was computed elsewhere on a copy of the labels, as one step; pixels painted
    /// since the copy was made stay. False when nothing is left to change. Throws ProjectError when
    /// a polygon that it takes away or changes was edited meanwhile.
    bool take(const LabelChange& change, const std::string& what);

    // Undo
    bool canUndo() const;
    bool canRedo() const;
    std::string undoText() const;
    std::string redoText() const;
    void undo(); ///< throws ProjectError when an old step cannot be read back from disk
    void redo();
    /// Memory that steps may take, in bytes; what is beyond it lies on disk.
    void setUndoBudget(std::size_t bytes);
    std::vector<std::string> history() const; ///< the steps kept, oldest first
    std::size_t historyPosition() const;      ///< how many of them are done
    /// Undoes or redoes until that many are done; the stroke under way is finished first.
    void goTo(std::size_t position);

    /// Mask over shapes, as the network would learn it, every `step`-th pixel (see
    /// MaskTiles::read); complete regions are not applied.
    void labels(const raster::PixelRect& window, int step, std::span<std::uint8_t> out) const;

private:
    struct State;
    ImageAnnotation(const ImageRecord& image, ProjectWriter& writer, const PendingEdits& pending);
    std::unique_ptr<State> state_;
};

} // namespace limn::annotation
