#include "training/core/replacing_file.h"
#include "training/core/safetensors_header.h"
#include "training/core/weight_formats.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace limn::training
{

namespace
{

constexpr std::size_t lengthField = sizeof(std::uint64_t);
constexpr std::uint64_t longestHeader = 100'000'000;
constexpr std::size_t alignment = 8;

struct TypeName
{
    std::string_view name;
    at::ScalarType type;
};

constexpr std::array<TypeName, 13> typeNames{{{"BOOL", at::kBool},
                                              {"U8", at::kByte},
                                              {"I8", at::kChar},
                                              {"U16", at::kUInt16},
                                              {"I16", at::kShort},
                                              {"F16", at::kHalf},
                                              {"BF16", at::kBFloat16},
                                              {"U32", at::kUInt32},
                                              {"I32", at::kInt},
                                              {"F32", at::kFloat},
                                              {"U64", at::kUInt64},
                                              {"I64", at::kLong},
                                              {"F64", at::kDouble}}};

std::optional<at::ScalarType> typeNamed(std::string_view name)
{
    for (const auto& row : typeNames) {
        if (row.name == name) {
            return row.type;
        }
    }
    return std::nullopt;
}

std::string_view nameOf(at::ScalarType type)
{
    for (const auto& row : typeNames) {
        if (row.type == type) {
            return row.name;
        }
    }
    return {};
}

/// Bytes that a tensor of this shape takes; nothing when that is more than can be counted.
std::optional<std::int64_t> byteCount(const std::vector<std::int64_t>& shape, at::ScalarType type)
{
    auto bytes = static_cast<std::int64_t>(at::elementSize(type));
    bool empty = false;
    for (const auto size : shape) {
        empty = empty || size == 0;
        if (__builtin_mul_overflow(bytes, std::max<std::int64_t>(size, 1), &bytes)) {
            return std::nullopt;
        }
    }
    return empty ? 0 : bytes;
}

/// The buffer must be covered exactly, without holes and overlaps.
void requireExactCover(const FileBytes& file, const SafetensorsHeader& header, std::size_t buffer)
{
    std::vector<std::size_t> order(header.tensors.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto& left = header.tensors[a];
        const auto& right = header.tensors[b];
        return std::pair(left.begin, left.end) < std::pair(right.begin, right.end);
    });
    std::int64_t covered = 0;
    for (const auto index : order) {
        const auto& entry = header.tensors[index];
        if (entry.begin != covered || entry.end < entry.begin) {
            file.refuse("holds tensors that overlap or leave gaps; download or save it again");
        }
        covered = entry.end;
    }
    if (static_cast<std::size_t>(covered) > buffer) {
        file.refuse("is cut short; download or save it again");
    }
    if (static_cast<std::size_t>(covered) != buffer) {
        file.refuse("holds bytes that belong to no tensor; download or save it again");
    }
}

torch::Tensor makeTensor(const FileBytes& file, const SafetensorsEntry& entry,
                         std::size_t bufferBegin)
{
    const auto type = typeNamed(entry.type);
    if (!type) {
        file.refuse("holds numbers of the type " + quotable(entry.type) +
                    ", which Limn does not read; save it with 16 or 32 bit floats");
    }
    const auto bytes = byteCount(entry.shape, *type);
    if (!bytes || *bytes != entry.end - entry.begin) {
        file.refuse("holds a tensor whose size does not fit its shape; download or save it again");
    }
    const auto part = file.part(bufferBegin + static_cast<std::size_t>(entry.begin),
                                static_cast<std::size_t>(*bytes));
    auto tensor = torch::empty(entry.shape, *type);
    if (part.empty()) {
        return tensor;
    }
    auto* values = static_cast<char*>(tensor.data_ptr());
    std::memcpy(values, part.data(), part.size());
    // Looked at in the copy, which nobody else changes any more.
    if (*type == at::kBool && std::any_of(values, values + part.size(),
                                          [](char byte) { return byte != 0 && byte != 1; })) {
        file.refuse("holds truth values that are neither true nor false; download or save it "
                    "again");
    }
    return tensor;
}

} // namespace

bool isSafetensors(const FileBytes& file)
{
    return file.size() > lengthField && file.all()[lengthField] == '{';
}

StateDict parseSafetensors(const FileBytes& file)
{
    const auto length = littleEndian<std::uint64_t>(file.part(0, lengthField));
    if (length > longestHeader || length > file.size() - lengthField) {
        file.refuse("is cut short or not safetensors (its header is longer than the file); "
                    "download or save it again");
    }
    // A copy: the file may change while it is mapped.
    const std::string text(file.part(lengthField, length));
    const auto header = parseSafetensorsHeader(file, text);
    const std::size_t bufferBegin = lengthField + length;
    requireExactCover(file, header, file.size() - bufferBegin);
    StateDict state;
    state.metadata = header.metadata;
    for (const auto& entry : header.tensors) {
        state.tensors.emplace_back(entry.name, makeTensor(file, entry, bufferBegin));
    }
    return state;
}

void writeSafetensors(const std::filesystem::path& file, const StateDict& state)
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& [name, tensor] : state.tensors) {
        tensors.emplace_back(name, tensor.detach().cpu().contiguous());
    }
    // Widest numbers first keeps every tensor aligned in the file.
    std::stable_sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
        return a.second.element_size() > b.second.element_size();
    });
    SafetensorsHeader header;
    header.metadata = state.metadata;
    std::int64_t position = 0;
    for (const auto& [name, tensor] : tensors) {
        const auto type = nameOf(tensor.scalar_type());
        if (type.empty() || !isPlainText(name)) {
            throw TrainingError("The tensor \"" + quotable(name) +
                                "\" cannot be written as safetensors: its name or type of number "
                                "is not one of that format.");
        }
        const auto end = position + static_cast<std::int64_t>(tensor.nbytes());
        header.tensors.push_back({.name = name,
                                  .type = std::string(type),
                                  .shape = tensor.sizes().vec(),
                                  .begin = position,
                                  .end = end});
        position = end;
    }
    std::string text = toJson(header);
    text.resize((text.size() + alignment - 1) / alignment * alignment, ' ');

    ReplacingFile output(file);
    const std::uint64_t length = text.size();
    output.write(&length, sizeof length);
    output.write(text.data(), text.size());
    for (const auto& [name, tensor] : tensors) {
        output.write(tensor.data_ptr(), tensor.nbytes());
    }
    output.commit();
}

} // namespace limn::training
