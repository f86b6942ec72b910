#include "training/weight_download.h"

#include "training/core/network.h"
#include "training/file_hash.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <curl/curl.h>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

constexpr long secondsToConnect = 30;
/// A connection that brings less than a byte a second for this long is taken for dead.
constexpr long secondsOfSilence = 60;
constexpr long mostRedirects = 10;
constexpr long notFound = 404;
constexpr long gone = 410;
constexpr long rangeNotSatisfiable = 416;

std::string hostOf(const std::string& url)
{
    const std::size_t begin = url.find("://") + 3;
    return url.substr(begin, url.find_first_of("/?", begin) - begin);
}

std::string mebibytes(std::int64_t bytes)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f MiB", static_cast<double>(bytes) / (1 << 20));
    return text.data();
}

/// The file as far as it has come, locked against other downloads of it.
class PartFile
{
public:
    explicit PartFile(const fs::path& target) : target_(target), path_(partOf(target))
    {
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        // The one that held the lock may just have given the file its final name.
        do {
            close();
            descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
            if (descriptor_ < 0)
                throw TrainingError("The weights cannot be written to " + path_.string() + " (" +
                                    std::generic_category().message(errno) +
                                    "): make the folder writable or set XDG_CACHE_HOME.");
            if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
                throw TrainingError("The file " + target_.string() +
                                    " is being downloaded already: wait until that has ended.");
        } while (!isNamed());
        ::lseek(descriptor_, 0, SEEK_END);
    }
    ~PartFile()
    {
        if (descriptor_ >= 0 && size() == 0 && isNamed())
            remove();
        close();
    }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const fs::path& path() const { return path_; }
    int error() const { return error_; } ///< of the last write that failed, 0 for none

    std::int64_t size() const
    {
        struct stat status = {};
        return ::fstat(descriptor_, &status) == 0 ? status.st_size : 0;
    }

    void restart()
    {
        if (::ftruncate(descriptor_, 0) != 0)
            error_ = errno;
        ::lseek(descriptor_, 0, SEEK_SET);
    }

    bool append(const char* bytes, std::size_t length)
    {
        while (length > 0) {
            const ssize_t written = ::write(descriptor_, bytes, length);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0) {
                error_ = errno;
                return false;
            }
            bytes += written;
            length -= static_cast<std::size_t>(written);
        }
        return true;
    }

    void remove() { ::unlink(path_.c_str()); }

    void commit()
    {
        if (::fsync(descriptor_) != 0 || ::rename(path_.c_str(), target_.c_str()) != 0)
            throw TrainingError("The weights cannot be written to " + target_.string() + " (" +
                                std::generic_category().message(errno) +
                                "): make room or check the folder, then fetch them again.");
    }

private:
    bool isNamed() const
    {
        struct stat open = {};
        struct stat named = {};
        return ::fstat(descriptor_, &open) == 0 && ::stat(path_.c_str(), &named) == 0 &&
               open.st_ino == named.st_ino && open.st_dev == named.st_dev;
    }
    void close()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
        descriptor_ = -1;
    }

    fs::path target_;
    fs::path path_;
    int descriptor_ = -1;
    int error_ = 0;
};

/// One request for the rest of a file, and what became of it.
class Transfer
{
public:
    Transfer(const std::string& url, PartFile& part, const DownloadProgress& progress)
        : handle_(curl_easy_init(), curl_easy_cleanup),
          url_(url),
          part_(part),
          progress_(progress),
          from_(part.size())
    {
        if (!handle_)
            throw TrainingError("The download cannot be begun: restart Limn and try again.");
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        // What was asked for safely is not to come by an open way.
        set(CURLOPT_REDIR_PROTOCOLS_STR, url.starts_with("https") ? "https" : "http,https");
        set(CURLOPT_FOLLOWLOCATION, 1L);
        set(CURLOPT_MAXREDIRS, mostRedirects);
        set(CURLOPT_FAILONERROR, 1L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT, secondsToConnect);
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, secondsOfSilence);
        set(CURLOPT_USERAGENT, "limn");
        set(CURLOPT_ERRORBUFFER, reason_.data());
        set(CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(from_));
        set(CURLOPT_WRITEFUNCTION, &Transfer::write);
        set(CURLOPT_WRITEDATA, static_cast<void*>(this));
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &Transfer::tell);
        set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
        code_ = curl_easy_perform(handle_.get());
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status_);
    }

    bool resumed() const { return from_ > 0; }
    bool stopped() const { return code_ == CURLE_ABORTED_BY_CALLBACK; }
    bool complete() const { return code_ == CURLE_OK; }
    /// The server gives the whole file or nothing.
    bool cannotResume() const { return code_ == CURLE_RANGE_ERROR; }

    /// There is nothing behind what has come: it is whole, or of another file.
    bool wasAtTheEnd() const
    {
        return resumed() && code_ == CURLE_HTTP_RETURNED_ERROR && status_ == rangeNotSatisfiable;
    }

    /// Why it is not complete.
    [[noreturn]] void fail(const fs::path& target) const
    {
        const std::string host = hostOf(url_);
        const std::string byHand = "get " + target.filename().string() +
                                   " elsewhere and take it in with \"limn-engine weights add\"";
        if (code_ == CURLE_WRITE_ERROR)
            throw TrainingError(
                "The download cannot be written to " + part_.path().string() + " (" +
                std::generic_category().message(part_.error()) +
                "): make room and fetch it again, it goes on from where it stopped.");
        if (code_ == CURLE_HTTP_RETURNED_ERROR && (status_ == notFound || status_ == gone))
            throw TrainingError("The server " + host + " has no such file any more (HTTP " +
                                std::to_string(status_) + "): " + byHand + ".");
        if (code_ == CURLE_HTTP_RETURNED_ERROR)
            throw TrainingError("The server " + host + " refused the download (HTTP " +
                                std::to_string(status_) + "): try again later, or " + byHand + ".");
        const std::string why =
            reason_.front() != '\0' ? reason_.data() : curl_easy_strerror(code_);
        if (part_.size() > from_)
            throw TrainingError("The connection to " + host + " was cut after " +
                                mebibytes(part_.size()) + " (" + why +
                                "): fetch it again, it goes on from there.");
        throw TrainingError("The server " + host + " cannot be reached (" + why +
                            "): check the network and the proxy, or " + byHand + ".");
    }

private:
    template <class Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(handle_.get(), option, value);
    }

    static std::size_t write(char* bytes, std::size_t size, std::size_t count, void* self)
    {
        return static_cast<Transfer*>(self)->part_.append(bytes, size * count) ? size * count : 0;
    }

    static int tell(void* self, curl_off_t total, curl_off_t done, curl_off_t, curl_off_t)
    {
        const auto& transfer = *static_cast<Transfer*>(self);
        if (!transfer.progress_)
            return 0;
        return transfer.progress_(transfer.from_ + done, total > 0 ? transfer.from_ + total : 0)
                   ? 0
                   : 1;
    }

    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    std::string url_;
    PartFile& part_;
    const DownloadProgress& progress_;
    std::int64_t from_;
    std::array<char, CURL_ERROR_SIZE> reason_{};
    CURLcode code_ = CURLE_OK;
    long status_ = 0;
};

bool isWebPage(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    char first = 0;
    stream >> first;
    return first == '<';
}

} // namespace

fs::path partOf(const fs::path& target)
{
    return target.string() + ".part";
}

bool download(const DownloadSource& source, const fs::path& target,
              const DownloadProgress& progress)
{
    PartFile part(target);
    for (;;) {
        const Transfer transfer(source.url, part, progress);
        if (transfer.stopped())
            return false;
        const bool cannotTell = transfer.wasAtTheEnd() && source.sha256.empty();
        if (transfer.resumed() && (transfer.cannotResume() || cannotTell)) {
            part.restart();
            continue;
        }
        if (!transfer.complete() && !transfer.wasAtTheEnd())
            transfer.fail(target);
        const std::string hash = source.sha256.empty() ? std::string() : sha256(part.path());
        if (hash.starts_with(source.sha256)) {
            part.commit();
            return true;
        }
        if (transfer.resumed()) { // its beginning may be of another file
            part.restart();
            continue;
        }
        const bool page = isWebPage(part.path());
        part.remove();
        throw TrainingError(
            "What " + hostOf(source.url) + " sent for " + target.filename().string() + " is " +
            (page ? "a web page" : "not the published file") + " (SHA-256 " +
            hash.substr(0, std::max<std::size_t>(8, source.sha256.size())) + ", published " +
            source.sha256 +
            ") and was deleted: check the network for a login page or a proxy that changes files.");
    }
}

} // namespace limn::training
