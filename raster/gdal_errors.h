// What GDAL says while it works on a thread: collected instead of printed, so that it can become
// part of a sentence for the user. Internal to the raster room.
#pragma once

#include <string>

namespace limn::raster
{

struct RasterInfo;

/// Registers GDAL's drivers and settings once a process. Any thread, any number of times.
void registerGdal();

/// Lets GDAL keep enough of what it has decoded that tiles beside each other can be read from an
/// image whose blocks are whole rows, or large, without decoding them once a tile, as far as that
/// is sensible.
void makeRoomForBlocks(const RasterInfo& info);

/// Whether GDAL reads `path` over a network ("/vsicurl/...", "/vsis3/..." and their like).
bool isRemote(const std::string& path);
/// Lets GDAL forget what it remembers of a remote file, above all that there was
/// nothing, so that the next try asks the server again. Nothing happens for local files.
void forgetRemote(const std::string& path);

/// Collects the GDAL errors of this thread while it lives. Nest freely; one thread.
class GdalErrors
{
public:
    GdalErrors();
    ~GdalErrors();
    GdalErrors(const GdalErrors&) = delete;
    GdalErrors& operator=(const GdalErrors&) = delete;

    bool failed() const { return failed_; }
    /// " (GDAL: ...)" with the first failure's text on one line, or nothing when there is none.
    std::string remark() const;

private:
    void remember(int severity, const char* message);

    std::string first_;
    bool failed_ = false;
};

} // namespace limn::raster
