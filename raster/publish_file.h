// Files that appear under their name only when they are whole: written as NAME.partial, brought to
// the disk, renamed. Internal to the raster room.
#pragma once

#include <string>

namespace limn::raster
{

/// NAME.partial
std::string partialName(const std::string& path);

/// Makes sure that NAME.partial can be written and NAME be replaced; leaves an empty NAME.partial.
/// Throws RasterError saying what is in the way.
void prepareFile(const std::string& path);

/// Brings NAME.partial and its GDAL sidecar to the disk and gives them their names; what belonged
/// to an older file of that name goes. Throws RasterError.
void publishFile(const std::string& path);

/// Removes NAME.partial and its GDAL sidecar if they are there.
void discardPartial(const std::string& path);

/// One sentence for a write to `path` that failed, with `remark` inside.
std::string writeFailure(const std::string& path, const std::string& remark);

} // namespace limn::raster
