#include "raster/mean_reduction.h"

#include "raster/overview_builder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>

namespace limn::raster
{

namespace
{

/// Rows of a copy that are computed at a time, at least.
constexpr int slabRows = 64;
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

bool isReal(SampleType type)
{
    return type == SampleType::Float32 || type == SampleType::Float64;
}

/// Halves away from zero, as GDAL rounds.
template <class T>
T rounded(int sum, int count)
{
    if constexpr (std::is_unsigned_v<T>)
        return static_cast<T>((2 * static_cast<unsigned>(sum) + static_cast<unsigned>(count)) /
                              (2 * static_cast<unsigned>(count)));
    const int twice = 2 * sum;
    return static_cast<T>((twice < 0 ? twice - count : twice + count) / (2 * count));
}

/// Sums over the rows of each column, and how many of its samples count; four columns are a cell.
/// Written so that the compiler does many columns at a time.
template <class T>
class CellSums
{
public:
    explicit CellSums(int cells)
        : sums_(static_cast<std::size_t>(cells) * overviewStep), counts_(sums_.size())
    {}

    void begin()
    {
        std::fill(sums_.begin(), sums_.end(), 0);
        std::fill(counts_.begin(), counts_.end(), 0);
    }

    void add(const T* row, int width)
    {
        for (int i = 0; i < width; ++i)
            sums_[i] += row[i];
        for (int i = 0; i < width; ++i)
            ++counts_[i];
    }

    /// Samples count where the mask (if any) is not 0 and they are not `missing` (if any).
    void add(const T* row, const std::uint8_t* mask, std::optional<T> missing, int width)
    {
        const bool mayMiss = missing.has_value();
        const T gone = missing.value_or(T{});
        for (int i = 0; i < width; ++i) {
            const bool counts = (!mask || mask[i] != 0) && !(mayMiss && row[i] == gone);
            sums_[i] += counts ? row[i] : 0;
            counts_[i] += counts ? 1 : 0;
        }
    }

    void write(int cells, T missing, T* means) const
    {
        for (int cell = 0; cell < cells; ++cell) {
            const std::int32_t* sum = sums_.data() + static_cast<std::size_t>(cell) * overviewStep;
            const std::int32_t* count =
                counts_.data() + static_cast<std::size_t>(cell) * overviewStep;
            const int all = count[0] + count[1] + count[2] + count[3];
            means[cell] = all > 0 ? rounded<T>(sum[0] + sum[1] + sum[2] + sum[3], all) : missing;
        }
    }

private:
    std::vector<std::int32_t> sums_;
    std::vector<std::int32_t> counts_;
};

/// Wide enough for the sum of four samples, and no wider.
template <class T>
using ColumnSum = std::conditional_t<sizeof(T) == 1, std::uint16_t, std::int32_t>;

/// Means of whole cells of which every sample counts, the most frequent case by far.
template <class T>
void writeWholeCells(const T* rows, int width, std::vector<ColumnSum<T>>& sums, T* means)
{
    const T* second = rows + width;
    const T* third = second + width;
    const T* fourth = third + width;
    const int cells = width / overviewStep;
    for (int i = 0; i < cells * overviewStep; ++i)
        sums[i] = static_cast<ColumnSum<T>>(rows[i] + second[i] + third[i] + fourth[i]);
    for (int cell = 0; cell < cells; ++cell) {
        const ColumnSum<T>* sum = sums.data() + static_cast<std::size_t>(cell) * overviewStep;
        means[cell] =
            rounded<T>((sum[0] + sum[1]) + (sum[2] + sum[3]), overviewStep * overviewStep);
    }
}

/// Of each band `part` pixels, the bands `plane` samples apart.
template <class T>
void writeMeans(const StoredSamples& block, std::optional<double> nodata, T missing, PixelSize part,
                T* first, std::size_t plane)
{
    std::optional<T> gone;
    if (nodata && *nodata >= std::numeric_limits<T>::lowest() &&
        *nodata <= std::numeric_limits<T>::max() && *nodata == std::floor(*nodata))
        gone = static_cast<T>(*nodata);
    CellSums<T> cells(part.width);
    std::vector<ColumnSum<T>> sums(static_cast<std::size_t>(block.width));
    const bool whole = block.mask.empty() && !gone && block.width % overviewStep == 0;
    for (int band = 0; band < block.bands; ++band) {
        T* means = first + static_cast<std::size_t>(band) * plane;
        for (int y = 0; y < part.height; ++y, means += part.width) {
            const int top = y * overviewStep;
            const int bottom = std::min(top + overviewStep, block.height);
            const T* row = block.plane<T>(band) + static_cast<std::size_t>(top) * block.width;
            if (whole && bottom - top == overviewStep) {
                writeWholeCells(row, block.width, sums, means);
                continue;
            }
            cells.begin();
            for (int line = top; line < bottom; ++line, row += block.width) {
                const std::uint8_t* mask =
                    block.mask.empty()
                        ? nullptr
                        : block.mask.data() + static_cast<std::size_t>(line) * block.width;
                if (mask || gone)
                    cells.add(row, mask, gone, block.width);
                else
                    cells.add(row, block.width);
            }
            cells.write(part.width, missing, means);
        }
    }
}

/// 255 where a pixel under it is valid, as the samples of one more band.
template <class T>
void writeAlpha(const StoredSamples& block, PixelSize part, T* alpha)
{
    std::fill_n(alpha, static_cast<std::size_t>(part.width) * part.height, T{0});
    for (int y = 0; y < block.height; ++y) {
        const std::uint8_t* mask = block.mask.data() + static_cast<std::size_t>(y) * block.width;
        T* row = alpha + static_cast<std::size_t>(y / overviewStep) * part.width;
        for (int x = 0; x < block.width; ++x)
            if (mask[x])
                row[x / overviewStep] = 255;
    }
}

/// Calls `work` with a zero of the type that the samples have.
template <class Work>
void withType(SampleType type, const Work& work)
{
    if (type == SampleType::UInt8)
        work(std::uint8_t{});
    else if (type == SampleType::UInt16)
        work(std::uint16_t{});
    else
        work(std::int16_t{});
}

} // namespace

MeanReduction::MeanReduction(const RasterInfo& source)
    : bands_(static_cast<int>(source.bands.size())), type_(source.bands.front().type)
{
    const BandInfo& first = source.bands.front();
    const bool alike = std::all_of(source.bands.begin(), source.bands.end(), [&](const auto& band) {
        return band.type == first.type && band.nodata == first.nodata;
    });
    const bool anyNodata = std::any_of(source.bands.begin(), source.bands.end(),
                                       [](const auto& band) { return band.nodata.has_value(); });
    bandByBand_ = anyNodata && bands_ > 1;
    // float32 holds a mean of anything, and NaN says what is missing in whichever band.
    if (!alike || isReal(type_) || (anyNodata && std::isnan(*first.nodata))) {
        type_ = SampleType::Float32;
        nodata_ = notANumber;
        missing_ = notANumber;
        return;
    }
    if (first.nodata) {
        nodata_ = first.nodata;
        missing_ = static_cast<float>(*first.nodata);
    }
    alpha_ = source.masked && !anyNodata;
    direct_ = isReadAsStored(source);
}

void MeanReduction::append(const PixelBlock& block, PixelSize part,
                           std::vector<float>& samples) const
{
    const bool whole = std::all_of(block.valid.begin(), block.valid.end(),
                                   [](std::uint8_t valid) { return valid != 0; });
    std::vector<float> sums(part.width);
    std::vector<int> counts(part.width);
    for (int band = 0; band < block.bands; ++band)
        for (int y = 0; y < part.height; ++y) {
            std::fill(sums.begin(), sums.end(), 0.f);
            std::fill(counts.begin(), counts.end(), 0);
            const int lastRow = std::min((y + 1) * overviewStep, block.height);
            for (int row = y * overviewStep; row < lastRow; ++row) {
                const std::size_t line = static_cast<std::size_t>(row) * block.width;
                const float* from = block.samples.data() +
                                    static_cast<std::size_t>(band) * block.valid.size() + line;
                const std::uint8_t* valid = block.valid.data() + line;
                const int wholeCells = block.width / overviewStep;
                for (int x = 0; x < wholeCells; ++x, from += overviewStep, valid += overviewStep) {
                    sums[x] += (from[0] + from[1]) + (from[2] + from[3]);
                    counts[x] += whole ? overviewStep : valid[0] + valid[1] + valid[2] + valid[3];
                }
                for (int x = wholeCells * overviewStep; x < block.width; ++x, ++from, ++valid) {
                    sums[wholeCells] += *from;
                    counts[wholeCells] += *valid;
                }
            }
            // Samples of invalid pixels are 0, so that they add nothing.
            for (int x = 0; x < part.width; ++x)
                samples.push_back(counts[x] > 0 ? sums[x] / static_cast<float>(counts[x])
                                                : missing_);
        }
}

std::vector<float> MeanReduction::read(const Raster& source, const PixelRect& part) const
{
    static_assert(overviewStep == 4, "the sums above are of four");
    const PixelRect window = PixelRect{part.x * overviewStep, part.y * overviewStep,
                                       part.width * overviewStep, part.height * overviewStep}
                                 .intersected(source.bounds());
    const PixelSize size{window.width, window.height};
    const PixelSize out{part.width, part.height};
    std::vector<float> samples;
    samples.reserve(static_cast<std::size_t>(part.width) * part.height * storedBands());
    std::vector<std::uint8_t> valid(static_cast<std::size_t>(part.width) * part.height);
    const auto take = [&](const PixelBlock& block) {
        append(block, out, samples);
        if (!alpha_)
            return;
        for (int y = 0; y < block.height; ++y)
            for (int x = 0; x < block.width; ++x)
                valid[static_cast<std::size_t>(y / overviewStep) * part.width + x / overviewStep] |=
                    block.valid[static_cast<std::size_t>(y) * block.width + x];
    };
    if (bandByBand_) {
        for (int band = 0; band < bands_; ++band)
            take(source.read(window, size, std::array{band}));
    } else {
        std::vector<int> all(bands_);
        std::iota(all.begin(), all.end(), 0);
        take(source.read(window, size, all));
    }
    if (alpha_)
        std::transform(valid.begin(), valid.end(), std::back_inserter(samples),
                       [](std::uint8_t any) { return any ? 255.f : 0.f; });
    return samples;
}

void MeanReduction::readDirect(const Raster& source, const PixelRect& part, StoredSamples& room,
                               std::vector<std::byte>& samples) const
{
    // As much at a time as stays in the processor's cache between being read and being summed, but
    // whole blocks of the file.
    const int slab = std::max(slabRows, source.info().block.height / overviewStep);
    const std::size_t plane = static_cast<std::size_t>(part.width) * part.height;
    withType(type_, [&](auto zero) {
        using T = decltype(zero);
        const T missing = static_cast<T>(std::clamp<float>(
            missing_, std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()));
        samples.resize(plane * storedBands() * sizeof(T));
        for (int y = 0; y < part.height; y += slab) {
            const PixelSize size{part.width, std::min(slab, part.height - y)};
            readStored(source,
                       PixelRect{part.x * overviewStep, (part.y + y) * overviewStep,
                                 size.width * overviewStep, size.height * overviewStep}
                           .intersected(source.bounds()),
                       room);
            auto* first =
                reinterpret_cast<T*>(samples.data()) + static_cast<std::size_t>(y) * part.width;
            writeMeans<T>(room, nodata_, missing, size, first, plane);
            if (alpha_)
                writeAlpha<T>(room, size, first + plane * bands_);
        }
    });
}

} // namespace limn::raster
