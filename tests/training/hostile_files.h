// Weight files built by hand, byte for byte, to say things that no honest writer says.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace hostile
{

using Bytes = std::string;

template <typename Number>
Bytes raw(Number number)
{
    Bytes bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
}

// Pickle instructions.
inline Bytes proto()
{
    return Bytes("\x80\x02", 2);
}
inline Bytes text(const Bytes& value)
{
    return Bytes("X") + raw(static_cast<std::uint32_t>(value.size())) + value;
}
inline Bytes integer(std::int64_t value)
{
    return Bytes("\x8A\x08", 2) + raw(value);
}
inline Bytes global(const Bytes& module, const Bytes& name)
{
    return "c" + module + "\n" + name + "\n";
}
inline Bytes tuple(const std::vector<Bytes>& items)
{
    Bytes bytes = "(";
    for (const auto& item : items) {
        bytes += item;
    }
    return bytes + "t";
}
inline Bytes integers(const std::vector<std::int64_t>& values)
{
    std::vector<Bytes> items;
    for (const auto value : values) {
        items.push_back(integer(value));
    }
    return tuple(items);
}

struct TensorClaim
{
    Bytes key = "0";
    std::int64_t elements = 4; ///< of the storage
    std::int64_t offset = 0;
    std::vector<std::int64_t> size{2, 2};
    std::vector<std::int64_t> stride{2, 1};
    Bytes type = "FloatStorage";
    bool legacy = false;
};

inline Bytes tensor(const TensorClaim& claim)
{
    std::vector<Bytes> id{text("storage"), global("torch", claim.type), text(claim.key),
                          text("cpu"), integer(claim.elements)};
    if (claim.legacy) {
        id.push_back("N");
    }
    return global("torch._utils", "_rebuild_tensor_v2") +
           tuple({tuple(id) + "Q", integer(claim.offset), integers(claim.size),
                  integers(claim.stride), "\x89", global("collections", "OrderedDict") + ")R"}) +
           "R";
}

inline Bytes dictionary(const std::vector<std::pair<Bytes, Bytes>>& entries)
{
    Bytes bytes = "}(";
    for (const auto& [key, value] : entries) {
        bytes += text(key) + value;
    }
    return bytes + "u";
}

inline Bytes pickle(const Bytes& value)
{
    return proto() + value + ".";
}

inline std::uint32_t checksum(const Bytes& bytes)
{
    std::uint32_t value = 0xFFFFFFFF;
    for (const char byte : bytes) {
        value ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            value = value & 1 ? 0xEDB88320U ^ value >> 1 : value >> 1;
        }
    }
    return ~value;
}

struct Member
{
    Bytes name;
    Bytes bytes;
    std::uint16_t method = 0;
    std::uint32_t claimed = 0; ///< another size than it has; 0 for the true one
};

inline Bytes zip(const std::vector<Member>& members)
{
    Bytes file;
    Bytes directory;
    for (const auto& member : members) {
        const auto length = static_cast<std::uint32_t>(member.bytes.size());
        const auto claimed = member.claimed == 0 ? length : member.claimed;
        const auto nameLength = static_cast<std::uint16_t>(member.name.size());
        const auto offset = static_cast<std::uint32_t>(file.size());
        const Bytes common = raw<std::uint16_t>(0) + raw(member.method) + raw<std::uint32_t>(0) +
                             raw(checksum(member.bytes)) +
                             raw(member.method == 0 ? claimed : length) + raw(claimed) +
                             raw(nameLength) + raw<std::uint16_t>(0);
        file += raw<std::uint32_t>(0x04034b50) + raw<std::uint16_t>(20) + common + member.name +
                member.bytes;
        directory += raw<std::uint32_t>(0x02014b50) + raw<std::uint16_t>(20) +
                     raw<std::uint16_t>(20) + common + raw<std::uint16_t>(0) +
                     raw<std::uint16_t>(0) + raw<std::uint16_t>(0) + raw<std::uint32_t>(0) +
                     raw(offset) + member.name;
    }
    const auto count = static_cast<std::uint16_t>(members.size());
    return file + directory + raw<std::uint32_t>(0x06054b50) + raw<std::uint32_t>(0) + raw(count) +
           raw(count) + raw(static_cast<std::uint32_t>(directory.size())) +
           raw(static_cast<std::uint32_t>(file.size())) + raw<std::uint16_t>(0);
}

inline const Bytes sixteenBytes(16, '\x01');

/// A checkpoint of PyTorch since 1.6 with this value inside and one storage "0".
inline Bytes zipCheckpoint(const Bytes& value, const Bytes& storage = sixteenBytes)
{
    return zip({{"archive/data.pkl", pickle(value)},
                {"archive/byteorder", "little"},
                {"archive/data/0", storage},
                {"archive/version", "3\n"}});
}

inline Bytes legacyMagic()
{
    return Bytes("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19\x2E", 15);
}

inline Bytes legacyPreamble(bool little = true)
{
    return legacyMagic() + pickle(integer(1001)) +
           pickle(dictionary({{"little_endian", little ? "\x88" : "\x89"}}));
}

/// A checkpoint of PyTorch before 1.6 with this value inside and one storage "0".
inline Bytes legacyCheckpoint(const Bytes& value, std::int64_t elements = 4,
                              const Bytes& storage = sixteenBytes)
{
    return legacyPreamble() + pickle(value) + pickle(Bytes("](") + text("0") + "e") +
           raw(elements) + storage;
}

inline Bytes safetensors(const Bytes& header, const Bytes& buffer)
{
    return raw(static_cast<std::uint64_t>(header.size())) + header + buffer;
}

} // namespace hostile
