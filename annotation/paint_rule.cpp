#include "annotation/paint_rule.h"

#include "annotation/class_list.h"

#include <algorithm>

namespace limn::annotation
{

PaintRule::PaintRule(int newValue, bool onlyUnlabelled,
                     std::span<const std::uint8_t> protectedValues)
    : value(static_cast<std::uint8_t>(newValue))
{
    const bool everywhere = !onlyUnlabelled || value == unlabelled;
    replaces.fill(everywhere);
    replaces[unlabelled] = true;
    for (const std::uint8_t kept : protectedValues)
        replaces[kept] = false;
    replacesAll = std::ranges::find(replaces, false) == replaces.end();
    replaces[value] = false;
}

PaintRule::PaintRule(int newValue, Over over, std::span<const std::uint8_t> lockedValues)
    : PaintRule(newValue, over == Over::OnlyUnlabelled,
                over == Over::Everything ? std::span<const std::uint8_t>() : lockedValues)
{}

} // namespace limn::annotation
