// The two halves of augment() that are off at first. For the files augmentation*.cpp alone.
#pragma once

#include "training/core/augmentation.h"

namespace limn::training
{

/// To a GPU without waiting for what it computes; what is copied is pageable memory, and has
/// been read when the call returns.
inline constexpr bool withoutWaiting = true;

/// One sample's zoom and window, in grid units (halves of the patch) of a square patch.
struct WindowDraw
{
    double zoom = 1;
    double shiftX = 0;
    double shiftY = 0;
};

/// Resamples the samples `chosen` by `windows` and what else is drawn from `generator`.
void resample(torch::Tensor& images, torch::Tensor& labels, const std::vector<std::int64_t>& chosen,
              const std::vector<WindowDraw>& windows, const AugmentationSettings& settings,
              at::Generator& generator);
bool wantsResampling(const AugmentationSettings& settings);

/// Colours, noise, sharpness, compression, equalisation and cutout.
void changeLight(torch::Tensor& images, torch::Tensor& labels, const AugmentationSettings& settings,
                 at::Generator& generator, const BandLevels& levels);
bool wantsLight(const AugmentationSettings& settings);

/// Bilinear images and nearest labels at the grid's places; outside is `ignored`. `which` [M] are
/// the samples, `grid` [M, H, W, 2].
void sampleAt(torch::Tensor& images, torch::Tensor& labels, const torch::Tensor& which,
              const torch::Tensor& grid);

} // namespace limn::training
