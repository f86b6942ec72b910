// What the tools work on: the labels of the image shown, the class chosen, and the outlines on the
// canvas. One object for all tools; it says so when any of it changes. GUI thread only.
#pragma once

#include "annotation/flood_fill.h"
#include "annotation/image_annotation.h"
#include "annotation/paint_rule.h"
#include "widgets/outline_layer.h"

#include <functional>
#include <optional>
#include <QColor>
#include <QObject>
#include <QPointer>
#include <utility>
#include <vector>

namespace limn::ui
{

class EditTarget : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    annotation::ImageAnnotation* labels() const { return labels_; } ///< nullptr without an image
    widgets::OutlineLayer* outlines() const { return outlines_; }
    int classValue() const { return classValue_; } ///< 0 is "unlabelled"
    QColor colour() const { return colour_; }      ///< of the class chosen
    const std::vector<std::uint8_t>& protectedValues() const { return protected_; }
    annotation::Over over() const { return over_; }            ///< what tools may paint over
    annotation::PaintRule rule(int value) const;               ///< for painting `value` now
    double scale() const { return scale_; }                    ///< screen pixels an image pixel
    raster::PixelRect visibleRect() const { return visible_; } ///< whole image pixels in view
    /// What is shown of the image at full resolution, for any thread; empty until it is read.
    const annotation::PictureSource& picture() const { return picture_; }
    /// The same at any size; empty until it is read.
    const annotation::ReducedPictureSource& reducedPicture() const { return reduced_; }
    /// All bands behind the picture; nullptr until it is read.
    const std::shared_ptr<const raster::Raster>& raster() const { return raster_; }
    int pictureVersion() const { return pictureVersion_; } ///< grows when it looks different

    void setImage(annotation::ImageAnnotation* labels, widgets::OutlineLayer* outlines);
    void setClass(int value, const QColor& colour);
    void setProtectedValues(std::vector<std::uint8_t> values);
    void setOver(annotation::Over over) { over_ = over; }
    void setScale(double scale) { scale_ = scale; }
    void setVisibleRect(const raster::PixelRect& rect) { visible_ = rect; }
    void setPicture(annotation::PictureSource picture,
                    annotation::ReducedPictureSource reduced = {},
                    std::shared_ptr<const raster::Raster> raster = {});

    bool snaps() const { return snaps_; } ///< vertices go to the borders of neighbours
    void setSnaps(bool snaps) { snaps_ = snaps; }
    /// The border of a polygon other than `except` that is near on the screen, while snaps().
    std::optional<annotation::BorderPoint> borderNear(const annotation::Point& point,
                                                      qint64 except = 0) const;

    const annotation::Shape* selectedShape() const;
    void select(qint64 shapeId); ///< 0 for none

    /// Whether `value` may be painted now; else says why: read-only, or a locked class.
    bool accepts(int value);
    /// Runs an edit; what it throws becomes refused(). False when there is nothing to edit or it
    /// was refused.
    bool edit(const std::function<void(annotation::ImageAnnotation&)>& change);

Q_SIGNALS:
    void imageChanged(); ///< tools let go of what they held
    void classChanged();
    void selectionChanged();
    void refused(const QString& sentence);
    void noted(const QString& sentence); ///< what an edit came to, where that cannot be seen

private:
    annotation::ImageAnnotation* labels_ = nullptr;
    QPointer<widgets::OutlineLayer> outlines_;
    int classValue_ = 0;
    QColor colour_;
    std::vector<std::uint8_t> protected_;
    annotation::Over over_ = annotation::Over::AllButLocked;
    double scale_ = 1;
    raster::PixelRect visible_;
    annotation::PictureSource picture_;
    annotation::ReducedPictureSource reduced_;
    std::shared_ptr<const raster::Raster> raster_;
    int pictureVersion_ = 0;
    bool snaps_ = true;
};

} // namespace limn::ui
