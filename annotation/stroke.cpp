#include "annotation/stroke.h"

#include "annotation/brush_spans.h"
#include "annotation/mask_writer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace limn::annotation
{
namespace
{

constexpr double smallestRadius = 0.5;
constexpr double largestRadius = 5000;
/// Pieces that a way is cut into where the radius changes along it.
constexpr int mostSteps = 200;

/// The runs of `spans` that lie in one tile, a row at a time: visit(row in image, first, end).
template <typename Visit>
void forEachRun(const BrushSpans& spans, const raster::PixelRect& area, Visit visit)
{
    const int top = std::max(area.y, spans.top);
    const int bottom = std::min(area.bottom(), spans.top + static_cast<int>(spans.spans.size()));
    for (int y = top; y < bottom; ++y) {
        const Span& span = spans.spans[static_cast<std::size_t>(y - spans.top)];
        const int first = std::max(span.first, area.x);
        const int end = std::min(span.end, area.right());
        if (first < end)
            visit(y, first, end);
    }
}

bool covers(const BrushSpans& spans, const raster::PixelRect& area)
{
    int rows = 0;
    bool whole = true;
    forEachRun(spans, area, [&](int, int first, int end) {
        ++rows;
        whole = whole && first == area.x && end == area.right();
    });
    return whole && rows == area.height;
}

/// Paints the spans' part of one tile; returns what changed.
raster::PixelRect paintTile(MaskTiles& mask, MaskEdit& edit, const MaskTileKey& key,
                            const BrushSpans& spans, const PaintRule& rule, StoredTilePtr& filled)
{
    const raster::PixelRect area = tileArea(key, mask.imageSize());
    const MaskTilePtr before = tileOrBlank(mask, key);
    const auto offset = [&](int x, int y) {
        return static_cast<std::size_t>(y - key.row * maskTileSize) * maskTileSize +
               static_cast<std::size_t>(x - key.column * maskTileSize);
    };
    raster::PixelRect changed;
    forEachRun(spans, area, [&](int y, int first, int end) {
        const auto [from, to] = changedPart(before->data() + offset(first, y), end - first, rule);
        if (from < to)
            changed = changed.united({first + from, y, to - from, 1});
    });
    if (changed.isEmpty())
        return changed;
    rememberTile(edit, mask, key);
    const bool isWhole = area.width == maskTileSize && area.height == maskTileSize;
    if (isWhole && rule.replacesAll && covers(spans, area)) {
        if (!filled)
            filled = std::make_shared<const StoredTile>(rule.value);
        mask.setTile(key, filled);
        return changed;
    }
    // The first change of a stroke copies the old tile, the later ones paint in place.
    MaskTile& pixels = mask.writable(key);
    forEachRun(spans, changed, [&](int y, int first, int end) {
        paintPixels(pixels.data() + offset(first, y), end - first, rule);
    });
    return changed;
}

} // namespace

Stroke::Stroke(MaskTiles& mask, Brush brush)
    : mask_(mask),
      brush_(std::move(brush)),
      rule_(brush_.value, brush_.onlyUnlabelled, brush_.protectedValues)
{
    brush_.radius = std::clamp(brush_.radius, smallestRadius, largestRadius);
}

raster::PixelRect Stroke::moveTo(Point to, double share)
{
    if (!std::isfinite(to.x) || !std::isfinite(to.y))
        return {};
    const double radius = std::max(smallestRadius, brush_.radius * std::clamp(share, 0.0, 1.0));
    const raster::PixelRect image{0, 0, mask_.imageSize().width, mask_.imageSize().height};
    raster::PixelRect changed;
    const auto paint = [&](const BrushSpans& spans) {
        for (const MaskTileKey& key : tilesCovering(spans.bounds())) {
            const raster::PixelRect part = paintTile(mask_, edit_, key, spans, rule_, filled_);
            changed = changed.united(part);
            edit_.rect = edit_.rect.united(part);
        }
    };
    if (!last_) {
        last_ = to;
        lastRadius_ = radius;
    }
    const int steps =
        std::clamp(static_cast<int>(std::ceil(2 * std::abs(radius - lastRadius_))), 1, mostSteps);
    Point from = *last_;
    for (int step = 1; step <= steps; ++step) {
        const double t = static_cast<double>(step) / steps;
        const Point next = step == steps ? to
                                         : Point{last_->x + t * (to.x - last_->x),
                                                 last_->y + t * (to.y - last_->y)};
        paint(sweep(from, next, lastRadius_ + t * (radius - lastRadius_), brush_.square, image));
        from = next;
    }
    lastRadius_ = radius;
    // Between four pixels the smallest discs reach no centre, and yet a click must leave a dot.
    if (to.x >= 0 && to.y >= 0 && to.x < image.width && to.y < image.height) {
        const int x = static_cast<int>(to.x);
        paint({static_cast<int>(to.y), {{x, x + 1}}});
    }
    last_ = to;
    return changed;
}

MaskEdit Stroke::finish()
{
    completeEdit(edit_, mask_);
    last_.reset();
    return std::exchange(edit_, {});
}

raster::PixelRect Stroke::cancel()
{
    mask_.revert(edit_);
    last_.reset();
    return std::exchange(edit_, {}).rect;
}

namespace
{

/// paintValues, noting in `edit` what it has done when it throws.
void paintInto(MaskEdit& edit, MaskTiles& mask, const raster::PixelRect& window,
               std::span<const std::uint8_t> values, int keep, const std::vector<PaintRule>& rules)
{
    const auto inside = window.intersected({0, 0, mask.imageSize().width, mask.imageSize().height});
    for (const MaskTileKey& key : tilesCovering(inside)) {
        const auto area = tileArea(key, mask.imageSize()).intersected(inside);
        const MaskTilePtr before = tileOrBlank(mask, key);
        const MaskTile* current = before.get();
        MaskTile* pixels = nullptr;
        for (int y = area.y; y < area.bottom(); ++y) {
            const auto row = values.subspan(static_cast<std::size_t>(y - window.y) * window.width);
            for (int x = area.x; x < area.right(); ++x) {
                const std::uint8_t value = row[static_cast<std::size_t>(x - window.x)];
                const std::size_t offset =
                    static_cast<std::size_t>(y % maskTileSize) * maskTileSize +
                    static_cast<std::size_t>(x % maskTileSize);
                if (value == keep || !rules[value].replaces[(*current)[offset]])
                    continue;
                if (!pixels) {
                    rememberTile(edit, mask, key);
                    pixels = &mask.writable(key);
                    current = pixels;
                }
                (*pixels)[offset] = value;
                edit.rect = edit.rect.united({x, y, 1, 1});
            }
        }
    }
}

} // namespace

MaskEdit paintValues(MaskTiles& mask, const raster::PixelRect& window,
                     std::span<const std::uint8_t> values, int keep, bool onlyUnlabelled,
                     std::span<const std::uint8_t> protectedValues)
{
    std::vector<PaintRule> rules;
    rules.reserve(256);
    for (int value = 0; value < 256; ++value)
        rules.emplace_back(value, onlyUnlabelled, protectedValues);
    MaskEdit edit;
    try {
        paintInto(edit, mask, window, values, keep, rules);
        completeEdit(edit, mask);
    } catch (...) {
        mask.revert(edit);
        throw;
    }
    return edit;
}

} // namespace limn::annotation
