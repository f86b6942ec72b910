#include "annotation/label_edit.h"

#include <algorithm>

namespace limn::annotation
{

void apply(const LabelEdit& edit, Project& project)
{
    for (const auto& [key, tile] : edit.tiles)
        project.putStoredTile(edit.imageId, key, tile);
    for (const ShapeEdit& change : edit.shapes) {
        if (change.shape)
            project.putShape(edit.imageId, *change.shape, change.position);
        else
            project.removeShape(edit.imageId, change.id);
    }
}

void apply(const LabelEdit& edit, MaskTiles& mask, std::vector<Shape>& shapes)
{
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
