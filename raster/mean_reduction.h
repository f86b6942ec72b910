// Pixels of a reduced copy of an image: means of the valid pixels under each, and how bands and
// validity are kept in the copy's file. Internal to the raster room; any thread.
#pragma once

#include "raster/raster.h"
#include "raster/stored_samples.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace limn::raster
{

class MeanReduction
{
public:
    explicit MeanReduction(const RasterInfo& source);

    // How the copy's file keeps them.
    SampleType type() const { return type_; }
    std::optional<double> nodata() const { return nodata_; }
    bool hasAlpha() const { return alpha_; }
    int storedBands() const { return bands_ + (alpha_ ? 1 : 0); }

    /// The copy's pixels in `part` (its own pixels, each overviewStep x overviewStep of the
    /// source), planar as they are stored. Throws RasterError when reading fails.
    std::vector<float> read(const Raster& source, const PixelRect& part) const;

    /// Whether the source's own samples will do: several times faster than read(), and the
    /// same pixels.
    bool isDirect() const { return direct_; }
    /// As read(), in the copy's type. `room` is for what is read, again and again.
    void readDirect(const Raster& source, const PixelRect& part, StoredSamples& room,
                    std::vector<std::byte>& samples) const;

private:
    /// Adds the means of the block's bands to `samples`; where none is valid, `missing`.
    void append(const PixelBlock& block, PixelSize part, std::vector<float>& samples) const;

    int bands_ = 0;
    SampleType type_ = SampleType::UInt8;
    std::optional<double> nodata_;
    bool alpha_ = false;
    bool bandByBand_ = false; ///< each band has missing pixels of its own
    bool direct_ = false;
    float missing_ = 0;
};

} // namespace limn::raster
