#include "raster/sample_tile.h"

#include "raster/display_ramp.h"

#include <algorithm>
#include <array>
#include <limits>

namespace limn::raster
{

namespace
{

/// Samples that are whole numbers of a narrower type, or nothing.
template <class Narrow>
std::optional<std::vector<Narrow>> narrowed(std::span<const float> samples)
{
    constexpr float least = std::numeric_limits<Narrow>::lowest();
    constexpr float most = std::numeric_limits<Narrow>::max();
    std::vector<Narrow> narrow(samples.size());
    unsigned different = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        // NaN becomes the least value, which it is not equal to.
        const float inside = samples[i] > least ? (samples[i] < most ? samples[i] : most) : least;
        narrow[i] = static_cast<Narrow>(static_cast<int>(inside));
        different |= static_cast<unsigned>(static_cast<float>(narrow[i]) != samples[i]);
    }
    if (different)
        return {};
    return narrow;
}

bool isWhole(SampleType type)
{
    return type != SampleType::Float32 && type != SampleType::Float64;
}

/// `count` samples from `begin`, as floats: where they lie, or copied to `room`.
template <class Plane>
const float* floats(const Plane& plane, std::size_t begin, std::size_t count, float* room)
{
    return std::visit(
        [&](const auto& samples) -> const float* {
            if constexpr (std::is_same_v<std::decay_t<decltype(samples)>, std::vector<float>>) {
                return samples.data() + begin;
            } else {
                std::copy_n(samples.data() + begin, count, room);
                return room;
            }
        },
        plane);
}

} // namespace

std::vector<int> distinctBands(std::span<const int> bands)
{
    std::vector<int> distinct;
    for (const int band : bands)
        if (std::find(distinct.begin(), distinct.end(), band) == distinct.end())
            distinct.push_back(band);
    return distinct;
}

bool SampleTile::servesAnyCombination(const RasterInfo& info)
{
    return !info.bandMasks && !info.paletted &&
           std::all_of(info.bands.begin(), info.bands.end(),
                       [](const BandInfo& band) { return isWhole(band.type); });
}

SampleTile::SampleTile(const PixelBlock& block, std::vector<int> bands, const RasterInfo& info)
    : width_(block.width),
      height_(block.height),
      bands_(std::move(bands)),
      anyCombination_(servesAnyCombination(info))
{
    const std::size_t plane = block.valid.size();
    for (std::size_t b = 0; b < bands_.size(); ++b) {
        const std::optional<double> nodata = info.bands[static_cast<std::size_t>(bands_[b])].nodata;
        nodata_.push_back(nodata ? std::optional(static_cast<float>(*nodata)) : std::nullopt);
        const std::span samples(block.samples.data() + b * plane, plane);
        if (auto bytes = narrowed<std::uint8_t>(samples))
            planes_.emplace_back(std::move(*bytes));
        else if (auto shorts = narrowed<std::uint16_t>(samples))
            planes_.emplace_back(std::move(*shorts));
        else if (auto signedShorts = narrowed<std::int16_t>(samples))
            planes_.emplace_back(std::move(*signedShorts));
        else
            planes_.emplace_back(std::vector<float>(samples.begin(), samples.end()));
    }
    if (std::find(block.valid.begin(), block.valid.end(), 0) != block.valid.end())
        valid_ = block.valid;
}

std::size_t SampleTile::bytes() const
{
    std::size_t sum = sizeof(SampleTile) + valid_.size();
    for (const Plane& plane : planes_)
        sum += std::visit([](const auto& samples) { return samples.size() * sizeof(samples[0]); },
                          plane);
    return sum;
}

bool SampleTile::canShow(std::span<const int> shown) const
{
    const std::vector<int> wanted = distinctBands(shown);
    const auto here = [this](int band) {
        return std::find(bands_.begin(), bands_.end(), band) != bands_.end();
    };
    if (!std::all_of(wanted.begin(), wanted.end(), here))
        return false;
    return anyCombination_ || wanted.size() == bands_.size();
}

const SampleTile::Plane& SampleTile::plane(int band) const
{
    return planes_[static_cast<std::size_t>(std::find(bands_.begin(), bands_.end(), band) -
                                            bands_.begin())];
}

const std::uint8_t* SampleTile::bytesOf(int band) const
{
    const auto* samples = std::get_if<std::vector<std::uint8_t>>(&plane(band));
    return samples ? samples->data() : nullptr;
}

bool SampleTile::renderBytes(const DisplaySettings& settings, const DisplayRamps& ramps,
                             std::uint32_t* pixels) const
{
    const std::uint8_t* red = bytesOf(settings.bands[0]);
    const std::uint8_t* green = bytesOf(settings.bands[1]);
    const std::uint8_t* blue = bytesOf(settings.bands[2]);
    if (!red || !green || !blue)
        return false;
    const DisplayRamps::ByteColours colours = ramps.byteColours();
    const std::size_t count = static_cast<std::size_t>(width_) * height_;
    if (ramps.isOneChannel())
        for (std::size_t i = 0; i < count; ++i)
            pixels[i] = colours[0][red[i]];
    else
        for (std::size_t i = 0; i < count; ++i)
            pixels[i] = colours[0][red[i]] | colours[1][green[i]] | colours[2][blue[i]];
    for (std::size_t i = 0; i < valid_.size(); ++i)
        pixels[i] = valid_[i] ? pixels[i] : 0u;
    return true;
}

bool SampleTile::render(const DisplaySettings& settings, std::uint32_t* pixels) const
{
    const DisplayRamps ramps(settings);
    const std::vector<int> shown = distinctBands(settings.bands);
    // A pixel that is valid for more bands than are shown may have no data in those.
    std::vector<std::pair<const Plane*, float>> mayMiss;
    if (shown.size() < bands_.size())
        for (const int band : shown) {
            const auto place = std::find(bands_.begin(), bands_.end(), band) - bands_.begin();
            if (const auto& nodata = nodata_[static_cast<std::size_t>(place)])
                mayMiss.emplace_back(&planes_[static_cast<std::size_t>(place)], *nodata);
        }
    if (mayMiss.size() < shown.size())
        mayMiss.clear();
    if (mayMiss.empty() && renderBytes(settings, ramps, pixels))
        return valid_.empty();

    constexpr std::size_t chunk = DisplayRamps::chunk;
    std::array<std::array<float, chunk>, 3> room;
    std::array<std::uint8_t, chunk> valid;
    const std::size_t count = static_cast<std::size_t>(width_) * height_;
    bool opaque = true;
    for (std::size_t begin = 0; begin < count; begin += chunk) {
        const std::size_t length = std::min(chunk, count - begin);
        if (valid_.empty())
            valid.fill(1);
        else
            std::copy_n(valid_.data() + begin, length, valid.data());
        if (!mayMiss.empty()) {
            std::array<std::uint8_t, chunk> present{};
            for (const auto& [samples, nodata] : mayMiss) {
                const float* values = floats(*samples, begin, length, room[0].data());
                for (std::size_t i = 0; i < length; ++i)
                    present[i] |= static_cast<std::uint8_t>(values[i] != nodata);
            }
            for (std::size_t i = 0; i < length; ++i)
                valid[i] &= present[i];
        }
        std::array<const float*, 3> samples{};
        for (std::size_t channel = 0; channel < 3; ++channel)
            samples[channel] =
                channel > 0 && settings.bands[channel] == settings.bands[0]
                    ? samples[0]
                    : floats(plane(settings.bands[channel]), begin, length, room[channel].data());
        ramps.map(samples, valid.data(), length, pixels + begin);
        opaque = opaque && (valid_.empty() && mayMiss.empty()
                                ? true
                                : std::find(valid.begin(), valid.begin() + length, 0) ==
                                      valid.begin() + length);
    }
    return opaque;
}

} // namespace limn::raster
