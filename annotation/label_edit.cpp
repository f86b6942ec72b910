#include "annotation/label_edit.h"

#include <algorithm>

namespace limn::annotation
{

void pack(const LabelEdit& edit)
{
    for (const auto& [key, tile] : edit.tiles)
        if (tile)
            (void)tile->blob();
}

void apply(const LabelEdit& edit, Project& project)
{
    project.putStoredTiles(edit.imageId, edit.tiles);
    for (const ShapeEdit& change : edit.shapes) {
        if (change.shape)
            project.putShape(edit.imageId, *change.shape, change.position);
        else
            project.removeShape(edit.imageId, change.id);
    }
    if (edit.regions)
        project.setCompleteRegions(edit.imageId, *edit.regions);
}

void apply(const LabelEdit& edit, MaskTiles& mask, std::vector<Shape>& shapes,
           std::vector<CompleteRegion>& regions)
{
    if (edit.regions)
        regions = *edit.regions;
    for (const auto& [key, tile] : edit.tiles)
        mask.setTile(key, tile);
    for (const ShapeEdit& change : edit.shapes) {
        std::erase_if(shapes, [&](const Shape& shape) { return shape.id == change.id; });
        if (!change.shape)
            continue;
        const std::size_t position = std::min(change.position, shapes.size());
        shapes.insert(shapes.begin() + static_cast<std::ptrdiff_t>(position), *change.shape);
    }
}

} // namespace limn::annotation
