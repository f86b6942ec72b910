// What one edit leaves of an image's labels, as it goes to disk: whole tiles and whole shapes, so
// that applying it twice does no harm. Plain values; any thread.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/project.h"
#include "annotation/shape.h"

#include <map>
#include <optional>
#include <vector>

namespace limn::annotation
{

struct ShapeEdit
{
    std::int64_t id = 0;
    std::optional<Shape> shape; ///< nothing: removed
    std::size_t position = 0;   ///< in the image's drawing order
};

struct LabelEdit
{
    std::int64_t imageId = 0;
    std::map<MaskTileKey, StoredTilePtr> tiles; ///< nullptr: unlabelled
    std::vector<ShapeEdit> shapes;              ///< in the order to be applied
    /// All of the image, where they change.
    std::optional<std::vector<CompleteRegion>> regions;
};

/// Packs its tiles, so that applying it to a project keeps nobody waiting for that.
void pack(const LabelEdit& edit);
void apply(const LabelEdit& edit, Project& project);
void apply(const LabelEdit& edit, MaskTiles& mask, std::vector<Shape>& shapes,
           std::vector<CompleteRegion>& regions);

} // namespace limn::annotation
