// Xception (Chollet 2016) with the names and numbers of segmentation_models.pytorch's xception,
// that is Cadene's with the first two convolutions padded, so that every size halves. Cannot be
// dilated: it halves by pooling.
#pragma once

#include "training/core/network.h"

namespace limn::training
{

std::shared_ptr<Encoder> makeXception(const EncoderShape& shape);

} // namespace limn::training
