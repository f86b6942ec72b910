// The members of a zip file that stores without compression, as PyTorch's checkpoints do.
#pragma once

#include "training/core/file_bytes.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace limn::training
{

class ZipArchive
{
public:
    /// Refuses what is damaged or needs zip64 (above 4 GiB). Members are found by the central
    /// directory: PyTorch leaves the sizes in local headers at 0.
    explicit ZipArchive(const FileBytes& file);

    const std::vector<std::string>& names() const { return names_; } ///< in the directory's order
    bool has(const std::string& name) const { return members_.contains(name); }
    /// Refuses a member that is missing, compressed, encrypted or whose checksum is wrong.
    std::string_view member(const std::string& name) const;

private:
    struct Member
    {
        std::string_view bytes;
        std::uint32_t checksum = 0;
        bool plain = false; ///< neither compressed nor encrypted
    };

    std::string_view dataOf(std::size_t localHeader, std::size_t size, std::size_t directory) const;

    const FileBytes& file_;
    std::vector<std::string> names_;
    std::unordered_map<std::string, Member> members_;
};

} // namespace limn::training
