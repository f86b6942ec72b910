// Any bytes as a stored tile: decoded to the size that was asked for or refused with a
// ProjectError. The bytes themselves come back from a tile made of them.
#include "annotation/project.h"
#include "annotation/tile_codec.h"

#include <algorithm>
#include <cstdlib>
#include <span>

using namespace limn::annotation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span bytes(data, size);
    // As large as the blob itself says, so that more than its header is looked at.
    std::size_t claimed = 65536;
    if (size >= 12)
        claimed = data[8] | data[9] << 8 | (data[10] & 3) << 16;
    try {
        if (decodeTile(bytes, claimed).size() != claimed)
            std::abort();
    } catch (const ProjectError&) {
        claimed = 0;
    }
    if (!std::ranges::equal(decodeTile(encodeTile(bytes), size), bytes))
        std::abort();
    return 0;
}
