// One brush stroke under way: a disc or square swept along the pointer's path, painted into a mask
// as it goes so that each step is on screen at once, and handed over as one edit at the end.
#pragma once

#include "annotation/mask_tiles.h"
#include "annotation/paint_rule.h"
#include "annotation/shape.h"

#include <optional>
#include <span>
#include <vector>

namespace limn::annotation
{

struct Brush
{
    double radius = 10; ///< image pixels, 0.5..5000
    int value = 1;      ///< class to paint; 0 erases
    bool square = false;
    bool onlyUnlabelled = false;               ///< paint only over unlabelled pixels
    std::vector<std::uint8_t> protectedValues; ///< pixels of these classes are never painted over
};

/// A disc (or square) swept from `from` to `to`. A pixel belongs to the stroke when its centre is
/// at most `radius` away from a point of the segment, in Euclidean distance (in the larger of the
/// two coordinates' distances); the pixel under `to` always does. Where the radius changes on the
/// way it does so evenly, in steps of at most half a pixel.
class Stroke
{
public:
    /// The mask must outlive the stroke and is painted by nothing else meanwhile.
    Stroke(MaskTiles& mask, Brush brush);

    /// Sweeps from the last point to `to` (the first call stamps once). Returns what changed.
    /// There the radius is `share` (0..1) of the brush's. Throws ProjectError at a damaged tile;
    /// what was painted before it stays part of the stroke.
    raster::PixelRect moveTo(Point to, double share = 1);
    const raster::PixelRect& changed() const { return edit_.rect; } ///< so far
    MaskEdit finish();          ///< what the stroke did; the mask keeps it
    raster::PixelRect cancel(); ///< puts the mask back; returns what changed

private:
    MaskTiles& mask_;
    Brush brush_;
    PaintRule rule_;
    std::optional<Point> last_;
    double lastRadius_ = 0;
    MaskEdit edit_;
    StoredTilePtr filled_; ///< shared by all tiles that the stroke covers wholly
};

/// Paints `values` (window.width * window.height) wherever they are not `keep` as one edit, with
/// the brush's protection rules.
MaskEdit paintValues(MaskTiles& mask, const raster::PixelRect& window,
                     std::span<const std::uint8_t> values, int keep, bool onlyUnlabelled,
                     std::span<const std::uint8_t> protectedValues);

} // namespace limn::annotation
