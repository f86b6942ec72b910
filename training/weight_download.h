// Downloads a weights file over HTTP or HTTPS, to be gone on with after whatever interrupts it, and
// takes it only with the hash that its publisher gave. Proxies are those of the environment
// (http_proxy, https_proxy, no_proxy). Any thread; one download of a file at a time, on this
// machine as a whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace limn::training
{

struct DownloadSource
{
    std::string url;    ///< http or https
    std::string sha256; ///< the hash or its beginning; empty: whatever comes is taken
};

/// Bytes that are here, and of how many (0: the server has not said). False stops the download.
using DownloadProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// What has come of a download so far lies here.
std::filesystem::path partOf(const std::filesystem::path& target);

/// Makes `target`, its folder too. False when it was stopped. Throws TrainingError saying what to
/// do when the server cannot be reached, has no such file, cuts the connection, when the disk is
/// full, or when the hash is wrong; except for the last, what has come stays and the next call goes
/// on from there.
bool download(const DownloadSource& source, const std::filesystem::path& target,
              const DownloadProgress& progress);

} // namespace limn::training
