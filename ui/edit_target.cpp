#include "ui/edit_target.h"

#include "ui/words.h"

#include <algorithm>
#include <utility>

namespace limn::ui
{

namespace
{
/// How near a border must be for a vertex to go there, in screen pixels.
constexpr double snapReach = 8;
} // namespace

void EditTarget::setImage(annotation::ImageAnnotation* labels, widgets::OutlineLayer* outlines)
{
    labels_ = labels;
    outlines_ = outlines;
    Q_EMIT imageChanged();
    Q_EMIT selectionChanged();
}

void EditTarget::setClass(int value, const QColor& colour)
{
    classValue_ = value;
    colour_ = colour;
    Q_EMIT classChanged();
}

void EditTarget::setProtectedValues(std::vector<std::uint8_t> values)
{
    protected_ = std::move(values);
}

void EditTarget::setPicture(annotation::PictureSource picture,
                            annotation::ReducedPictureSource reduced,
                            std::shared_ptr<const raster::Raster> raster)
{
    raster_ = std::move(raster);
    picture_ = std::move(picture);
    reduced_ = std::move(reduced);
    ++pictureVersion_;
}

annotation::PaintRule EditTarget::rule(int value) const
{
    return {value, over_, protected_};
}

bool EditTarget::accepts(int value)
{
    if (!labels_)
        return false;
    if (!labels_->isEditable()) {
        Q_EMIT refused(tr("This project is open read-only: nothing can be drawn."));
        return false;
    }
    const bool isLocked =
        std::find(protected_.begin(), protected_.end(), value) != protected_.end();
    if (isLocked && over_ != annotation::Over::Everything) {
        Q_EMIT refused(tr("This class is locked: unlock it in the Classes panel, or choose "
                          "another one."));
        return false;
    }
    return true;
}

std::optional<annotation::BorderPoint> EditTarget::borderNear(const annotation::Point& point,
                                                              qint64 except) const
{
    if (!snaps_ || !labels_)
        return std::nullopt;
    return labels_->borderNear(point, snapReach / scale_, except);
}

const annotation::Shape* EditTarget::selectedShape() const
{
    if (!labels_ || !outlines_ || outlines_->selected() == 0)
        return nullptr;
    return labels_->shape(outlines_->selected());
}

void EditTarget::select(qint64 shapeId)
{
    if (!outlines_ || outlines_->selected() == shapeId)
        return;
    outlines_->setSelected(shapeId);
    Q_EMIT selectionChanged();
}

bool EditTarget::edit(const std::function<void(annotation::ImageAnnotation&)>& change)
{
    if (!labels_)
        return false;
    try {
        change(*labels_);
        return true;
    } catch (const std::exception& error) {
        Q_EMIT refused(inWords(error));
        return false;
    }
}

} // namespace limn::ui
