// Random changes to a batch on its own device, image and labels together.
#pragma once

#include "training/core/libtorch.h"
#include "training/core/mixing.h"

#include <array>
#include <cstdint>
#include <vector>

namespace limn::training
{

/// How strong each kind of change may be; 0 is off. What costs time is off at first.
struct AugmentationSettings
{
    bool flips = true;
    bool rightAngles = true;
    double scale = 0.25;     ///< zoom between 1 / (1 + scale) and 1 + scale, of half the samples
    double brightness = 0.1; ///< shift, in units of the normalised image's spread
    double contrast = 0.2;   ///< gain between 1 - contrast and 1 + contrast

    // One resampling with the zoom, of the same half of the samples.
    double rotation = 0;    ///< degrees to either side
    double translation = 0; ///< share of the side, to either side
    double crop = 0;        ///< share of the side cut away at most, the rest enlarged
    double perspective = 0; ///< how much closer one edge may be than the opposite one, 0..0.9
    double elastic = 0;     ///< standard deviation in pixels of a smooth random displacement

    // Of every sample, by an amount drawn evenly up to the one given.
    double gamma = 0;      ///< exponent between 1 / (1 + gamma) and 1 + gamma
    double bandGain = 0;   ///< gain of each band by itself, 1 - bandGain .. 1 + bandGain
    double hue = 0;        ///< turn of red, green and blue, share of half a turn to either side
    double saturation = 0; ///< 1 - saturation .. 1 + saturation
    double noise = 0;      ///< standard deviation, in units of the normalised image's spread
    double blur = 0;       ///< sigma of a Gaussian in pixels
    double sharpen = 0;    ///< share of the difference to a blurred image that is added
    double jpeg = 0;       ///< loss of JPEG compression: quality from 100 down to 100 - 90 jpeg

    // Of a share of the samples, 0..1.
    double equalise = 0; ///< CLAHE (Zuiderveld 1994): 4 x 4 fields, contrast limit 2
    double stretch = 0;  ///< each band from its 2nd to its 98th percentile

    double cutout = 0; ///< side of a square without image and labels, of half the samples (DeVries,
                       ///< Taylor 2017)
    double mixup = 0;  ///< strength of mixup, as blendSamples()
    double cutmix = 0; ///< share of batches that get pasteSamples(); the others get mixup
};

/// What normalised samples were in 0..1: value = sample * std + mean, for each band. Where it is
/// not told, samples are taken as they are.
struct BandLevels
{
    std::vector<float> mean;
    std::vector<float> std;
    std::array<int, 3> rgb{-1, -1, -1}; ///< bands of red, green and blue; -1: hue and saturation
                                        ///< are left alone
};

/// images [N, B, H, W] float32 normalised, labels [N, H, W] int64; H == W where rightAngles is on.
/// One bilinear resampling for images and one nearest for labels with the same grid; what comes
/// from outside the patch is `ignored`. Randomness comes from `generator` alone (CPU), so that a
/// seed gives the same batch again, and with a kind switched off the others stay as they were.
/// Returns the labels of what mixup blended in.
MixedLabels augment(torch::Tensor& images, torch::Tensor& labels,
                    const AugmentationSettings& settings, at::Generator& generator,
                    const BandLevels& levels = {});

} // namespace limn::training
