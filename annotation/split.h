// Which labelled pixels train and which validate. Decided by a stable hash so that it does not
// change as work goes on: by whole image where at least `minimumImages` images are labelled, else
// by square blocks of the image. Pinned images keep their split. Pure functions; any thread.
//
// Validation takes its share evenly: of every five images in the order they were added one, chosen
// by hash; of every five neighbouring blocks in a row or column one, the pattern shifted by a hash
// of the path that the image was added with. So wherever a few blocks are labelled, both sides get
// something.
#pragma once

#include "annotation/project.h"

#include <cstdint>

namespace limn::annotation
{

struct SplitRule
{
    bool byImage = false;
    int blockSize = 256; ///< side of a block in pixels when splitting inside images
    double share = 0.2;  ///< validation's share
    std::uint64_t salt = 0;
    /// Only every other image that would validate does, chosen by hash: where many images are
    /// labelled, few of them measure well enough and the others teach more by training. No image
    /// that trained before comes to validate.
    bool everyOther = false;
};

inline constexpr int minimumImagesForSplit = 10;
inline constexpr int manyImagesForSplit = 40; ///< from here on everyOther

/// The rule for this many labelled images; the block is a mask cell or smaller so that an image of
/// this size has at least about 16 blocks.
SplitRule splitRule(int labelledImages, const raster::PixelSize& typicalSize);
/// Where the pixel belongs: Train, Validation or Test. Block borders are multiples of blockSize.
Split splitAt(const SplitRule& rule, const ImageRecord& image, int x, int y);

} // namespace limn::annotation
