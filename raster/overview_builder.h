// Reduced copies of a large image that has none: made once, in the background, into a folder of the
// caller's choice and never beside the image, so that a view of the whole is as fast as one of a
// part. Raster::open() takes them.
//
// Each copy is a GeoTIFF a quarter as wide and high as the one before, whose pixels are the means
// of the valid pixels they cover. The first is made strip by strip, each strip a file of its own
// until all are there: work that was stopped, or whose program was killed, goes on where it was.
#pragma once

#include "raster/raster.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::raster
{

/// Each copy's sides are so many times shorter than those of the one before.
constexpr int overviewStep = 4;

/// Whether the whole image, read for one screen, means reading very many pixels (more than 64
/// million).
bool needsOverviews(const RasterInfo& info);

/// The names of the copies of an image file of this size inside `folder`, largest first. They hold
/// size and time of the image's file, so that copies of what the file was before are not taken for
/// it.
std::vector<std::string> overviewFiles(const std::string& folder, const std::string& name,
                                       const std::string& imageFile, PixelSize size);

/// Removes copies called `name`, whole or begun, that are not among `keep`: of what the image's
/// file was before, or of an image that is gone. What cannot be removed stays.
void removeOldOverviews(const std::string& folder, const std::string& name,
                        const std::vector<std::string>& keep);

/// Makes what is missing of `files` (as overviewFiles() names them; their folder must exist), with
/// so many threads, each with a GDAL handle of its own. `progress` gets 0..1, from any of them, one
/// at a time. Returns false when it was stopped. Throws RasterError when reading or writing fails.
bool buildOverviews(const std::shared_ptr<const Raster>& raster,
                    const std::vector<std::string>& files, int threads, const std::stop_token& stop,
                    const std::function<void(double)>& progress);

} // namespace limn::raster
