// Finds what looks like the pixel that was clicked and hangs together with it (paint bucket, magic
// wand). The picture is read block by block as the flood reaches it, so that a small pond costs
// little on an image of any size. Pure functions; any thread.
#pragma once

#include "annotation/area.h"
#include "annotation/progress.h"
#include "raster/display.h"
#include "raster/raster.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace limn::annotation
{

/// Fills `rgba` with what is shown of a window of the image, 4 bytes a pixel, alpha 0 where nothing
/// is. May throw.
using PictureSource = std::function<void(const raster::PixelRect& window, std::span<std::uint8_t>)>;

/// The same, resampled to `out`, as it is shown from afar.
using ReducedPictureSource = std::function<void(
    const raster::PixelRect& window, raster::PixelSize out, std::span<std::uint8_t> rgba)>;

/// The raster under its display settings: what the user sees, at full resolution.
PictureSource displayedPicture(std::shared_ptr<const raster::Raster> raster,
                               const raster::DisplaySettings& display);
ReducedPictureSource displayedReduced(std::shared_ptr<const raster::Raster> raster,
                                      const raster::DisplaySettings& display);

/// Any bands of the raster, three a picture, each stretched between its 2nd and 98th percentile to
/// 0..255. Reads from the raster, which may take long.
std::vector<PictureSource> bandPictures(const std::shared_ptr<const raster::Raster>& raster,
                                        std::span<const int> bands);

struct Flood
{
    Area area;
    std::int64_t pixels = 0;
    bool cutOff = false; ///< reached a side of `bounds` that is no edge of the image
};

/// The largest bounds that floodFrom takes, in pixels: one byte of memory each.
inline constexpr std::int64_t maxFloodPixels = 100'000'000;

/// The pixels of `bounds` joined to (x, y) by their sides through pixels whose red, green and blue
/// differ from those at (x, y) by at most `tolerance` (0..255) each, both shown or both not.
/// Nothing when (x, y) is outside `bounds`. Of several pictures a pixel must be alike in all.
/// Throws Cancelled, and what a picture throws.
Flood floodFrom(int x, int y, int tolerance, const raster::PixelRect& bounds,
                const raster::PixelSize& image, std::span<const PictureSource> pictures,
                Progress& progress);
Flood floodFrom(int x, int y, int tolerance, const raster::PixelRect& bounds,
                const raster::PixelSize& image, const PictureSource& picture, Progress& progress);

} // namespace limn::annotation
