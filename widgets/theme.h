// The look: Fusion with quiet palettes of our own, dark and light, and a 13 px base font. Widgets
// take every colour from the palette, so that they follow a change by themselves. GUI thread only.
#pragma once

#include <QApplication>
#include <QColor>
#include <QPalette>

namespace limn::widgets
{

enum class Theme { System, Light, Dark };

/// Style, palette and font of the whole application; again at any time. System is what the desktop
/// asks for, light where it does not say.
void applyTheme(QApplication& application, Theme theme);

QPalette themePalette(bool dark);
bool isDark(const QPalette& palette);

/// `part` of the way from one colour to the other, 0..1.
QColor mixed(const QColor& from, const QColor& to, double part);
/// Text that steps back: units, hints, counts.
QColor quietText(const QPalette& palette);
/// Hairlines between areas.
QColor hairline(const QPalette& palette);

/// What messages are coloured by, readable on the palette's window colour.
enum class Tone { Note, Warning, Error, Success };
QColor toneColour(Tone tone, const QPalette& palette);

} // namespace limn::widgets
