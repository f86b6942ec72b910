// Where a network looked for a class: Grad-CAM for segmentation (Seg-Grad-CAM, Vinogradova,
// Dibrov, Myers 2020) and HiResCAM (Draelos, Carin 2020).
#pragma once

#include "training/core/network.h"

#include <string>

namespace limn::training
{

enum class CamMethod { GradCam, HiResCam };

struct CamRequest
{
    int classIndex = 0;
    std::string layer; ///< full name; empty takes the network's default
    CamMethod method = CamMethod::GradCam;
    /// [H, W] float weights of the pixels whose logits are summed; undefined: the pixels predicted
    /// as the class, all pixels where there are none.
    torch::Tensor pixels;
};

struct CamResult
{
    torch::Tensor raw;        ///< [h, w] at the layer's resolution, before ReLU
    torch::Tensor activation; ///< [1, C, h, w]
    torch::Tensor gradient;   ///< [1, C, h, w]
    torch::Tensor map; ///< [H, W] in 0..1, ReLU, normalised and resized as pytorch-grad-cam does
};

/// image [1, B, H, W] normalised, on the network's device; float32, eval mode; the network's
/// parameters and mode are left as they were. The score is the sum of raw logits.
CamResult explain(SegmentationNetwork& network, const torch::Tensor& image,
                  const CamRequest& request);

/// The steps of pytorch-grad-cam 1.5.7 from activation and gradient [N, C, h, w] to maps [N, H, W].
torch::Tensor camMap(const torch::Tensor& activation, const torch::Tensor& gradient,
                     CamMethod method, int64_t height, int64_t width);

} // namespace limn::training
