#include "annotation/shape_mask.h"

#include "annotation/class_list.h"
#include "annotation/mask_writer.h"
#include "annotation/ogr_rings.h"
#include "annotation/quiet_gdal.h"
#include "annotation/run_components.h"
#include "annotation/shape_geometry.h"
#include "annotation/stroke.h"

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace limn::annotation
{
namespace
{

using raster::PixelRect;

/// Side of the parts that shapes are painted in: whole tiles.
constexpr int burnPart = 8 * maskTileSize;
/// Stands for "a polygon that stays is on top"; no class has it.
constexpr std::uint8_t staysOnTop = 255;
constexpr int traceStrip = 64;

int floorToPart(int value)
{
    return value - ((value % burnPart) + burnPart) % burnPart;
}

struct KnownShape
{
    const Shape* shape;
    PixelRect bounds;
    bool burned;
};

void burnPartOf(MaskTiles& mask, const std::vector<KnownShape>& shapes, const PixelRect& part,
                std::vector<std::uint8_t>& values, MaskEdit& edit)
{
    values.assign(static_cast<std::size_t>(part.width) * part.height, 0);
    bool any = false;
    for (const KnownShape& known : shapes) {
        if (known.bounds.intersected(part).isEmpty())
            continue;
        rasterize(*known.shape, known.burned ? known.shape->classValue : staysOnTop, part, values);
        any = any || known.burned;
    }
    if (!any)
        return;
    std::ranges::replace(values, staysOnTop, std::uint8_t{unlabelled});
    MaskEdit painted = paintValues(mask, part, values, unlabelled, true, {});
    edit.rect = edit.rect.united(painted.rect);
    edit.tiles.merge(painted.tiles);
}

/// The class's patches in a window, joined by sides, and how many pixels each has.
struct Patches
{
    RunComponents components{RunComponents::Neighbours::Four};
    std::vector<std::int64_t> pixels; ///< by component
};

Patches findPatches(const MaskTiles& mask, const PixelRect& window, int classValue,
                    Progress& progress)
{
    Patches found;
    std::vector<std::uint8_t> strip;
    const auto width = static_cast<std::size_t>(window.width);
    for (int y = window.y; y < window.bottom(); y += traceStrip) {
        const int rows = std::min(traceStrip, window.bottom() - y);
        strip.resize(width * static_cast<std::size_t>(rows));
        mask.read({window.x, y, window.width, rows}, 1, strip);
        for (int row = 0; row < rows; ++row)
            found.components.addRow(
                std::span(strip).subspan(static_cast<std::size_t>(row) * width, width),
                static_cast<std::uint8_t>(classValue), false);
        progress.report(0.2 * (y + rows - window.y) / window.height);
    }
    const auto& runs = found.components.runs();
    found.pixels.resize(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i)
        found.pixels[found.components.component(i)] += runs[i].end - runs[i].first;
    return found;
}

int CPL_STDCALL reportPolygonize(double done, const char*, void* progress)
{
    auto* asked = static_cast<Progress*>(progress);
    if (asked->isCancelled())
        return FALSE;
    asked->report(0.2 + 0.6 * done);
    return TRUE;
}

/// The outlines along pixel edges of what is not 0 in `pixels`, counted from the top left.
std::vector<std::vector<Ring>> outlinesOf(std::vector<std::uint8_t>& pixels, int width, int height,
                                          Progress& progress)
{
    const QuietGdal quiet;
    GDALAllRegister();
    GDALDriverManager* drivers = GetGDALDriverManager();
    const GDALDatasetUniquePtr picture(
        drivers->GetDriverByName("MEM")->Create("", width, height, 1, GDT_Byte, nullptr));
    const GDALDatasetUniquePtr vectors(
        drivers->GetDriverByName("Memory")->Create("", 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* layer = vectors ? vectors->CreateLayer("outlines", nullptr, wkbPolygon) : nullptr;
    const bool ready =
        picture && layer &&
        picture->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, width, height, pixels.data(), width,
                                            height, GDT_Byte, 0, 0, nullptr) == CE_None;
    if (!ready)
        throw std::runtime_error("There is not enough memory to trace this much of the mask: zoom "
                                 "in and trace it part by part.");
    auto* band = GDALRasterBand::ToHandle(picture->GetRasterBand(1));
    const CPLErr result = GDALPolygonize(band, band, OGRLayer::ToHandle(layer), -1, nullptr,
                                         reportPolygonize, &progress);
    if (progress.isCancelled())
        throw Cancelled();
    if (result != CE_None)
        throw std::runtime_error("The mask in view could not be traced: zoom in and try again.");
    std::vector<std::vector<Ring>> polygons;
    for (const auto& feature : layer)
        if (const OGRGeometry* geometry = feature->GetGeometryRef())
            collectPolygons(*geometry, polygons);
    return polygons;
}

} // namespace

LabelChange burnShapes(MaskTiles& mask, const std::vector<Shape>& shapes,
                       const std::vector<std::int64_t>& ids, Progress& progress)
{
    LabelChange change;
    std::vector<KnownShape> known;
    PixelRect all;
    for (const Shape& shape : shapes) {
        const bool burned = std::ranges::find(ids, shape.id) != ids.end();
        known.push_back({&shape, bounds(shape), burned});
        if (!burned)
            continue;
        change.removed.push_back(shape);
        all = all.united(known.back().bounds);
    }
    all = all.intersected({0, 0, mask.imageSize().width, mask.imageSize().height});
    std::vector<std::uint8_t> values;
    for (int y = floorToPart(all.y); y < all.bottom(); y += burnPart) {
        progress.report(static_cast<double>(y - all.y) / all.height);
        for (int x = floorToPart(all.x); x < all.right(); x += burnPart) {
            progress.report(progress.fraction());
            const PixelRect part = PixelRect{x, y, burnPart, burnPart}.intersected(all);
            burnPartOf(mask, known, part, values, change.mask);
        }
    }
    return change;
}

LabelChange traceClass(MaskTiles& mask, const PixelRect& window, int classValue,
                       const TraceOptions& options, Progress& progress)
{
    const PixelRect all =
        window.intersected({0, 0, mask.imageSize().width, mask.imageSize().height});
    LabelChange change;
    if (all.isEmpty())
        return change;
    if (static_cast<std::int64_t>(all.width) * all.height > maxTracedPixels)
        throw std::invalid_argument("More is in view than can be traced at once: zoom in and trace "
                                    "it part by part.");
    const Patches patches = findPatches(mask, all, classValue, progress);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(all.width) * all.height);
    const PaintRule erase(unlabelled, false, {});
    MaskWriter writer(mask);
    const auto& runs = patches.components.runs();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const PixelRun& run = runs[i];
        if (patches.pixels[patches.components.component(i)] < options.minPixels)
            continue;
        const auto line = pixels.begin() + static_cast<std::ptrdiff_t>(run.row) * all.width;
        std::fill(line + run.first, line + run.end, std::uint8_t{1});
        writer.paintRun(all.y + run.row, all.x + run.first, all.x + run.end, erase);
    }
    for (std::vector<Ring>& rings : outlinesOf(pixels, all.width, all.height, progress)) {
        progress.report(0.9);
        Shape shape{0, classValue, simplified(rings, options.simplify)};
        for (Ring& ring : shape.rings)
            for (Point& point : ring)
                point = {point.x + all.x, point.y + all.y};
        change.added.push_back(std::move(shape));
    }
    change.mask = writer.finish();
    return change;
}

} // namespace limn::annotation
