#include "annotation/rescue.h"

#include <map>
#include <system_error>
#include <utility>

namespace limn::annotation
{
namespace
{

/// Tiles of one transaction.
constexpr std::size_t tilesAtOnce = 1024;

class RescueCopy
{
public:
    RescueCopy(Project& project, const std::vector<RescuedImage>& images, Progress& progress)
        : project_(project), images_(images), progress_(progress)
    {
        for (const RescuedImage& image : images)
            tiles_ += image.labels.mask.tiles().size();
    }
    void make()
    {
        for (const RescuedImage& image : images_)
            put(project_.addKnownImage(image.image).id, image.labels);
    }

private:
    void put(std::int64_t imageId, const ImageLabels& labels)
    {
        std::map<MaskTileKey, StoredTilePtr> batch;
        for (const auto& [key, tile] : labels.mask.tiles()) {
            batch.emplace_hint(batch.end(), key, tile);
            if (batch.size() == tilesAtOnce)
                put(imageId, std::exchange(batch, {}));
        }
        put(imageId, batch);
        project_.transaction([&] {
            for (const Shape& shape : labels.shapes)
                project_.putShape(imageId, shape);
            std::vector<CompleteRegion> regions = labels.regions;
            for (CompleteRegion& region : regions)
                region.id = 0; // it was one of the other project
            project_.setCompleteRegions(imageId, regions);
        });
    }
    void put(std::int64_t imageId, const std::map<MaskTileKey, StoredTilePtr>& tiles)
    {
        project_.putStoredTiles(imageId, tiles);
        done_ += tiles.size();
        progress_.report(tiles_ > 0 ? static_cast<double>(done_) / static_cast<double>(tiles_) : 1);
    }

    Project& project_;
    const std::vector<RescuedImage>& images_;
    Progress& progress_;
    std::size_t tiles_ = 0;
    std::size_t done_ = 0;
};

} // namespace

void keepRescueCopy(const std::filesystem::path& folder, const ClassList& classes,
                    const std::vector<RescuedImage>& images, Progress& progress)
{
    const auto project = Project::create(folder);
    try {
        project->setClasses(classes);
        RescueCopy(*project, images, progress).make();
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
        throw;
    }
}

} // namespace limn::annotation
