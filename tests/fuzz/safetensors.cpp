// Any bytes as a safetensors file: read or refused with a TrainingError.
#include "byte_file.h"
#include "training/core/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::ByteFile file;
    file.set(data, size);
    try {
        limn::training::readSafetensors(file.path());
    } catch (const limn::training::TrainingError&) {
        return 0;
    }
    return 0;
}
