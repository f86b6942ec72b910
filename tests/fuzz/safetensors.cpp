// Any bytes as a safetensors file: read or refused with a TrainingError.
#include "byte_file.h"
#include "refusal.h"
#include "training/core/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::ByteFile file;
    file.set(data, size);
    fuzz::takes<limn::training::TrainingError>(
        [&] { limn::training::readSafetensors(file.path()); });
    return 0;
}
