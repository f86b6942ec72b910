#include "training/core/file_bytes.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace limn::training
{

namespace
{

const char* const tooLarge = "is larger than this machine's memory; choose a smaller one";

/// Closed with the scope: a map needs no descriptor.
class Descriptor
{
public:
    explicit Descriptor(const std::filesystem::path& file)
        : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {}
    ~Descriptor()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

} // namespace

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
    const Descriptor descriptor(file);
    struct stat facts = {};
    if (descriptor.number() < 0 || ::fstat(descriptor.number(), &facts) != 0) {
        refuse("cannot be read (" + std::generic_category().message(errno) +
               "); check that you may read it");
    }
    if (facts.st_size == 0) {
        refuse("is empty; download or save it again");
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* place = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
    if (place == MAP_FAILED) {
        refuse(tooLarge);
    }
    bytes_ = static_cast<const char*>(place);
    size_ = size;
    // Linux before 5.14 knows no such advice and reads page by page as they are looked at.
    if (::madvise(place, size, MADV_POPULATE_READ) != 0 && errno != EINVAL) {
        unmap();
        refuse("could not be read to its end; check the disk and try again");
    }
}

FileBytes::~FileBytes()
{
    unmap();
}

void FileBytes::unmap()
{
    if (!copy_ && bytes_) {
        ::munmap(const_cast<char*>(bytes_), size_);
    }
    bytes_ = nullptr;
}

void FileBytes::hold()
{
    std::unique_ptr<char[]> copy;
    try {
        copy = std::make_unique_for_overwrite<char[]>(size_);
    } catch (const std::bad_alloc&) {
        refuse(tooLarge);
    }
    std::memcpy(copy.get(), bytes_, size_);
    unmap();
    copy_ = std::move(copy);
    bytes_ = copy_.get();
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
    return {bytes_ + offset, length};
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
