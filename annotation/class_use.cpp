#include "annotation/class_use.h"

#include <algorithm>

namespace limn::annotation
{
namespace
{

void replaceInMask(Project& project, std::int64_t imageId, std::uint8_t from, std::uint8_t to)
{
    for (const MaskTileKey& key : project.maskTileKeys(imageId)) {
        const MaskTilePtr tile = project.maskTile(imageId, key);
        if (!tile || std::ranges::find(*tile, from) == tile->end())
            continue;
        auto changed = std::make_shared<MaskTile>(*tile);
        std::ranges::replace(*changed, from, to);
        project.putMaskTile(imageId, key, changed);
    }
}

void replaceInShapes(Project& project, std::int64_t imageId, int from, int to)
{
    for (Shape shape : project.shapes(imageId)) {
        if (shape.classValue != from)
            continue;
        shape.classValue = to;
        if (to == unlabelled)
            project.removeShape(imageId, shape.id);
        else
            project.putShape(imageId, shape);
    }
}

void replaceInRegions(Project& project, std::int64_t imageId, int from, int to)
{
    std::vector<CompleteRegion> regions = project.completeRegions(imageId);
    bool changes = false;
    for (CompleteRegion& region : regions)
        if (region.classValue == from) {
            region.classValue = to;
            changes = true;
        }
    if (!changes)
        return;
    std::erase_if(regions,
                  [](const CompleteRegion& region) { return region.classValue == unlabelled; });
    project.setCompleteRegions(imageId, regions);
}

} // namespace

ClassUse useOfClass(const Project& project, int classValue)
{
    ClassUse use;
    for (const ImageRecord& image : project.images()) {
        std::int64_t pixels = 0;
        for (const MaskTileKey& key : project.maskTileKeys(image.id))
            if (const MaskTilePtr tile = project.maskTile(image.id, key))
                pixels += std::ranges::count(*tile, static_cast<std::uint8_t>(classValue));
        const auto shapes = static_cast<int>(
            std::ranges::count(project.shapes(image.id), classValue, &Shape::classValue));
        const auto regions = static_cast<int>(std::ranges::count(
            project.completeRegions(image.id), classValue, &CompleteRegion::classValue));
        use.pixels += pixels;
        use.shapes += shapes;
        use.regions += regions;
        use.images += pixels + shapes + regions > 0 ? 1 : 0;
    }
    return use;
}

void replaceClassEverywhere(Project& project, int from, int to)
{
    project.transaction([&] {
        ClassList classes = project.classes();
        if (to != unlabelled && (to == from || !findClass(classes, to)))
            throw ProjectError("The class to merge into is not there any more: choose another "
                               "one.");
        for (const ImageRecord& image : project.images()) {
            replaceInMask(project, image.id, static_cast<std::uint8_t>(from),
                          static_cast<std::uint8_t>(to));
            replaceInShapes(project, image.id, from, to);
            replaceInRegions(project, image.id, from, to);
        }
        std::erase_if(classes, [from](const ClassEntry& entry) { return entry.value == from; });
        project.setClasses(classes);
    });
}

} // namespace limn::annotation
