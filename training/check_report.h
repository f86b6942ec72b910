// What checkProject() found as a page with pictures. One thread.
#pragma once

#include "training/project_check.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn::training
{

/// Pictures of a finding, PNG files by their names in the report's folder.
struct FindingPictures
{
    std::string image; ///< empty where the finding is about no image, or it cannot be read
    std::string other; ///< of the image that it looks like
};

/// Throws TrainingError where the report's folder cannot be made.
void makeReportFolder(const std::filesystem::path& folder);

/// Writes index.html and the pictures into `folder`, which is made: the place with some of its
/// surroundings, the labels half transparent over it, at most 320 pixels a side. Returns the
/// pictures of each finding. Throws RasterError, ProjectError and TrainingError (a folder that
/// cannot be written).
std::vector<FindingPictures> writeCheckReport(const annotation::Project& project,
                                              const ProjectCheck& check,
                                              const std::filesystem::path& folder);

} // namespace limn::training
