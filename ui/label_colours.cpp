#include "ui/label_colours.h"

#include <array>
#include <cmath>
#include <QCoreApplication>

namespace limn::ui
{

QColor toColour(const annotation::Rgb& rgb)
{
    return {rgb[0], rgb[1], rgb[2]};
}

annotation::Rgb toRgb(const QColor& colour)
{
    return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
            static_cast<std::uint8_t>(colour.blue())};
}

widgets::IndexPalette classPalette(const annotation::ClassList& classes)
{
    widgets::IndexPalette palette{};
    for (const annotation::ClassEntry& entry : classes)
        if (entry.visible)
            palette[static_cast<std::size_t>(entry.value)] = toColour(entry.colour).rgba();
    return palette;
}

widgets::FillPattern toFillPattern(annotation::Pattern pattern)
{
    return widgets::fillPatterns[static_cast<std::size_t>(pattern)];
}

annotation::Pattern toPattern(widgets::FillPattern pattern)
{
    return static_cast<annotation::Pattern>(pattern);
}

widgets::IndexPatterns classPatterns(const annotation::ClassList& classes)
{
    widgets::IndexPatterns patterns{};
    for (const annotation::ClassEntry& entry : classes)
        patterns[static_cast<std::size_t>(entry.value)] = toFillPattern(entry.pattern);
    return patterns;
}

widgets::IndexPalette saliencyPalette()
{
    // Lightness rises evenly along the stops, so that the map reads in grey as well.
    struct Stop
    {
        double at;
        std::array<double, 3> rgb;
    };
    constexpr std::array<Stop, 5> stops{{{0.00, {20, 10, 60}},
                                         {0.30, {110, 30, 130}},
                                         {0.60, {215, 60, 85}},
                                         {0.85, {252, 160, 60}},
                                         {1.00, {252, 250, 190}}}};
    widgets::IndexPalette palette{};
    for (std::size_t i = 1; i < palette.size(); ++i) {
        const double t = static_cast<double>(i) / 255;
        std::size_t upper = 1;
        while (upper + 1 < stops.size() && t > stops[upper].at)
            ++upper;
        const Stop& a = stops[upper - 1];
        const Stop& b = stops[upper];
        const double share = (t - a.at) / (b.at - a.at);
        const auto mix = [&](std::size_t c) {
            return static_cast<int>(std::lround(a.rgb[c] + share * (b.rgb[c] - a.rgb[c])));
        };
        // What mattered little lets the image through.
        const int alpha = static_cast<int>(std::lround(255 * std::min(1.0, 0.15 + 1.1 * t)));
        palette[i] = qRgba(mix(0), mix(1), mix(2), alpha);
    }
    return palette;
}

std::vector<widgets::Outline> outlinesOf(const annotation::ImageAnnotation& labels,
                                         const annotation::ClassList& classes)
{
    std::vector<widgets::Outline> outlines;
    outlines.reserve(labels.shapes().size());
    for (const annotation::Shape& shape : labels.shapes()) {
        const annotation::ClassEntry* entry = annotation::findClass(classes, shape.classValue);
        if (entry && !entry->visible)
            continue;
        widgets::Outline outline;
        outline.id = shape.id;
        outline.colour = entry ? toColour(entry->colour) : QColor(Qt::gray);
        outline.pattern = entry ? toFillPattern(entry->pattern) : widgets::FillPattern::Solid;
        for (const annotation::Ring& ring : shape.rings) {
            QPolygonF polygon;
            for (const annotation::Point& vertex : ring)
                polygon << QPointF(vertex.x, vertex.y);
            outline.rings.push_back(polygon);
        }
        outlines.push_back(std::move(outline));
    }
    return outlines;
}

std::vector<widgets::Region> regionsOf(const annotation::ImageAnnotation& labels,
                                       const annotation::ClassList& classes)
{
    std::vector<widgets::Region> regions;
    for (const annotation::CompleteRegion& region : labels.completeRegions()) {
        const annotation::ClassEntry* entry = annotation::findClass(classes, region.classValue);
        regions.push_back(
            {QRectF(region.rect.x, region.rect.y, region.rect.width, region.rect.height),
             entry ? toColour(entry->colour) : QColor(Qt::gray),
             QCoreApplication::translate("limn::ui::ImageScene", "Complete: %1")
                 .arg(entry ? QString::fromStdString(entry->name) : QString())});
    }
    return regions;
}

widgets::PaletteClass toPaletteClass(const annotation::ClassEntry& entry)
{
    widgets::PaletteClass shown;
    shown.value = entry.value;
    shown.name = QString::fromStdString(entry.name);
    shown.colour = toColour(entry.colour);
    shown.key = entry.key ? QChar(entry.key) : QChar();
    shown.visible = entry.visible;
    shown.locked = entry.locked;
    shown.pattern = toFillPattern(entry.pattern);
    return shown;
}

} // namespace limn::ui
