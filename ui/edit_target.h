// What the tools work on: the labels of the image shown, the class chosen, and the outlines on the
// canvas. One object for all tools; it says so when any of it changes. GUI thread only.
#pragma once

#include "annotation/image_annotation.h"
#include "widgets/outline_layer.h"

#include <functional>
#include <QColor>
#include <QObject>
#include <QPointer>
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
    double scale() const { return scale_; } ///< screen pixels an image pixel

    void setImage(annotation::ImageAnnotation* labels, widgets::OutlineLayer* outlines);
    void setClass(int value, const QColor& colour);
    void setProtectedValues(std::vector<std::uint8_t> values);
    void setScale(double scale) { scale_ = scale; }

    const annotation::Shape* selectedShape() const;
    void select(qint64 shapeId); ///< 0 for none

    /// Runs an edit; what it throws becomes refused(). False when there is nothing to edit or it
    /// was refused.
    bool edit(const std::function<void(annotation::ImageAnnotation&)>& change);

Q_SIGNALS:
    void imageChanged(); ///< tools let go of what they held
    void classChanged();
    void selectionChanged();
    void refused(const QString& sentence);

private:
    annotation::ImageAnnotation* labels_ = nullptr;
    QPointer<widgets::OutlineLayer> outlines_;
    int classValue_ = 0;
    QColor colour_;
    std::vector<std::uint8_t> protected_;
    double scale_ = 1;
};

} // namespace limn::ui
