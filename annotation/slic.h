// Simple linear iterative clustering: a picture divided into parts of about the same size that look
// alike inside. Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods"
// (IEEE TPAMI 34, 2012), with a pixel compared to the nine clusters around its place in the grid of
// seeds, as in Ren, Prisacariu and Reid, "gSLICr" (2015). Pure functions; any thread.
#pragma once

#include "annotation/progress.h"

#include <cstdint>
#include <vector>

namespace limn::annotation
{

/// Colours in planes, row by row; L, a and b with 8 bits each.
struct LabPicture
{
    int columns = 0;
    int rows = 0;
    std::vector<std::uint8_t> lightness;
    std::vector<std::uint8_t> a;
    std::vector<std::uint8_t> b;
};

struct Clusters
{
    int count = 0;
    std::vector<std::int32_t> labels; ///< columns * rows of 0..count - 1
};

/// `spacing` of the seeds in pixels, at least 2 and at most half the picture's shorter side;
/// `compactness` weighs distance in the picture against that of colours. Every cluster hangs
/// together by the sides of its pixels and has at least a quarter of the pixels that a square of
/// that spacing has, where it has a neighbour to go to. Works on all cores. Throws Cancelled.
Clusters clusterColours(const LabPicture& picture, double spacing, double compactness,
                        Progress& progress);

} // namespace limn::annotation
