// The classes of a project. Value 0 is not a class: it means unlabelled. Plain values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace limn::annotation
{

using Rgb = std::array<std::uint8_t, 3>;

inline constexpr int unlabelled = 0;
inline constexpr int maxClassValue = 254;

/// How a class's areas are filled, so that classes are told apart without their colours.
enum class Pattern { Solid, Stripes, BackStripes, Crosses, Lines, Dots };
std::string toString(Pattern pattern); ///< "solid", "stripes", "backstripes", "crosses", ...
/// "" is solid. Throws ProjectError for what is no pattern.
Pattern parsePattern(const std::string& text);

struct ClassEntry
{
    int value = 1; ///< 1..254, what the mask holds; never changes once given
    std::string name;
    Rgb colour{};
    char key = 0; ///< '1'..'9' or 0 for none
    bool visible = true;
    bool locked = false;
    Pattern pattern = Pattern::Solid;
    bool operator==(const ClassEntry&) const = default;
};

using ClassList = std::vector<ClassEntry>; ///< in the order shown

/// The entry with that value or name, or nullptr.
const ClassEntry* findClass(const ClassList& classes, int value);
const ClassEntry* findClass(const ClassList& classes, const std::string& name);

/// A new class with the lowest free value and key, and the next colour of Okabe and Ito's
/// colour-blind safe palette (then further well-separated ones). Throws ProjectError when all 254
/// values are taken or the name is empty or already there.
ClassEntry& addClass(ClassList& classes, const std::string& name);

/// "#rrggbb" both ways; parseColour throws ProjectError for anything else.
std::string formatColour(const Rgb& colour);
Rgb parseColour(const std::string& text);

} // namespace limn::annotation
