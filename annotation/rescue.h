// What could not be written to a project, kept as a project of its own where there is a disk that
// answers. Any thread.
#pragma once

#include "annotation/image_annotation.h"
#include "annotation/progress.h"

#include <filesystem>
#include <vector>

namespace limn::annotation
{

struct RescuedImage
{
    ImageRecord image;
    ImageLabels labels; ///< all of the image's, as they are shown
};

/// Makes the project `folder` (not there yet, or empty) with these classes and images. The images
/// are not opened: they stay where they are, and their place on the map is left out. Throws
/// ProjectError, and Cancelled; what was made until then is removed.
void keepRescueCopy(const std::filesystem::path& folder, const ClassList& classes,
                    const std::vector<RescuedImage>& images, Progress& progress);

} // namespace limn::annotation
