#include "widgets/fill_pattern.h"

#include <QCoreApplication>
#include <QImage>

namespace limn::widgets
{

namespace
{

constexpr int patternSide = 8;

/// The pixels of which `isMark(x, y)`.
template <typename IsMark>
constexpr PatternBits marked(IsMark isMark)
{
    PatternBits bits{};
    for (int y = 0; y < patternSide; ++y)
        for (int x = 0; x < patternSide; ++x)
            if (isMark(x, y))
                bits[static_cast<std::size_t>(y)] |= static_cast<std::uint8_t>(1 << x);
    return bits;
}

constexpr bool isRising(int x, int y)
{
    return (x + y) % patternSide < 2;
}

constexpr bool isFalling(int x, int y)
{
    return (x - y + patternSide) % patternSide < 2;
}

constexpr PatternBits solid = marked([](int, int) { return true; });
constexpr PatternBits stripes = marked(isRising);
constexpr PatternBits backStripes = marked(isFalling);
constexpr PatternBits crosses =
    marked([](int x, int y) { return isRising(x, y) || isFalling(x, y); });
constexpr PatternBits lines = marked([](int, int y) { return y < 2; });
/// Two dots a square, in rows that stand between each other.
constexpr PatternBits dots =
    marked([](int x, int y) { return x % 4 < 3 && y % 4 < 3 && x / 4 == y / 4; });

} // namespace

const PatternBits& bitsOf(FillPattern pattern)
{
    switch (pattern) {
    case FillPattern::Stripes:
        return stripes;
    case FillPattern::BackStripes:
        return backStripes;
    case FillPattern::Crosses:
        return crosses;
    case FillPattern::Lines:
        return lines;
    case FillPattern::Dots:
        return dots;
    case FillPattern::Solid:
        break;
    }
    return solid;
}

QBrush patternBrush(FillPattern pattern, const QColor& colour)
{
    if (pattern == FillPattern::Solid)
        return colour;
    QImage square(patternSide, patternSide, QImage::Format_ARGB32_Premultiplied);
    square.fill(Qt::transparent);
    const PatternBits& bits = bitsOf(pattern);
    for (int y = 0; y < patternSide; ++y)
        for (int x = 0; x < patternSide; ++x)
            if (bits[static_cast<std::size_t>(y)] >> x & 1)
                square.setPixelColor(x, y, colour);
    return QBrush(square);
}

QString nameOf(FillPattern pattern)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("limn::widgets::FillPattern", source);
    };
    switch (pattern) {
    case FillPattern::Stripes:
        return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Stripes"));
    case FillPattern::BackStripes:
        return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Stripes the other way"));
    case FillPattern::Crosses:
        return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Crosses"));
    case FillPattern::Lines:
        return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Lines"));
    case FillPattern::Dots:
        return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Dots"));
    case FillPattern::Solid:
        break;
    }
    return text(QT_TRANSLATE_NOOP("limn::widgets::FillPattern", "Solid"));
}

} // namespace limn::widgets
