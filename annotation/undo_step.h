// One step of the undo history as the user sees it. Plain values; any thread.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/project.h"
#include "annotation/shape.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace limn::annotation
{

/// A shape before and after; nothing on one side means that it did not exist there.
struct ShapeChange
{
    std::optional<Shape> before;
    std::optional<Shape> after;
    std::size_t position = 0; ///< its place in the drawing order
};

/// All complete regions of an image before and after.
struct RegionsChange
{
    std::vector<CompleteRegion> before;
    std::vector<CompleteRegion> after;
};

struct EditStep
{
    std::string text; ///< "Brush stroke", "Add polygon"
    MaskEdit mask;
    std::vector<ShapeChange> shapes;
    std::optional<RegionsChange> regions;

    std::size_t bytes() const;
    raster::PixelRect rect() const;
};

} // namespace limn::annotation
