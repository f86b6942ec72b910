#include "raster/raster.h"

#include "raster/band_layout.h"
#include "raster/decoded_pieces.h"
#include "raster/gdal_errors.h"
#include "raster/open_dataset.h"
#include "raster/placement.h"
#include "raster/reduced_copy.h"
#include "raster/stored_samples.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iterator>
#include <limits>
#include <mutex>
#include <system_error>

namespace limn::raster
{

namespace
{

GDALRIOResampleAlg gdalResampling(Resampling resampling)
{
    switch (resampling) {
    case Resampling::Average:
        return GRIORA_Average;
    case Resampling::Bilinear:
        return GRIORA_Bilinear;
    case Resampling::Nearest:
        break;
    }
    return GRIORA_NearestNeighbour;
}

/// The integer window that GDAL asks for around the exact one.
struct IoWindow
{
    int x;
    int y;
    int width;
    int height;
    GDALRasterIOExtraArg extra;

    IoWindow(const Placement& place, PixelSize image, Resampling resampling)
    {
        x = std::min(static_cast<int>(std::floor(place.x)), image.width - 1);
        y = std::min(static_cast<int>(std::floor(place.y)), image.height - 1);
        width = std::max(1, static_cast<int>(std::ceil(place.x + place.width)) - x);
        height = std::max(1, static_cast<int>(std::ceil(place.y + place.height)) - y);
        INIT_RASTERIO_EXTRA_ARG(extra);
        extra.eResampleAlg = gdalResampling(resampling);
        extra.bFloatingPointWindowValidity = TRUE;
        extra.dfXOff = place.x;
        extra.dfYOff = place.y;
        extra.dfXSize = place.width;
        extra.dfYSize = place.height;
    }
};

/// As the samples come out of GDAL: narrowed to float32, saturated.
float narrowed(double value)
{
    if (std::isnan(value))
        return std::numeric_limits<float>::quiet_NaN();
    constexpr double most = std::numeric_limits<float>::max();
    return static_cast<float>(std::clamp(value, -most, most));
}

bool isIntegral(SampleType type)
{
    return type != SampleType::Float32 && type != SampleType::Float64;
}

/// Distance from a float nodata value that still counts as it: files carry nodata as decimal text
/// of any length, the least float often with six digits.
float nodataTolerance(const BandInfo& band)
{
    if (isIntegral(band.type))
        return 0;
    constexpr float extreme = 3.4e38f;
    constexpr float ulps = 4 * std::numeric_limits<float>::epsilon();
    const float magnitude = std::abs(narrowed(*band.nodata));
    return magnitude * (magnitude > extreme ? 1e-3f : ulps);
}

/// Pieces of less, in bytes, do not count: all threads of a machine together hold few of them.
constexpr double smallPiece = 4 << 20;

/// What tells whether a file on a disk is still the one that was opened.
struct FileState
{
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type written;
    bool operator==(const FileState&) const = default;
};

/// Nothing for what is no file, or no longer one.
std::optional<FileState> stateOf(const std::string& path)
{
    std::error_code error;
    FileState state;
    state.bytes = std::filesystem::file_size(path, error);
    if (!error)
        state.written = std::filesystem::last_write_time(path, error);
    return error ? std::nullopt : std::optional(state);
}

} // namespace

/// The file's description and its GDAL datasets, each in use by at most one thread.
struct Raster::Handles
{
    using Dataset = std::shared_ptr<GDALDataset>;

    /// A dataset on loan; it returns to the pool at the end of the scope, unless an error ends it
    /// (what a dataset remembers of a failed read would spoil the next try) or its file has
    /// changed.
    class Loan
    {
    public:
        Loan(Handles& pool, Dataset dataset, int generation,
             std::unique_ptr<DecodingRoom::Share> share)
            : pool_(pool),
              share_(std::move(share)),
              dataset_(std::move(dataset)),
              generation_(generation)
        {}
        ~Loan()
        {
            const GdalErrors quiet;
            if (std::uncaught_exceptions() == exceptions_)
                pool_.takeBack(dataset_, generation_, share_.get());
            // Its memory goes before others may have the room.
            dataset_.reset();
        }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        GDALDataset& operator*() const { return *dataset_; }
        GDALDataset* operator->() const { return dataset_.get(); }

    private:
        Handles& pool_;
        std::unique_ptr<DecodingRoom::Share> share_; ///< none for small pieces
        Dataset dataset_;
        int generation_;
        int exceptions_ = std::uncaught_exceptions();
    };

    RasterDescription description;
    std::vector<ReducedCopy> copies; ///< largest first
    std::shared_ptr<DecodingRoom> room;
    std::size_t pieceBytes = 0; ///< that a reader decodes at once; 0: too few to count
    std::mutex mutex;           ///< guards all below
    std::vector<Dataset> idle;  ///< that hold no large piece; those that do are kept in the room
    std::optional<FileState> state; ///< of the file that the idle ones hold
    int generation = 0;             ///< how often the file was seen to have changed

    ~Handles()
    {
        const GdalErrors quiet;
        idle.clear();
        if (room)
            room->forget(this);
    }

    const RasterInfo& info() const { return description.info; }
    const BandLayout& layout() const { return description.layout; }

    /// Leaves `dataset` where it is to be closed.
    void takeBack(Dataset& dataset, int ofGeneration, const DecodingRoom::Share* share)
    {
        const std::scoped_lock lock(mutex);
        if (ofGeneration != generation)
            return;
        if (share)
            room->keep(*share, pieceBytes, this, dataset);
        else
            idle.push_back(std::move(dataset));
    }

    /// A file that was written to since is opened anew: what a dataset remembers of it (where its
    /// tiles lie) may no longer hold. One that has been removed is read on as long as it is open.
    Loan borrow(const ReadWatch& watch = {})
    {
        // Asked without the lock: a share that is gone may never answer.
        const std::optional<FileState> now = stateOf(info().path);
        std::vector<Dataset> outdated;
        Dataset dataset;
        int ours = 0;
        {
            const std::scoped_lock lock(mutex);
            if (now && now != state) {
                state = now;
                ++generation;
                outdated = room->forget(this);
                std::move(idle.begin(), idle.end(), std::back_inserter(outdated));
                idle.clear();
            }
            ours = generation;
            if (pieceBytes == 0)
                dataset = takeIdle();
        }
        const GdalErrors quiet;
        outdated.clear();
        std::unique_ptr<DecodingRoom::Share> share;
        if (pieceBytes > 0) {
            share = room->take(pieceBytes, this, dataset, watch);
            if (!share)
                throw RasterError(info().path + " was not read: it was wanted no more before there "
                                                "was room in memory for it; read it again");
            const std::scoped_lock lock(mutex);
            if (!dataset)
                dataset = takeIdle();
        }
        if (!dataset)
            dataset = openedAgain();
        return {*this, std::move(dataset), ours, std::move(share)};
    }

    /// With the mutex held.
    Dataset takeIdle()
    {
        if (idle.empty())
            return nullptr;
        Dataset dataset = std::move(idle.back());
        idle.pop_back();
        return dataset;
    }

    Dataset openedAgain() const
    {
        Dataset dataset = openDataset(info().path);
        const PixelSize size{dataset->GetRasterXSize(), dataset->GetRasterYSize()};
        if (size != info().size || dataset->GetRasterCount() < layout().numbers.back())
            throw RasterError(info().path + " has changed on disk since it was opened; open it "
                                            "again");
        return dataset;
    }

    [[noreturn]] void throwUnreadable(const Placement& place, const GdalErrors& errors) const
    {
        forgetRemote(info().path);
        throw RasterError(info().path + " cannot be read at " + describeWindow(place) +
                          errors.remark() +
                          "; the file may be damaged or cut short: copy or export it again");
    }

    /// `first` points at the target's top left sample in a plane of `lineWidth` samples a row.
    void readPlanes(GDALDataset& dataset, const Placement& place, std::vector<int> numbers,
                    Resampling resampling, float* first, int lineWidth, std::size_t plane) const
    {
        IoWindow io(place, info().size, resampling);
        const GdalErrors errors;
        const CPLErr result = dataset.RasterIO(
            GF_Read, io.x, io.y, io.width, io.height, first, place.target.width,
            place.target.height, GDT_Float32, static_cast<int>(numbers.size()), numbers.data(),
            sizeof(float), static_cast<GSpacing>(sizeof(float)) * lineWidth,
            static_cast<GSpacing>(sizeof(float) * plane), &io.extra);
        if (result != CE_None || errors.failed())
            throwUnreadable(place, errors);
    }

    std::vector<float> readPlane(GDALRasterBand& band, const Placement& place,
                                 Resampling resampling) const
    {
        std::vector<float> mask(static_cast<std::size_t>(place.target.width) * place.target.height);
        IoWindow io(place, info().size, resampling);
        const GdalErrors errors;
        const CPLErr result =
            band.RasterIO(GF_Read, io.x, io.y, io.width, io.height, mask.data(), place.target.width,
                          place.target.height, GDT_Float32, 0, 0, &io.extra);
        if (result != CE_None || errors.failed())
            throwUnreadable(place, errors);
        return mask;
    }

    /// Fills what the placement covers of a block whose pixels there count as valid.
    void fill(const Placement& place, std::span<const int> bands, Resampling resampling,
              const ReadWatch& watch, PixelBlock& block);
    void readColours(GDALDataset& dataset, const Placement& place, std::span<const int> bands,
                     PixelBlock& block) const;
    void readBands(GDALDataset& dataset, const Placement& place, std::span<const int> bands,
                   Resampling resampling, PixelBlock& block) const;
    void markMissing(GDALDataset& dataset, const Placement& place, std::span<const int> bands,
                     Resampling resampling, PixelBlock& block) const;
};

namespace
{

/// Bytes of two's complement that GDAL handed over as 0..255.
void foldSignedBytes(std::span<float> samples)
{
    for (float& sample : samples)
        sample = sample > 127.f ? sample - 256.f : sample;
}

/// Samples that are NaN or infinite make their pixel invalid; invalid pixels become 0 throughout.
void dropUnusable(PixelBlock& block, bool mayBeNonFinite)
{
    const std::size_t plane = block.valid.size();
    std::uint8_t* valid = block.valid.data();
    for (int b = 0; mayBeNonFinite && b < block.bands; ++b) {
        const float* samples = block.samples.data() + b * plane;
        for (std::size_t i = 0; i < plane; ++i)
            valid[i] &= static_cast<std::uint8_t>(std::abs(samples[i]) <=
                                                  std::numeric_limits<float>::max());
    }
    for (int b = 0; b < block.bands; ++b) {
        float* samples = block.samples.data() + b * plane;
        for (std::size_t i = 0; i < plane; ++i)
            samples[i] = valid[i] ? samples[i] : 0.f;
    }
}

void applyMask(const std::vector<float>& mask, const PixelRect& target, PixelBlock& block)
{
    for (int y = 0; y < target.height; ++y) {
        const float* from = mask.data() + static_cast<std::size_t>(y) * target.width;
        std::uint8_t* valid =
            block.valid.data() + static_cast<std::size_t>(target.y + y) * block.width + target.x;
        for (int x = 0; x < target.width; ++x)
            valid[x] &= static_cast<std::uint8_t>(from[x] > 0.f);
    }
}

} // namespace

void Raster::Handles::readColours(GDALDataset& dataset, const Placement& place,
                                  std::span<const int> bands, PixelBlock& block) const
{
    const PixelRect& target = place.target;
    const std::vector<float> indices =
        readPlane(*dataset.GetRasterBand(layout().numbers.front()), place, Resampling::Nearest);
    const std::size_t plane = block.valid.size();
    const auto colours = static_cast<float>(layout().palette.size());
    const std::array<std::uint8_t, 4> beyond{0, 0, 0, 255};
    for (int y = 0; y < target.height; ++y) {
        const float* from = indices.data() + static_cast<std::size_t>(y) * target.width;
        const std::size_t row = static_cast<std::size_t>(target.y + y) * block.width + target.x;
        for (int x = 0; x < target.width; ++x) {
            const float index = from[x];
            const auto& colour = index >= 0.f && index < colours
                                     ? layout().palette[static_cast<std::size_t>(index)]
                                     : beyond;
            const bool missing =
                colour[3] == 0 || (layout().paletteNodata && index == *layout().paletteNodata);
            block.valid[row + x] &= static_cast<std::uint8_t>(!missing);
            for (std::size_t b = 0; b < bands.size(); ++b)
                block.samples[b * plane + row + x] = colour[bands[b]];
        }
    }
}

void Raster::Handles::readBands(GDALDataset& dataset, const Placement& place,
                                std::span<const int> bands, Resampling resampling,
                                PixelBlock& block) const
{
    // A grey image is shown as three times the same band: each band is read once, then copied
    // from the back so that nothing is overwritten before it was copied.
    std::vector<int> distinct;
    std::vector<std::size_t> source;
    for (const int band : bands) {
        const auto found = std::find(distinct.begin(), distinct.end(), band);
        source.push_back(static_cast<std::size_t>(found - distinct.begin()));
        if (found == distinct.end())
            distinct.push_back(band);
    }
    std::vector<int> numbers;
    for (const int band : distinct)
        numbers.push_back(layout().numbers[band]);
    const std::size_t plane = block.valid.size();
    float* first = block.samples.data() + static_cast<std::size_t>(place.target.y) * block.width +
                   place.target.x;
    readPlanes(dataset, place, numbers, layout().signedBytes ? Resampling::Nearest : resampling,
               first, block.width, plane);
    for (std::size_t b = 0; b < distinct.size(); ++b)
        if (info().bands[distinct[b]].type == SampleType::Int8 && layout().signedBytes)
            foldSignedBytes(std::span(block.samples).subspan(b * plane, plane));
    for (std::size_t b = bands.size(); b-- > 0;)
        if (source[b] != b)
            std::memcpy(block.samples.data() + b * plane, block.samples.data() + source[b] * plane,
                        plane * sizeof(float));
}

void Raster::Handles::markMissing(GDALDataset& dataset, const Placement& place,
                                  std::span<const int> bands, Resampling resampling,
                                  PixelBlock& block) const
{
    const PixelRect& target = place.target;
    const auto canMiss = [this](int band) {
        return info().bands[band].nodata.has_value() || layout().ownMask[band];
    };
    if (!std::all_of(bands.begin(), bands.end(), canMiss))
        return;
    std::vector<std::uint8_t> missing(block.valid.size(), 1);
    for (std::size_t b = 0; b < bands.size(); ++b) {
        const int band = bands[b];
        if (std::find(bands.begin(), bands.begin() + b, band) != bands.begin() + b)
            continue;
        std::vector<float> mask;
        if (layout().ownMask[band])
            mask = readPlane(*dataset.GetRasterBand(layout().numbers[band])->GetMaskBand(), place,
                             resampling);
        const bool hasNodata = info().bands[band].nodata.has_value();
        const float nodata = hasNodata ? narrowed(*info().bands[band].nodata) : 0.f;
        const float tolerance = hasNodata ? nodataTolerance(info().bands[band]) : 0.f;
        const bool nan = std::isnan(nodata);
        for (int y = 0; y < target.height; ++y) {
            const std::size_t row = static_cast<std::size_t>(target.y + y) * block.width + target.x;
            const float* samples = block.samples.data() + b * block.valid.size() + row;
            std::uint8_t* gone = missing.data() + row;
            if (!mask.empty()) {
                const float* own = mask.data() + static_cast<std::size_t>(y) * target.width;
                for (int x = 0; x < target.width; ++x)
                    gone[x] &= static_cast<std::uint8_t>(own[x] <= 0.f);
            } else if (nan) {
                for (int x = 0; x < target.width; ++x)
                    gone[x] &= static_cast<std::uint8_t>(std::isnan(samples[x]));
            } else {
                for (int x = 0; x < target.width; ++x)
                    gone[x] &=
                        static_cast<std::uint8_t>(std::abs(samples[x] - nodata) <= tolerance);
            }
        }
    }
    for (std::size_t i = 0; i < missing.size(); ++i)
        block.valid[i] &= static_cast<std::uint8_t>(missing[i] ^ 1);
}

Raster::Raster(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
Raster::~Raster() = default;

std::shared_ptr<Raster> Raster::open(const std::string& path,
                                     const std::vector<std::string>& reducedCopies,
                                     std::shared_ptr<DecodingRoom> room)
{
    auto handles = std::make_unique<Handles>();
    handles->room = room ? std::move(room) : std::make_shared<DecodingRoom>();
    handles->state = stateOf(path);
    GDALDatasetUniquePtr dataset = openDataset(path);
    const GdalErrors quiet;
    handles->description = describe(*dataset, path);
    const double piece = decodedAtOnce(*dataset, path);
    handles->pieceBytes = piece < smallPiece ? 0 : static_cast<std::size_t>(piece);
    handles->idle.push_back(std::move(dataset));
    RasterInfo& info = handles->description.info;
    makeRoomForBlocks(info);
    for (const std::string& file : reducedCopies)
        if (auto copy = openCopy(file, info, handles->room)) {
            info.overviews.push_back(copy->raster->size());
            handles->copies.push_back(std::move(*copy));
        }
    std::sort(info.overviews.begin(), info.overviews.end(),
              [](const PixelSize& a, const PixelSize& b) { return a.width > b.width; });
    std::sort(handles->copies.begin(), handles->copies.end(),
              [](const auto& a, const auto& b) { return a.factor < b.factor; });
    return std::shared_ptr<Raster>(new Raster(std::move(handles)));
}

const RasterInfo& Raster::info() const
{
    return handles_->info();
}

PixelBlock Raster::read(const PixelRect& window, PixelSize out, std::span<const int> bands,
                        Resampling resampling, const ReadWatch& watch) const
{
    for (const int band : bands)
        if (band < 0 || band >= bandCount())
            throw RasterError(info().path + " has " + std::to_string(bandCount()) +
                              " bands, so band " + std::to_string(band + 1) +
                              " does not exist; choose other bands");
    PixelBlock block;
    block.width = std::max(0, out.width);
    block.height = std::max(0, out.height);
    block.bands = static_cast<int>(bands.size());
    const std::size_t plane = static_cast<std::size_t>(block.width) * block.height;
    block.samples.resize(plane * bands.size());
    block.valid.resize(plane);
    if (window.isEmpty() || out.isEmpty() || bands.empty())
        return block;
    const Placement place = placed(window, out, size());
    const PixelRect& target = place.target;
    if (target.isEmpty())
        return block;
    for (int y = target.y; y < target.bottom(); ++y)
        std::fill_n(block.valid.begin() + static_cast<std::ptrdiff_t>(y) * block.width + target.x,
                    target.width, std::uint8_t{1});

    const double reduction = std::min(static_cast<double>(window.width) / out.width,
                                      static_cast<double>(window.height) / out.height);
    const auto& copies = handles_->copies;
    const auto copy = std::find_if(copies.rbegin(), copies.rend(), [reduction](const auto& each) {
        return each.factor <= reduction * 1.001;
    });
    if (copy == copies.rend()) {
        handles_->fill(place, bands, resampling, watch, block);
        return block;
    }
    copy->raster->handles_->fill(reducedPlace(place, copy->factor), bands, resampling, watch,
                                 block);
    return block;
}

void Raster::Handles::fill(const Placement& place, std::span<const int> bands,
                           Resampling resampling, const ReadWatch& watch, PixelBlock& block)
{
    const Loan dataset = borrow(watch);
    if (info().paletted) {
        readColours(*dataset, place, bands, block);
    } else {
        readBands(*dataset, place, bands, resampling, block);
        markMissing(*dataset, place, bands, resampling, block);
    }
    if (layout().datasetMask)
        applyMask(readPlane(*dataset->GetRasterBand(layout().numbers.front())->GetMaskBand(), place,
                            resampling),
                  place.target, block);
    if (layout().alphaBand > 0)
        applyMask(readPlane(*dataset->GetRasterBand(layout().alphaBand), place, resampling),
                  place.target, block);
    const bool mayBeNonFinite = std::any_of(bands.begin(), bands.end(), [this](int band) {
        return !isIntegral(info().bands[band].type);
    });
    dropUnusable(block, mayBeNonFinite);
}

PixelBlock Raster::read(const PixelRect& window) const
{
    std::vector<int> bands(bandCount());
    for (int b = 0; b < bandCount(); ++b)
        bands[b] = b;
    return read(window, {window.width, window.height}, bands);
}

std::vector<std::uint8_t> readIndices(const Raster& raster, const PixelRect& window)
{
    if (window.isEmpty())
        return {};
    std::vector<std::uint8_t> indices(static_cast<std::size_t>(window.width) * window.height);
    const Placement place = placed(window, {window.width, window.height}, raster.size());
    const PixelRect& target = place.target;
    if (target.isEmpty())
        return indices;
    Raster::Handles& handles = *raster.handles_;
    const RasterInfo& info = handles.info();
    const BandLayout& layout = handles.layout();
    const Raster::Handles::Loan dataset = handles.borrow();
    std::vector<float> samples = handles.readPlane(*dataset->GetRasterBand(layout.numbers.front()),
                                                   place, Resampling::Nearest);
    if (layout.signedBytes)
        foldSignedBytes(samples);
    const std::optional<double> nodata =
        info.paletted ? layout.paletteNodata : info.bands.front().nodata;
    const float missing = nodata ? narrowed(*nodata) : std::numeric_limits<float>::quiet_NaN();
    for (int y = 0; y < target.height; ++y)
        for (int x = 0; x < target.width; ++x) {
            const float value = samples[static_cast<std::size_t>(y) * target.width + x];
            if (value == missing || (nodata && std::isnan(missing) && std::isnan(value)))
                continue;
            if (!(value >= 0.f && value <= 255.f) || value != std::floor(value))
                throw RasterError(info.path + " holds the value " + std::to_string(value) +
                                  " at column " + std::to_string(window.x + target.x + x) +
                                  ", row " + std::to_string(window.y + target.y + y) +
                                  ", but class values are whole numbers from 0 to 255; export the "
                                  "mask again as 8-bit");
            indices[static_cast<std::size_t>(target.y + y) * window.width + target.x + x] =
                static_cast<std::uint8_t>(value);
        }
    return indices;
}

bool isReadAsStored(const RasterInfo& info)
{
    const SampleType type = info.bands.front().type;
    const bool narrow =
        type == SampleType::UInt8 || type == SampleType::UInt16 || type == SampleType::Int16;
    return narrow && !info.paletted && !info.bandMasks &&
           std::all_of(info.bands.begin(), info.bands.end(),
                       [type](const BandInfo& band) { return band.type == type; });
}

void readStored(const Raster& raster, const PixelRect& window, StoredSamples& block)
{
    Raster::Handles& handles = *raster.handles_;
    const BandLayout& layout = handles.layout();
    const SampleType type = raster.info().bands.front().type;
    const GDALDataType stored = type == SampleType::UInt8    ? GDT_Byte
                                : type == SampleType::UInt16 ? GDT_UInt16
                                                             : GDT_Int16;
    // Before memory for the samples: who waits should hold none.
    const Raster::Handles::Loan dataset = handles.borrow();
    const std::size_t plane = static_cast<std::size_t>(window.width) * window.height;
    block.width = window.width;
    block.height = window.height;
    block.bands = raster.bandCount();
    block.samples.resize(plane * block.bands * GDALGetDataTypeSizeBytes(stored));
    block.mask.resize(raster.info().masked ? plane : 0);
    std::vector<int> numbers = layout.numbers;
    const GdalErrors errors;
    CPLErr result = dataset->RasterIO(GF_Read, window.x, window.y, window.width, window.height,
                                      block.samples.data(), window.width, window.height, stored,
                                      block.bands, numbers.data(), 0, 0, 0, nullptr);
    if (result == CE_None && !block.mask.empty()) {
        GDALRasterBand& mask = layout.alphaBand > 0
                                   ? *dataset->GetRasterBand(layout.alphaBand)
                                   : *dataset->GetRasterBand(numbers.front())->GetMaskBand();
        result =
            mask.RasterIO(GF_Read, window.x, window.y, window.width, window.height,
                          block.mask.data(), window.width, window.height, GDT_Byte, 0, 0, nullptr);
    }
    if (result != CE_None || errors.failed())
        handles.throwUnreadable(placed(window, {window.width, window.height}, raster.size()),
                                errors);
}

} // namespace limn::raster
