// Tiles of bytes on disk: zstd level 1 behind a header that names format, tile size and layout.
// docs/PROJECT_FORMAT.md describes the bytes. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limn::annotation
{

/// Any number of bytes to a blob, and back. decodeTile throws ProjectError for a blob that is not
/// ours, is damaged, or does not hold exactly `expectedBytes` (checked before memory is taken).
std::vector<std::uint8_t> encodeTile(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> decodeTile(std::span<const std::uint8_t> blob, std::size_t expectedBytes);
/// The same, into memory that is there: exactly so many bytes.
void decodeTile(std::span<const std::uint8_t> blob, std::span<std::uint8_t> out);

/// Throws ProjectError where decodeTile would, as far as can be told without unpacking: damage
/// between the header and the end is not seen.
void checkTile(std::span<const std::uint8_t> blob, std::size_t expectedBytes);

} // namespace limn::annotation
