// Puts tiled TIFF files below each other into one without unpacking their tiles. Internal to the
// raster room.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace limn::raster
{

/// `target` is a file without pixels (WriterOptions::sparse), as wide as the parts and as high as
/// all of them, whose tiles, samples and compression are theirs; the parts follow each other from
/// the top, each but the last a whole number of tiles high. Returns false when it was stopped.
/// Throws RasterError when reading or writing fails, or a part is not of the target's kind, which
/// is then removed; the target is then of no use.
bool joinTiles(const std::string& target, const std::vector<std::string>& parts,
               const std::stop_token& stop);

} // namespace limn::raster
