// Superpixels: the picture in view divided into small regions that look alike inside, to be painted
// one by one. Pure functions and plain values; any thread.
#pragma once

#include "annotation/area.h"
#include "annotation/flood_fill.h"
#include "annotation/progress.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace limn::annotation
{

/// A window of the image sampled every `step` pixels in both directions; each sample, a square of
/// step x step pixels (cut off at the window's edge), belongs to one superpixel.
struct Superpixels
{
    raster::PixelRect window;
    int step = 1;
    int columns = 0; ///< ceil(window.width / step)
    int rows = 0;    ///< ceil(window.height / step)
    int count = 0;
    std::vector<std::int32_t> labels; ///< columns * rows of 0..count - 1; -1 where nothing is shown

    /// Of an image pixel; -1 outside the window and where nothing is shown.
    int at(int x, int y) const;
    /// The samples of the superpixels on the way from one pixel to another are added to `chosen`
    /// (`count` flags). True when there were new ones.
    bool choose(const Point& from, const Point& to, std::vector<std::uint8_t>& chosen) const;
    /// All pixels of the superpixels with a flag in `chosen`.
    Area area(std::span<const std::uint8_t> chosen) const;
};

struct SuperpixelOptions
{
    double spacing = 24;     ///< about the side of a superpixel, in samples; at least 4
    double compactness = 10; ///< 1..100: more gives squares, less follows the colours
};

/// SLIC (Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", 2012)
/// on the CIELAB colours of `window` as `picture` shows it; every superpixel hangs together by the
/// sides of its samples. In a window of fewer than 8 samples a side each sample is one. Throws
/// Cancelled, std::invalid_argument for more than maxSuperpixelSamples and what `picture` throws.
Superpixels computeSuperpixels(const raster::PixelRect& window, int step,
                               const SuperpixelOptions& options,
                               const ReducedPictureSource& picture, Progress& progress);

inline constexpr std::int64_t maxSuperpixelSamples = 40'000'000;

/// The step for a window that is shown with `scale` screen pixels an image pixel: as fine as the
/// screen, but with no more than about a million samples, so that the view is divided while the
/// hand comes to rest.
int superpixelStep(const raster::PixelRect& window, double scale);

} // namespace limn::annotation
