// The JSON at the front of a safetensors file.
#pragma once

#include "training/core/file_bytes.h"

#include <map>
#include <vector>

namespace limn::training
{

struct SafetensorsEntry
{
    std::string name;
    std::string type; ///< "F32"...
    std::vector<std::int64_t> shape;
    std::int64_t begin = 0; ///< in the buffer behind the header
    std::int64_t end = 0;
};

struct SafetensorsHeader
{
    std::vector<SafetensorsEntry> tensors; ///< in the header's order
    std::map<std::string, std::string> metadata;
};

/// Exactly the form that the format allows and no other JSON; duplicate names are refused.
SafetensorsHeader parseSafetensorsHeader(const FileBytes& file, std::string_view text);

/// Metadata must be UTF-8.
std::string toJson(const SafetensorsHeader& header);

} // namespace limn::training
