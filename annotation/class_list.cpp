#include "annotation/class_list.h"

#include "annotation/project.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace limn::annotation
{
namespace
{

// Okabe and Ito's palette without black, the strongest contrasts first.
constexpr std::array<Rgb, 7> okabeIto{{{0, 114, 178},
                                       {230, 159, 0},
                                       {0, 158, 115},
                                       {204, 121, 167},
                                       {86, 180, 233},
                                       {213, 94, 0},
                                       {240, 228, 66}}};

/// In the order of Pattern.
constexpr std::array<std::string_view, 6> patternNames{"solid",   "stripes", "backstripes",
                                                       "crosses", "lines",   "dots"};

Rgb fromHsv(double hue, double saturation, double value)
{
    const auto channel = [&](double shift) {
        const double k = std::fmod(shift + hue * 6, 6);
        const double level = value - value * saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0);
        return static_cast<std::uint8_t>(std::lround(level * 255));
    };
    return {channel(5), channel(3), channel(1)};
}

/// Colours by the golden angle, in turn light, dark and pale, so that neighbours differ.
Rgb colourAt(std::size_t index)
{
    if (index < okabeIto.size())
        return okabeIto[index];
    const double step = static_cast<double>(index - okabeIto.size());
    const double hue = std::fmod(0.08 + step * 0.618033988749895, 1.0);
    static constexpr std::array<std::array<double, 2>, 3> shades{
        {{0.85, 0.95}, {0.75, 0.60}, {0.40, 0.90}}};
    const auto& shade = shades[(index / 3) % shades.size()];
    return fromHsv(hue, shade[0], shade[1]);
}

bool hasColour(const ClassList& classes, const Rgb& colour)
{
    return std::ranges::any_of(classes,
                               [&](const ClassEntry& entry) { return entry.colour == colour; });
}

} // namespace

const ClassEntry* findClass(const ClassList& classes, int value)
{
    const auto found = std::ranges::find(classes, value, &ClassEntry::value);
    return found == classes.end() ? nullptr : &*found;
}

const ClassEntry* findClass(const ClassList& classes, const std::string& name)
{
    const auto found = std::ranges::find(classes, name, &ClassEntry::name);
    return found == classes.end() ? nullptr : &*found;
}

ClassEntry& addClass(ClassList& classes, const std::string& name)
{
    if (std::ranges::all_of(name, [](unsigned char c) { return std::isspace(c) != 0; }))
        throw ProjectError("A class needs a name: type one.");
    if (findClass(classes, name))
        throw ProjectError("There is a class '" + name + "' already: choose another name.");
    ClassEntry entry;
    entry.name = name;
    while (findClass(classes, entry.value))
        ++entry.value;
    if (entry.value > maxClassValue)
        throw ProjectError("A project holds at most 254 classes: remove one before adding '" +
                           name + "'.");
    for (char key = '1'; key <= '9' && !entry.key; ++key) {
        if (std::ranges::find(classes, key, &ClassEntry::key) == classes.end())
            entry.key = key;
    }
    std::size_t index = 0;
    while (index < 1000 && hasColour(classes, colourAt(index)))
        ++index;
    entry.colour = colourAt(index);
    classes.push_back(std::move(entry));
    return classes.back();
}

std::string toString(Pattern pattern)
{
    return std::string(patternNames[static_cast<std::size_t>(pattern)]);
}

Pattern parsePattern(const std::string& text)
{
    if (text.empty())
        return Pattern::Solid;
    const auto found = std::ranges::find(patternNames, text);
    if (found == patternNames.end())
        throw ProjectError("'" + text +
                           "' is no pattern: write solid, stripes, backstripes, crosses, lines or "
                           "dots.");
    return static_cast<Pattern>(found - patternNames.begin());
}

std::string formatColour(const Rgb& colour)
{
    char text[8];
    std::snprintf(text, sizeof(text), "#%02x%02x%02x", colour[0], colour[1], colour[2]);
    return text;
}

Rgb parseColour(const std::string& text)
{
    const bool shaped =
        text.size() == 7 && text[0] == '#' &&
        std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c); });
    if (!shaped)
        throw ProjectError("'" + text +
                           "' is not a colour: write it as #rrggbb, for example "
                           "#0072b2.");
    Rgb colour{};
    for (std::size_t i = 0; i < 3; ++i)
        colour[i] = static_cast<std::uint8_t>(std::stoi(text.substr(1 + 2 * i, 2), nullptr, 16));
    return colour;
}

} // namespace limn::annotation
