// The images of a project as training needs them: open, with their labels. One thread at a time.
#pragma once

#include "annotation/label_reader.h"
#include "annotation/project.h"
#include "raster/raster.h"

#include <memory>
#include <string>
#include <vector>

namespace limn::training
{

struct TrainingImage
{
    annotation::ImageRecord record;
    std::shared_ptr<raster::Raster> raster;
    std::unique_ptr<annotation::LabelReader> labels;
};

struct TrainingImages
{
    std::vector<TrainingImage> images; ///< all with the same number of bands
    int labelledImages = 0;            ///< of `images`, those with a labelled pixel
    std::vector<std::string> warnings; ///< one sentence for each image left out
};

/// Opens every image of the project that can be opened and has the number of bands most of the
/// labelled ones have (unlabelled ones too: they may be painted while a run goes on). The project
/// must outlive the result.
TrainingImages openTrainingImages(const annotation::Project& project);

} // namespace limn::training
