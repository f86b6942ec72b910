// The formats of weight files, over bytes that are already in memory; weights.h reads files by
// them.
#pragma once

#include "training/core/file_bytes.h"
#include "training/core/weights.h"

namespace limn::training
{

bool isSafetensors(const FileBytes& file);
StateDict parseSafetensors(const FileBytes& file);
/// PyTorch's zip and legacy checkpoints; says of anything else what it is, if it can.
StateDict parseTorchPickle(const FileBytes& file);

} // namespace limn::training
