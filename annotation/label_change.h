// What one edit computed elsewhere wants of an image's labels: pixels of the mask and polygons that
// come or go together. Plain values; any thread.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/shape.h"

#include <utility>
#include <vector>

namespace limn::annotation
{

struct LabelChange
{
    LabelChange() = default;
    LabelChange(MaskEdit edit) : mask(std::move(edit)) {}

    MaskEdit mask;
    std::vector<Shape> added;   ///< drawn last, in this order; their ids are given when taken over
    std::vector<Shape> removed; ///< as they were when the edit was computed
    std::vector<Shape> changed; ///< polygons of these ids get these rings and classes
    std::vector<Shape> before;  ///< of `changed`, in the same order

    bool isEmpty() const
    {
        return mask.isEmpty() && added.empty() && removed.empty() && changed.empty();
    }
};

} // namespace limn::annotation
