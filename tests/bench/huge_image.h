// A GeoTIFF of any size with overviews that takes seconds to make and little disk: blocks that are
// not written are not stored. Real texture lies around the middle at full resolution and everywhere
// in the coarse overviews, so that whatever a benchmark looks at there is something to decode.
#pragma once

#include <string>

namespace limn::bench
{

/// Writes `side` x `side` pixels, three bands of bytes in tiles of 512, deflated, the texture taken
/// from `texture` again and again. Throws std::runtime_error.
void makeHugeImage(const std::string& path, int side, const std::string& texture);

/// Lets the system forget what it holds of the file, so that the next read goes to the disk.
void dropFromCache(const std::string& path);

} // namespace limn::bench
