// Any bytes as a checkpoint of PyTorch before 1.6: read or refused with a TrainingError. An input
// that begins with another byte than a pickle is the object's pickle and what follows it, behind
// the format's own preamble.
#include "byte_file.h"
#include "refusal.h"
#include "tests/training/hostile_files.h"
#include "training/core/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::ByteFile file;
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size > 0 && data[0] != 0x80)
        bytes = hostile::legacyPreamble() + bytes.substr(1);
    file.set(bytes.data(), bytes.size());
    fuzz::takes<limn::training::TrainingError>(
        [&] { limn::training::readTorchPickle(file.path()); });
    return 0;
}
