#include "training/file_hash.h"

#include "training/core/network.h"

#include <array>
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <vector>

namespace limn::training
{

std::string sha256(const std::filesystem::path& file)
{
    constexpr std::size_t blockSize = 1 << 20;
    std::ifstream stream(file, std::ios::binary);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    bool good = stream && context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    std::vector<char> block(blockSize);
    while (good && !stream.eof()) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        good = !stream.bad() && EVP_DigestUpdate(context.get(), block.data(),
                                                 static_cast<std::size_t>(stream.gcount())) == 1;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (!good || EVP_DigestFinal_ex(context.get(), digest.data(), &length) != 1)
        throw TrainingError("The file " + file.string() +
                            " cannot be read: check that it is there and may be read.");
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

} // namespace limn::training
