// Class values of a project (1..254, with gaps) to a network's outputs (0..C-1) and back.
#pragma once

#include "annotation/class_list.h"
#include "training/core/loss.h"

#include <array>
#include <cstdint>
#include <vector>

namespace limn::training
{

class ClassIndex
{
public:
    ClassIndex() { indices_.fill(static_cast<std::uint8_t>(ignored)); }
    explicit ClassIndex(const annotation::ClassList& classes) : ClassIndex()
    {
        for (const annotation::ClassEntry& entry : classes) {
            indices_[entry.value] = static_cast<std::uint8_t>(values_.size());
            values_.push_back(static_cast<std::uint8_t>(entry.value));
        }
    }

    int size() const { return static_cast<int>(values_.size()); }
    /// The output for a class value, or `ignored` for unlabelled and for values of no class.
    std::uint8_t index(std::uint8_t value) const { return indices_[value]; }
    std::uint8_t value(int index) const { return values_[index]; }

private:
    std::array<std::uint8_t, 256> indices_{};
    std::vector<std::uint8_t> values_;
};

} // namespace limn::training
