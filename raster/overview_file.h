// Overviews in a file beside the image, NAME.ovr, as GDAL keeps them: every program that reads the
// image through GDAL finds them there. Made only where the user asks; what Limn makes by itself
// lies in the project (overview_builder.h).
#pragma once

#include <functional>
#include <stop_token>
#include <string>

namespace limn::raster
{

/// The name of an image file's overviews: NAME.ovr.
std::string overviewFileOf(const std::string& image);

/// Makes the overviews of an image file, each half as wide and high as the one before, down to 256
/// pixels: means of the valid pixels, for palettes and signed bytes every second pixel. The file
/// has its name only when it is whole; until then it is NAME.ovr.partial, which goes again when the
/// work is stopped or fails. `progress` gets 0..1, on this thread. Returns false when it was
/// stopped. Throws RasterError where overviews are there or are of no use, where the image's format
/// takes none from beside it, and when reading or writing fails.
bool buildOverviewFile(const std::string& image, const std::stop_token& stop,
                       const std::function<void(double)>& progress);

} // namespace limn::raster
