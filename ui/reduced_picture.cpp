#include "ui/reduced_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace limn::ui
{

namespace
{

/// Pixels that may be read: about a second.
constexpr std::int64_t mostRead = 128'000'000;

std::int64_t pixelsToRead(const raster::Raster& raster, raster::PixelSize out)
{
    std::int64_t fewest = static_cast<std::int64_t>(raster.size().width) * raster.size().height;
    for (const raster::PixelSize& overview : raster.info().overviews)
        if (overview.width >= out.width)
            fewest = std::min(fewest, static_cast<std::int64_t>(overview.width) * overview.height);
    return fewest;
}

raster::PixelSize reducedPictureSize(const raster::PixelSize& size, int side)
{
    const double shrink = static_cast<double>(side) / std::max(size.width, size.height);
    return {std::clamp(static_cast<int>(std::lround(size.width * shrink)), 1, side),
            std::clamp(static_cast<int>(std::lround(size.height * shrink)), 1, side)};
}

} // namespace

QImage reducedPicture(const raster::Raster& raster, const raster::DisplaySettings& settings,
                      int side)
{
    const raster::PixelSize out = reducedPictureSize(raster.size(), side);
    if (pixelsToRead(raster, out) > mostRead)
        return {};
    const raster::PixelBlock block =
        raster.read(raster.bounds(), out, settings.bands, raster::Resampling::Average);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(out.width) * out.height * 4);
    raster::toRgba(block, settings, rgba.data());
    return QImage(rgba.data(), out.width, out.height, 4 * out.width, QImage::Format_RGBA8888)
        .copy();
}

QImage reducedPicture(const raster::Raster& raster, int side)
{
    if (pixelsToRead(raster, reducedPictureSize(raster.size(), side)) > mostRead)
        return {};
    return reducedPicture(raster, raster::defaultDisplay(raster), side);
}

} // namespace limn::ui
