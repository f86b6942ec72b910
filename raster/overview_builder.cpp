#include "raster/overview_builder.h"

#include "raster/join_tiles.h"
#include "raster/mean_reduction.h"
#include "raster/open_dataset.h"
#include "raster/publish_file.h"
#include "raster/raster_writer.h"
#include "raster/reduced_copy.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

namespace limn::raster
{

namespace
{

namespace fs = std::filesystem;

constexpr std::int64_t manyPixels = 64'000'000;
/// Rows of a copy that are one strip: work that is stopped loses at most one strip a thread. A
/// whole number of tiles.
constexpr int stripRows = 512;
/// Source samples a thread holds at once, 4 bytes each.
constexpr std::int64_t samplesAtOnce = 8'000'000;
constexpr int chunkSide = 1024; ///< source pixels
/// Side of a copy's tiles, the same in its strips: a part of that size is written once and whole.
constexpr int copyTile = 512;
/// As samplesAtOnce, where they are read as the file stores them.
constexpr std::int64_t directBytes = std::int64_t{48} << 20;

std::int64_t area(PixelSize size)
{
    return static_cast<std::int64_t>(size.width) * size.height;
}

PixelSize reduced(PixelSize size)
{
    return {(size.width + overviewStep - 1) / overviewStep,
            (size.height + overviewStep - 1) / overviewStep};
}

/// What a file is now, for its copies' names: bytes and time; nothing for what is no local file.
std::string stampOf(const std::string& path)
{
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    if (error)
        return "0";
    const auto time = fs::last_write_time(path, error).time_since_epoch().count();
    return std::to_string(bytes) + "-" + std::to_string(static_cast<std::uint64_t>(time));
}

/// One copy of one image.
class Copy
{
public:
    Copy(const Raster& source, std::string target)
        : source_(source),
          target_(std::move(target)),
          strips_(target_ + ".strips"),
          size_(reduced(source.size())),
          reduction_(source.info())
    {}

    int stripCount() const { return (size_.height + stripRows - 1) / stripRows; }

    /// Makes the strips that are not there yet, on several threads.
    bool makeStrips(int threads, const std::stop_token& stop,
                    const std::function<void(double)>& progress)
    {
        std::error_code ignored;
        fs::create_directory(strips_, ignored);
        std::atomic<int> next{0};
        std::atomic<std::int64_t> rowsDone{0};
        std::mutex mutex; // guards what follows, and the calls of progress
        std::exception_ptr failure;
        const auto work = [&] {
            try {
                for (int strip = next++; strip < stripCount() && !stop.stop_requested();
                     strip = next++) {
                    const auto told = [&](int rows) {
                        const double done = static_cast<double>(rowsDone += rows) / size_.height;
                        const std::scoped_lock lock(mutex);
                        progress(done);
                    };
                    if (fs::exists(stripFile(strip)))
                        told(stripArea(strip).height);
                    else
                        makeStrip(strip, stop, told);
                }
            } catch (...) {
                const std::scoped_lock lock(mutex);
                failure = failure ? failure : std::current_exception();
                next = stripCount();
            }
        };
        {
            std::vector<std::jthread> workers;
            for (int i = 0; i < std::max(1, threads); ++i)
                workers.emplace_back(work);
        }
        if (failure)
            std::rethrow_exception(failure);
        return !stop.stop_requested();
    }

    /// Puts the strips together and removes them.
    bool join(const std::stop_token& stop)
    {
        WriterOptions whole = options(size_);
        whole.sparse = true;
        std::vector<std::string> parts;
        for (int strip = 0; strip < stripCount(); ++strip)
            parts.push_back(stripFile(strip));
        const std::string partial = partialName(target_);
        try {
            RasterWriter(partial, whole).finish();
            if (!joinTiles(partial, parts, stop)) {
                discardPartial(target_);
                return false;
            }
            requireWhole(*openDataset(partial), partial, BlockCheck::EveryBlock);
        } catch (const RasterError&) {
            discardPartial(target_);
            throw;
        }
        publishFile(target_);
        std::error_code ignored;
        fs::remove_all(strips_, ignored);
        return true;
    }

private:
    std::string stripFile(int strip) const
    {
        return strips_ + "/" + std::to_string(strip) + ".tif";
    }

    PixelRect stripArea(int strip) const
    {
        return PixelRect{0, strip * stripRows, size_.width, stripRows}.intersected(
            {0, 0, size_.width, size_.height});
    }

    WriterOptions options(PixelSize size) const
    {
        WriterOptions options;
        options.size = size;
        options.bands = reduction_.storedBands();
        options.type = reduction_.type();
        options.nodata = reduction_.nodata();
        options.alpha = reduction_.hasAlpha();
        options.quick = true;
        options.tile = copyTile;
        return options;
    }

    /// In the copy's pixels: as much as fits into memory, whole blocks of the file where it can be.
    PixelSize chunk() const
    {
        const RasterInfo& info = source_.info();
        const bool direct = reduction_.isDirect();
        const int side = direct ? copyTile * overviewStep : chunkSide;
        const int width = std::min(source_.size().width, std::max(side, info.block.width));
        const std::int64_t sampleBytes = info.bands.front().type == SampleType::UInt8 ? 1 : 2;
        const std::int64_t samples = direct ? directBytes / sampleBytes : samplesAtOnce;
        const std::int64_t rows = samples / (static_cast<std::int64_t>(width) *
                                             static_cast<std::int64_t>(info.bands.size()));
        const int height =
            static_cast<int>(std::clamp<std::int64_t>(rows / overviewStep, 1, side / overviewStep));
        return {(width + overviewStep - 1) / overviewStep, height};
    }

    void makeStrip(int strip, const std::stop_token& stop, const std::function<void(int)>& told)
    {
        const PixelRect place = stripArea(strip);
        RasterWriter writer(stripFile(strip), options({place.width, place.height}));
        const PixelSize step = chunk();
        StoredSamples room;
        std::vector<std::byte> samples;
        for (int y = 0; y < place.height; y += step.height) {
            for (int x = 0; x < place.width; x += step.width) {
                if (stop.stop_requested())
                    return;
                const PixelRect part = PixelRect{x, y, step.width, step.height}.intersected(
                    {0, 0, place.width, place.height});
                const PixelRect whole{part.x, part.y + place.y, part.width, part.height};
                if (!reduction_.isDirect()) {
                    writer.write(part, reduction_.read(source_, whole));
                    continue;
                }
                reduction_.readDirect(source_, whole, room, samples);
                writer.writeStored(part, samples);
            }
            told(std::min(step.height, place.height - y));
        }
        writer.finish();
    }

    const Raster& source_;
    const std::string target_;
    const std::string strips_;
    const PixelSize size_;
    const MeanReduction reduction_;
};

} // namespace

bool needsOverviews(const RasterInfo& info)
{
    const PixelSize smallest = info.overviews.empty() ? info.size : info.overviews.back();
    return area(smallest) > manyPixels;
}

std::vector<std::string> overviewFiles(const std::string& folder, const std::string& name,
                                       const std::string& imageFile, PixelSize size)
{
    std::vector<std::string> files;
    if (area(size) <= manyPixels)
        return files;
    const std::string stamp = stampOf(imageFile);
    for (int factor = overviewStep; area(size) > manyPixels; factor *= overviewStep) {
        files.push_back(folder + "/" + name + "-" + stamp + "-" + std::to_string(factor) + ".tif");
        size = reduced(size);
    }
    return files;
}

void removeOldOverviews(const std::string& folder, const std::string& name,
                        const std::vector<std::string>& keep)
{
    std::error_code ignored;
    std::vector<fs::path> old;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        const std::string file = entry.path().filename().string();
        const bool kept = std::any_of(keep.begin(), keep.end(), [&](const std::string& each) {
            return file.rfind(fs::path(each).filename().string(), 0) == 0;
        });
        if (file.rfind(name + "-", 0) == 0 && !kept)
            old.push_back(entry.path());
    }
    for (const fs::path& path : old)
        fs::remove_all(path, ignored);
}

bool buildOverviews(const std::shared_ptr<const Raster>& raster,
                    const std::vector<std::string>& files, int threads, const std::stop_token& stop,
                    const std::function<void(double)>& progress)
{
    // Each copy takes a sixteenth of the work of the one before.
    constexpr double share = 15.0 / 16;
    double done = 0;
    double rest = 1;
    std::shared_ptr<const Raster> source = raster;
    for (const std::string& file : files) {
        const double part = &file == &files.back() ? rest : rest * share;
        if (!openCopy(file, source->info())) {
            Copy copy(*source, file);
            const auto told = [&](double of) { progress(done + part * 0.98 * of); };
            if (!copy.makeStrips(threads, stop, told) || !copy.join(stop))
                return false;
        }
        done += part;
        rest -= part;
        progress(done);
        source = Raster::open(file);
    }
    return true;
}

} // namespace limn::raster
