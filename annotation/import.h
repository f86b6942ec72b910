// Labels from other programs: vector files (anything OGR opens) become shapes, mask rasters become
// mask tiles, CSV lists become images with masks and splits. One thread.
#pragma once

#include "annotation/project.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace limn::annotation
{

struct ImportReport
{
    int images = 0;
    int shapes = 0;
    std::int64_t maskPixels = 0;
    std::vector<std::string> warnings; ///< one sentence each
};

/// NAME[=#rrggbb][@VALUE] as written on the command line; VALUE is the mask file's value for it.
struct ClassSpec
{
    std::string name;
    std::optional<Rgb> colour;
    std::optional<int> fileValue;
};
ClassSpec parseClassSpec(const std::string& text);

/// Columns image, mask, split (a header line names them; mask and split may be empty or missing);
/// paths relative to the CSV. Classes must be in the project; `fileValues` maps a mask file's value
/// to a class value (empty: the values are the class values; 0 and 255 are unlabelled unless
/// mapped).
ImportReport importList(Project& project, const std::filesystem::path& csv,
                        const std::map<int, int>& fileValues);

ImportReport importMask(Project& project, const ImageRecord& image,
                        const std::filesystem::path& mask, const std::map<int, int>& fileValues);

/// Polygons of every layer of `file` become shapes of the images they touch, transformed from the
/// layer's CRS to each image's. Where layer or image has no CRS the coordinates are the image's
/// pixels (y negated when all y are negative, as y-up programs write them), else, when they lie
/// nowhere near it, its map coordinates; GeoJSON counts as without CRS beside such an image. Pixel
/// coordinates need a project with one image that they can belong to. The class is the text or
/// number in `classField`; new names become new classes. Shapes that touch no image are counted in
/// a warning; when no shape lies on any image it throws.
ImportReport importShapes(Project& project, const std::filesystem::path& file,
                          const std::string& classField);

} // namespace limn::annotation
