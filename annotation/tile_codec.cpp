#include "annotation/tile_codec.h"

#include "annotation/project.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace limn::annotation
{
namespace
{

// magic, compression, layout, two zero bytes, byte count (little endian)
constexpr std::array<std::uint8_t, 8> prefix{'L', 'M', 'T', '1', 1, 0, 0, 0};
constexpr std::size_t headerSize = prefix.size() + 4;
constexpr int compressionLevel = 1;

[[noreturn]] void refuse(const std::string& reason)
{
    throw ProjectError("A stored tile " + reason + ": restore the project from a backup.");
}

} // namespace

std::vector<std::uint8_t> encodeTile(std::span<const std::uint8_t> bytes)
{
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                       &ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compressionLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::vector<std::uint8_t> blob(headerSize + ZSTD_compressBound(bytes.size()));
    std::copy(prefix.begin(), prefix.end(), blob.begin());
    for (std::size_t i = 0; i < 4; ++i)
        blob[prefix.size() + i] = static_cast<std::uint8_t>(bytes.size() >> (8 * i));
    const std::size_t size = ZSTD_compress2(context.get(), blob.data() + headerSize,
                                            blob.size() - headerSize, bytes.data(), bytes.size());
    if (ZSTD_isError(size))
        throw ProjectError(std::string("A tile cannot be compressed (") + ZSTD_getErrorName(size) +
                           "): close other programs to free memory.");
    blob.resize(headerSize + size);
    return blob;
}

void checkTile(std::span<const std::uint8_t> blob, std::size_t expectedBytes)
{
    if (blob.size() < headerSize || !std::equal(prefix.begin(), prefix.end(), blob.begin()))
        refuse("is not in Limn's format");
    std::size_t count = 0;
    for (std::size_t i = 0; i < 4; ++i)
        count |= static_cast<std::size_t>(blob[prefix.size() + i]) << (8 * i);
    const auto payload = blob.subspan(headerSize);
    if (count != expectedBytes ||
        ZSTD_getFrameContentSize(payload.data(), payload.size()) != expectedBytes)
        refuse("has the wrong size");
    if (ZSTD_findFrameCompressedSize(payload.data(), payload.size()) != payload.size())
        refuse("is damaged");
}

void decodeTile(std::span<const std::uint8_t> blob, std::span<std::uint8_t> out)
{
    checkTile(blob, out.size());
    const auto payload = blob.subspan(headerSize);
    const std::size_t size =
        ZSTD_decompress(out.data(), out.size(), payload.data(), payload.size());
    if (ZSTD_isError(size) || size != out.size())
        refuse("is damaged");
}

std::vector<std::uint8_t> decodeTile(std::span<const std::uint8_t> blob, std::size_t expectedBytes)
{
    checkTile(blob, expectedBytes);
    std::vector<std::uint8_t> bytes(expectedBytes);
    decodeTile(blob, bytes);
    return bytes;
}

} // namespace limn::annotation
