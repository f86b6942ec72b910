#include "training/core/zip_archive.h"

#include <array>

namespace limn::training
{

namespace
{

constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint32_t directorySignature = 0x02014b50;
constexpr std::uint32_t localSignature = 0x04034b50;
constexpr std::size_t endLength = 22;
constexpr std::size_t directoryLength = 46;
constexpr std::size_t localLength = 30;
constexpr std::size_t longestComment = 0xFFFF;
constexpr std::uint32_t inZip64 = 0xFFFFFFFF;

const std::string damaged = "is a damaged zip archive; download or save it again";

template <typename Number>
Number field(std::string_view record, std::size_t offset)
{
    return littleEndian<Number>(record.substr(offset));
}

constexpr std::array<std::uint32_t, 256> checksumTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = value & 1 ? 0xEDB88320U ^ value >> 1 : value >> 1;
        }
        table[i] = value;
    }
    return table;
}

/// CRC-32 as zip has it.
std::uint32_t checksumOf(std::string_view bytes)
{
    static constexpr auto table = checksumTable();
    std::uint32_t value = 0xFFFFFFFF;
    for (const char byte : bytes) {
        value = table[(value ^ static_cast<unsigned char>(byte)) & 0xFF] ^ value >> 8;
    }
    return ~value;
}

/// Where the record that ends the archive begins: the last one whose comment ends with the file.
std::size_t endRecord(const FileBytes& file)
{
    const auto bytes = file.all();
    if (bytes.size() < endLength) {
        file.refuse(damaged);
    }
    const std::size_t latest = bytes.size() - endLength;
    const std::size_t earliest = latest > longestComment ? latest - longestComment : 0;
    for (std::size_t at = latest + 1; at-- > earliest;) {
        const auto record = bytes.substr(at);
        if (littleEndian<std::uint32_t>(record) == endSignature &&
            field<std::uint16_t>(record, 20) == record.size() - endLength) {
            return at;
        }
    }
    file.refuse("is a zip archive that is cut short; download or save it again");
}

} // namespace

ZipArchive::ZipArchive(const FileBytes& file) : file_(file)
{
    const std::size_t end = endRecord(file);
    const auto record = file.part(end, endLength);
    const auto count = field<std::uint16_t>(record, 10);
    const auto directorySize = field<std::uint32_t>(record, 12);
    const auto directory = field<std::uint32_t>(record, 16);
    if (count == 0xFFFF || directorySize == inZip64 || directory == inZip64) {
        file.refuse("is a zip archive above 4 GiB, which Limn does not read; save its weights as "
                    "safetensors");
    }
    if (std::size_t{directory} + directorySize > end) {
        file.refuse(damaged);
    }
    std::size_t at = directory;
    for (int i = 0; i < count; ++i) {
        const auto header = file.part(at, directoryLength);
        if (littleEndian<std::uint32_t>(header) != directorySignature) {
            file.refuse(damaged);
        }
        const auto flags = field<std::uint16_t>(header, 8);
        const auto method = field<std::uint16_t>(header, 10);
        const auto checksum = field<std::uint32_t>(header, 16);
        const auto packed = field<std::uint32_t>(header, 20);
        const auto size = field<std::uint32_t>(header, 24);
        const auto nameLength = field<std::uint16_t>(header, 28);
        const std::size_t rest =
            std::size_t{field<std::uint16_t>(header, 30)} + field<std::uint16_t>(header, 32);
        const auto local = field<std::uint32_t>(header, 42);
        const std::string name(file.part(at + directoryLength, nameLength));
        if (packed == inZip64 || size == inZip64 || local == inZip64) {
            file.refuse("is a zip archive above 4 GiB, which Limn does not read; save its weights "
                        "as safetensors");
        }
        Member member;
        member.checksum = checksum;
        member.plain = method == 0 && packed == size && (flags & 1) == 0;
        if (member.plain) {
            member.bytes = dataOf(local, size, directory);
        }
        if (!members_.try_emplace(name, member).second) {
            file.refuse(damaged);
        }
        names_.push_back(name);
        at += directoryLength + nameLength + rest;
    }
}

std::string_view ZipArchive::member(const std::string& name) const
{
    const auto found = members_.find(name);
    if (found == members_.end()) {
        file_.refuse("lacks its part \"" + quotable(name) + "\"; download or save it again");
    }
    if (!found->second.plain) {
        file_.refuse("is a compressed or encrypted zip archive, which PyTorch's checkpoints are "
                     "not; unpack it and choose the weights inside");
    }
    if (checksumOf(found->second.bytes) != found->second.checksum) {
        file_.refuse("is damaged (a checksum is wrong); download or save it again");
    }
    return found->second.bytes;
}

std::string_view ZipArchive::dataOf(std::size_t localHeader, std::size_t size,
                                    std::size_t directory) const
{
    const auto header = file_.part(localHeader, localLength);
    if (littleEndian<std::uint32_t>(header) != localSignature) {
        file_.refuse(damaged);
    }
    const std::size_t begin = localHeader + localLength + field<std::uint16_t>(header, 26) +
                              field<std::uint16_t>(header, 28);
    if (begin + size > directory) {
        file_.refuse(damaged);
    }
    return file_.part(begin, size);
}

} // namespace limn::training
