// What a paint may go over: the class protection that every painting tool shares. Plain values; any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace limn::annotation
{

/// What the user lets tools paint over.
enum class Over {
    AllButLocked,   ///< every pixel but those of locked classes
    OnlyUnlabelled, ///< only pixels of no class; erasing still spares locked classes
    Everything      ///< locked classes too
};

/// Which old values a paint of `value` replaces.
struct PaintRule
{
    PaintRule(int value, bool onlyUnlabelled, std::span<const std::uint8_t> protectedValues);
    PaintRule(int value, Over over, std::span<const std::uint8_t> lockedValues);

    std::uint8_t value = 0;
    std::array<bool, 256> replaces{};
    bool replacesAll = true; ///< every value other than `value` itself
};

} // namespace limn::annotation
