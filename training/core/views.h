// Looks at a tile in several positions, mirrored and turned, and averages what the network says:
// what one look takes for a shadow another may not. Costs as many times as long as one look. For
// networks that have learned from mirrored and turned patches (Isensee et al. 2021, nnU-Net, mirror
// when they predict).
#pragma once

#include "training/core/network.h"

namespace limn::training
{

/// 1: as it lies; 2: and mirrored left to right; 4: and mirrored top to bottom; 8: and all of these
/// turned by a right angle.
bool isNumberOfViews(int views);

/// Logits [C, h, w] float32 of a tile [1, B, h, w]. For more than one view the logarithm of the
/// mean softmax, which decides and weighs as logits do. The network is in the mode it shall have.
torch::Tensor logitsOfViews(SegmentationNetwork& network, const torch::Tensor& tile, int views);

} // namespace limn::training
