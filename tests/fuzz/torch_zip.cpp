// Any bytes as a zip checkpoint of PyTorch: read or refused with a TrainingError. An input that
// begins with another byte than a zip file is the pickle inside, in an archive whose checksums are
// right, with a storage of 64 bytes.
#include "byte_file.h"
#include "refusal.h"
#include "tests/training/hostile_files.h"
#include "training/core/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::ByteFile file;
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size > 0 && data[0] != 'P')
        bytes = hostile::zip({{"a/data.pkl", bytes.substr(1)},
                              {"a/byteorder", "little"},
                              {"a/data/0", std::string(64, '\x01')}});
    file.set(bytes.data(), bytes.size());
    fuzz::takes<limn::training::TrainingError>(
        [&] { limn::training::readTorchPickle(file.path()); });
    return 0;
}
