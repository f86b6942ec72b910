// Patterns that tell classes apart without their colours. Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <QBrush>
#include <QColor>
#include <QString>

namespace limn::widgets
{

enum class FillPattern { Solid, Stripes, BackStripes, Crosses, Lines, Dots };
inline constexpr std::array<FillPattern, 6> fillPatterns{
    FillPattern::Solid,   FillPattern::Stripes, FillPattern::BackStripes,
    FillPattern::Crosses, FillPattern::Lines,   FillPattern::Dots};

/// Which pixels of the pattern, a square of 8 that repeats, carry the colour: a byte a row from the
/// top, its lowest bit the leftmost pixel. All of a solid one.
using PatternBits = std::array<std::uint8_t, 8>;
const PatternBits& bitsOf(FillPattern pattern);

/// A class's pattern on the canvas: between the marks this share of the colour is left.
inline constexpr double patternGround = 0.45;

/// The marks alone, the rest transparent; a plain brush for a solid one.
QBrush patternBrush(FillPattern pattern, const QColor& colour);

/// As the user reads it.
QString nameOf(FillPattern pattern);

} // namespace limn::widgets
