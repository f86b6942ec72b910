// Reads squares of images and labels the way a network takes them. Any thread, one a label reader.
#pragma once

#include "training/band_scaling.h"
#include "training/core/libtorch.h"
#include "training/label_index.h"

namespace limn::training
{

/// Normalised samples [bands, height, width] float32 of a window that may stick out of the image:
/// outside is filled by reflection (the edge where the image is too small for one).
torch::Tensor readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                             const raster::PixelRect& window);
/// The same into memory for bands * height * width values.
void readNormalised(const raster::Raster& raster, const BandScaling& scaling,
                    const raster::PixelRect& window, float* out);

/// Class indices of the window's labelled pixels that belong to `wanted` and lie inside `within`;
/// everything else, also outside the image, is `ignored`. `out` holds width * height values.
void readTargets(const TrainingImage& image, const ClassIndex& classes, const SplitChoice& split,
                 annotation::Split wanted, const raster::PixelRect& window,
                 const raster::PixelRect& within, std::int64_t* out);

} // namespace limn::training
