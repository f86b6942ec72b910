// A file that holds an image again, a whole number of times smaller. Internal to the raster room.
#pragma once

#include "raster/raster.h"

#include <memory>
#include <optional>
#include <string>

namespace limn::raster
{

struct ReducedCopy
{
    int factor = 1; ///< so many times smaller
    std::shared_ptr<Raster> raster;
};

/// Nothing when the file is not there, cannot be read, or holds no smaller copy of `image` by its
/// size and bands.
std::optional<ReducedCopy> openCopy(const std::string& file, const RasterInfo& image,
                                    std::shared_ptr<DecodingRoom> room = nullptr);

} // namespace limn::raster
