#include "training/training_images.h"

#include <filesystem>
#include <map>

namespace limn::training
{

namespace
{

bool isLabelled(const TrainingImage& image)
{
    return !image.labels->cells().empty();
}

} // namespace

TrainingImages openTrainingImages(const annotation::Project& project)
{
    TrainingImages result;
    std::vector<TrainingImage> opened;
    std::map<int, int> labelledByBands;
    for (const annotation::ImageRecord& record : project.images()) {
        TrainingImage image{record, nullptr,
                            std::make_unique<annotation::LabelReader>(project, record)};
        try {
            image.raster = raster::Raster::open(record.file, {}, project.decodingRoom());
        } catch (const raster::RasterError& error) {
            result.warnings.emplace_back(error.what());
            continue;
        }
        labelledByBands[image.raster->bandCount()] += isLabelled(image) ? 1 : 0;
        opened.push_back(std::move(image));
    }
    int bands = 0;
    int most = -1;
    for (const auto& [count, images] : labelledByBands)
        if (images >= most) {
            most = images;
            bands = count;
        }
    for (TrainingImage& image : opened) {
        if (image.raster->bandCount() == bands) {
            result.labelledImages += isLabelled(image) ? 1 : 0;
            result.images.push_back(std::move(image));
        } else if (isLabelled(image)) {
            result.warnings.push_back(std::filesystem::path(image.record.file).filename().string() +
                                      " has " + std::to_string(image.raster->bandCount()) +
                                      " bands where most images have " + std::to_string(bands) +
                                      " and is left out.");
        }
    }
    return result;
}

} // namespace limn::training
