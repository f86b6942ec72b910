// Reads squares of images and labels the way a network takes them. Any thread, one a label reader.
//
// At a working resolution of 1 / reduction the network sees squares of reduction x reduction image
// pixels as one working pixel; (x, y) is the one from the image pixel (x reduction, y reduction)
// on, and the last ones may be cut by the image's end. Windows are in working pixels throughout.
#pragma once

#include "training/band_scaling.h"
#include "training/core/libtorch.h"
#include "training/label_index.h"

namespace limn::training
{

/// Of an image in working pixels.
raster::PixelSize reducedSize(raster::PixelSize size, int reduction);

/// Means of the valid image pixels of each working pixel of a window inside the image; overviews
/// serve where the file has them. Invalid where none is valid.
raster::PixelBlock readReduced(const raster::Raster& raster, const raster::PixelRect& window,
                               int reduction);

/// Normalised samples [bands, height, width] float32 of a window that may stick out of the image:
/// outside is filled by reflection (the edge where the image is too small for one).
torch::Tensor readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                             const raster::PixelRect& window, int reduction = 1);
/// The same into memory for bands * height * width values.
void readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                    const raster::PixelRect& window, int reduction, float* out);

/// Class indices of the window's labelled pixels that belong to `wanted` and lie inside `within`;
/// everything else, also outside the image, is `ignored`. A working pixel is what most of its
/// labelled image pixels are (the first of two as frequent), and labelled where at least half of
/// them are. `out` holds width * height values.
void readTargets(const TrainingImage& image, const ClassIndex& classes, const SplitChoice& split,
                 annotation::Split wanted, const raster::PixelRect& window,
                 const raster::PixelRect& within, int reduction, std::int64_t* out);

} // namespace limn::training
