#include "training/core/file_bytes.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace limn::training
{

FileBytes::FileBytes(const std::filesystem::path& file) : file_(file)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        refuse("is not there; check its path");
    }
    if (!std::filesystem::is_regular_file(status)) {
        refuse("is not a file; name a file of weights");
    }
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream) {
        refuse("cannot be read (" + std::generic_category().message(errno) +
               "); check that you may read it");
    }
    if (size == 0) {
        refuse("is empty; download or save it again");
    }
    try {
        bytes_ = std::make_unique_for_overwrite<char[]>(size);
    } catch (const std::bad_alloc&) {
        refuse("is larger than this machine's memory; choose a smaller one");
    }
    size_ = size;
    stream.read(bytes_.get(), static_cast<std::streamsize>(size));
    if (static_cast<std::size_t>(stream.gcount()) != size) {
        refuse("could not be read to its end; check the disk and try again");
    }
}

void FileBytes::refuse(const std::string& why) const
{
    throw TrainingError("The weights file \"" + file_.string() + "\" " + why + ".");
}

std::string_view FileBytes::part(std::size_t offset, std::size_t length) const
{
    if (offset > size_ || length > size_ - offset) {
        refuse("is cut short; download or save it again");
    }
    return {bytes_.get() + offset, length};
}

bool isPlainText(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string quotable(std::string_view text)
{
    constexpr std::size_t longest = 60;
    std::string result(text.substr(0, longest));
    std::replace_if(
        result.begin(), result.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return result;
}

} // namespace limn::training
