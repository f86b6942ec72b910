// The samples of one tile as they were read, in as few bytes as hold them exactly, so that another
// stretch, ramp or combination of bands is shown without reading the file again. Immutable; any
// thread. Internal to the raster room.
#pragma once

#include "raster/display.h"
#include "raster/raster.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace limn::raster
{

class DisplayRamps;

class SampleTile
{
public:
    /// `bands` (0-based, each once) are those of the block, in its order.
    SampleTile(const PixelBlock& block, std::vector<int> bands, const RasterInfo& info);

    int width() const { return width_; }
    int height() const { return height_; }
    std::size_t bytes() const;
    const std::vector<int>& bands() const { return bands_; }

    /// Whether what `shown` of the file's bands would show follows from the samples here: they are
    /// all here, and which pixels are valid for them can be told apart from the others'.
    bool canShow(std::span<const int> shown) const;
    /// Width * height pixels 0xAARRGGBB, as toPixels() makes them of a block of `settings.bands`.
    /// Returns whether all are valid. canShow(settings.bands) must hold.
    bool render(const DisplaySettings& settings, std::uint32_t* pixels) const;

    /// Whether tiles of all bands serve every combination: what is valid can be told from the
    /// samples, since they are whole numbers without masks of their own.
    static bool servesAnyCombination(const RasterInfo& info);

private:
    using Plane = std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>,
                               std::vector<std::int16_t>, std::vector<float>>;

    const Plane& plane(int band) const;
    const std::uint8_t* bytesOf(int band) const; ///< nullptr where its samples are wider
    /// Through tables, which is several times faster; false where a band is wider than bytes.
    bool renderBytes(const DisplaySettings& settings, const DisplayRamps& ramps,
                     std::uint32_t* pixels) const;

    int width_;
    int height_;
    std::vector<int> bands_;
    std::vector<std::optional<float>> nodata_; ///< of each plane
    bool anyCombination_;
    std::vector<Plane> planes_;
    std::vector<std::uint8_t> valid_; ///< empty: every pixel is
};

/// `bands` without repetitions, in their order.
std::vector<int> distinctBands(std::span<const int> bands);

} // namespace limn::raster
