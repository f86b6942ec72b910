// Class lists and saliency as colours on the canvas. Pure functions.
#pragma once

#include "annotation/class_list.h"
#include "annotation/image_annotation.h"
#include "widgets/class_palette.h"
#include "widgets/index_layer.h"
#include "widgets/outline_layer.h"
#include "widgets/region_layer.h"

#include <QColor>
#include <vector>

namespace limn::ui
{

QColor toColour(const annotation::Rgb& rgb);
annotation::Rgb toRgb(const QColor& colour);

/// Each visible class in its colour, all else transparent.
widgets::IndexPalette classPalette(const annotation::ClassList& classes);
widgets::IndexPatterns classPatterns(const annotation::ClassList& classes);
widgets::FillPattern toFillPattern(annotation::Pattern pattern);
annotation::Pattern toPattern(widgets::FillPattern pattern);
/// 0 transparent, rising through violet, red and yellow: what the network looked at glows.
widgets::IndexPalette saliencyPalette();

/// The shapes of visible classes, in drawing order.
std::vector<widgets::Outline> outlinesOf(const annotation::ImageAnnotation& labels,
                                         const annotation::ClassList& classes);

/// The complete regions with the classes that what is unlabelled in them counts as.
std::vector<widgets::Region> regionsOf(const annotation::ImageAnnotation& labels,
                                       const annotation::ClassList& classes);

widgets::PaletteClass toPaletteClass(const annotation::ClassEntry& entry);

} // namespace limn::ui
