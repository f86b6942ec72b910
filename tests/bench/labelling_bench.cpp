// Labelling beyond the brush: superpixels of a screen, polygons by the thousand, masks of ten
// gigapixels. Events go through the real widgets; the screen is Qt's offscreen platform.

#include "annotation/area_fill.h"
#include "annotation/image_annotation.h"
#include "annotation/label_reader.h"
#include "annotation/project.h"
#include "annotation/shape_mask.h"
#include "annotation/stroke.h"
#include "annotation/superpixels.h"
#include "raster/display.h"
#include "raster/raster.h"
#include "raster/raster_writer.h"
#include "tests/bench/bench_application.h"
#include "ui/label_colours.h"
#include "ui/label_counts.h"
#include "widgets/canvas.h"
#include "widgets/outline_layer.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <numbers>
#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <random>
#include <string>
#include <vector>

namespace
{

using namespace limn;
using bench::Clock;
using bench::millisecondsSince;
using bench::percentile95;

const std::string demoImage = LIMN_SOURCE_DIR "/resources/demo/wetlands.tif";

/// A screen of 1920 x 1080 full of the demo image, again and again: every pixel, or as fine as the
/// tool takes it.
void superpixels(benchmark::State& state)
{
    const raster::PixelRect window{0, 0, 1920, 1080};
    const int step = state.range(0) == 1 ? 1 : annotation::superpixelStep(window, 1);
    const auto raster = raster::Raster::open(demoImage);
    const raster::PixelSize size = raster->size();
    std::vector<std::uint8_t> tile(static_cast<std::size_t>(size.width) * size.height * 4);
    annotation::displayedReduced(raster, raster::defaultDisplay(*raster))(raster->bounds(), size,
                                                                          tile);
    const auto picture = [&](const raster::PixelRect& window, raster::PixelSize out,
                             std::span<std::uint8_t> rgba) {
        for (int y = 0; y < out.height; ++y)
            for (int x = 0; x < out.width; ++x)
                std::copy_n(tile.data() +
                                4 * (y * window.height / out.height % size.height * size.width +
                                     x * window.width / out.width % size.width),
                            4, rgba.data() + 4 * (y * out.width + x));
    };
    for (auto _ : state) {
        annotation::Progress progress;
        const auto parts =
            annotation::computeSuperpixels(window, step, {24.0 / step, 10}, picture, progress);
        state.counters["superpixels"] = parts.count;
    }
}
BENCHMARK(superpixels)
    ->Name("annotation/superpixels_1080p")
    ->ArgName("every_pixel")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

/// A project with polygons of 1,000 vertices each all over an image, shown whole.
class PolygonView
{
public:
    explicit PolygonView(int polygons)
    {
        const std::string image = folder_.filePath("blank.tif").toStdString();
        {
            raster::WriterOptions options;
            options.size = {side, side};
            options.bands = 1;
            raster::RasterWriter writer(image, options);
            writer.finish();
        }
        auto project = annotation::Project::create(folder_.filePath("polygons.limn").toStdString());
        project->setClasses({{1, "water", {0, 114, 178}}});
        const annotation::ImageRecord record = project->addImage(image);
        project->transaction([&] {
            const int columns = static_cast<int>(std::ceil(std::sqrt(polygons)));
            const double cell = static_cast<double>(side) / columns;
            for (int i = 0; i < polygons; ++i) {
                annotation::Shape shape{project->reserveShapeId(), 1, {{}}};
                for (int v = 0; v < verticesEach; ++v) {
                    const double angle = 2 * std::numbers::pi * v / verticesEach;
                    const double radius = cell * (0.35 + 0.08 * std::sin(angle * 23));
                    shape.rings[0].push_back(
                        {(i % columns + 0.5) * cell + radius * std::cos(angle),
                         (i / columns + 0.5) * cell + radius * std::sin(angle)});
                }
                project->putShape(record.id, shape);
            }
        });
        labels_ = std::make_unique<annotation::ImageAnnotation>(record, *project);
        project_ = std::move(project);
        outlines_.setOutlines(ui::outlinesOf(*labels_, project_->classes()));
        canvas_.resize(1920, 1080);
        canvas_.setImageSize({side, side});
        canvas_.setLayers({&outlines_});
        canvas_.show();
        (void)QTest::qWaitForWindowExposed(&canvas_);
        canvas_.fit();
        canvas_.repaint();
    }

    widgets::Canvas& canvas() { return canvas_; }
    const annotation::ImageAnnotation& labels() const { return *labels_; }

    static constexpr int side = 20000;
    static constexpr int verticesEach = 1000;

private:
    QTemporaryDir folder_;
    std::unique_ptr<annotation::Project> project_;
    std::unique_ptr<annotation::ImageAnnotation> labels_;
    widgets::OutlineLayer outlines_{"outlines", "Polygons"};
    widgets::Canvas canvas_;
};

void panOverPolygons(benchmark::State& state)
{
    bench::application();
    PolygonView view(1000);
    widgets::Canvas& canvas = view.canvas();
    std::vector<double> times;
    double angle = 0;
    int frames = 0;
    canvas.zoomBy(1.2, QPointF(960, 540));
    canvas.repaint();
    QObject::connect(&canvas, &widgets::Canvas::framePainted, &canvas, [&] { ++frames; });
    for (auto _ : state) {
        const auto begun = Clock::now();
        angle += 0.1;
        canvas.centreOn(
            {view.side / 2.0 + 300 * std::cos(angle), view.side / 2.0 + 300 * std::sin(angle)});
        QCoreApplication::sendPostedEvents(&canvas, QEvent::UpdateRequest);
        canvas.repaint();
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
    if (frames == 0)
        state.SkipWithError("nothing was painted");
}
BENCHMARK(panOverPolygons)
    ->Name("desktop/pan_over_1000000_vertices")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(60);

void pickPolygon(benchmark::State& state)
{
    bench::application();
    const PolygonView view(1000);
    std::mt19937 random(1);
    std::vector<double> times;
    for (auto _ : state) {
        const annotation::Point at{static_cast<double>(random() % PolygonView::side),
                                   static_cast<double>(random() % PolygonView::side)};
        const auto begun = Clock::now();
        benchmark::DoNotOptimize(view.labels().shapeAt(at));
        benchmark::DoNotOptimize(view.labels().borderNear(at, 80));
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
}
BENCHMARK(pickPolygon)
    ->Name("desktop/pick_among_1000000_vertices")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(300);

/// Memory that the whole program holds, in bytes.
double residentBytes()
{
    std::ifstream status("/proc/self/statm");
    double all = 0;
    double resident = 0;
    status >> all >> resident;
    return resident * 4096;
}

/// Strokes as hands make them until about all of the image is painted in four classes.
annotation::MaskTiles handPainted(int side)
{
    annotation::MaskTiles mask({side, side});
    for (int value = 1; value <= 4; ++value)
        annotation::fillArea(mask,
                             annotation::Area::rectangle({side * (value - 1) / 4.0, 0},
                                                         {side * value / 4.0, double(side)}),
                             annotation::PaintRule(value, annotation::Over::Everything, {}));
    std::mt19937 random(7);
    for (int i = 0; i < 600; ++i) {
        annotation::Brush brush;
        brush.radius = 20 + static_cast<double>(random() % 600);
        brush.value = 1 + static_cast<int>(random() % 4);
        annotation::Stroke stroke(mask, brush);
        annotation::Point at{static_cast<double>(random() % static_cast<unsigned>(side)),
                             static_cast<double>(random() % static_cast<unsigned>(side))};
        double way = static_cast<double>(random() % 628) / 100;
        for (int step = 0; step < 12; ++step) {
            stroke.moveTo(at);
            way += (static_cast<double>(random() % 100) - 50) / 60;
            at = {at.x + 150 * std::cos(way), at.y + 150 * std::sin(way)};
        }
        stroke.finish();
    }
    return mask;
}

/// A tile that no other is like: three discs on a ground, as a hand that labels trees leaves it.
annotation::MaskTilePtr blottedTile(std::mt19937& random)
{
    auto tile = std::make_shared<annotation::MaskTile>();
    tile->fill(static_cast<std::uint8_t>(1 + random() % 4));
    for (int disc = 0; disc < 3; ++disc) {
        const int side = annotation::maskTileSize;
        const int radius = 20 + static_cast<int>(random() % 60);
        const int x = static_cast<int>(random() % side);
        const int y = static_cast<int>(random() % side);
        const auto value = static_cast<std::uint8_t>(1 + random() % 4);
        for (int row = std::max(0, y - radius); row < std::min(side, y + radius); ++row) {
            const int half = static_cast<int>(std::sqrt(radius * radius - (row - y) * (row - y)));
            const int first = std::max(0, x - half);
            const int end = std::min(side, x + half);
            if (first < end)
                std::fill_n(tile->begin() + row * side + first, end - first, value);
        }
    }
    return tile;
}

/// A project whose one image of 100,000 x 100,000 pixels is painted all over: by strokes, which
/// leave most tiles of one class, or so that no tile is.
struct PaintedProject
{
    QTemporaryDir folder;
    std::int64_t image = 0;
    double rawBytes = 1e10;

    explicit PaintedProject(bool inEveryTile)
    {
        const std::string file = folder.filePath("large.vrt").toStdString();
        std::ofstream(file) << "<VRTDataset rasterXSize=\"100000\" rasterYSize=\"100000\">"
                               "<VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>";
        auto project = annotation::Project::create(path());
        project->setClasses({{1, "water", {0, 114, 178}}});
        image = project->addImage(file).id;
        if (inEveryTile) {
            std::mt19937 random(9);
            project->transaction([&] {
                for (const auto& key : annotation::tilesCovering({0, 0, 100000, 100000}))
                    project->putMaskTile(image, key, blottedTile(random));
            });
            return;
        }
        const annotation::MaskTiles mask = handPainted(100000);
        project->transaction([&] {
            for (const auto& [key, tile] : mask.tiles())
                project->putStoredTile(image, key, tile);
        });
    }
    std::filesystem::path path() const { return folder.filePath("large.limn").toStdString(); }
};

/// Opened by strokes (0), or where no tile is of one class (1).
void openPaintedProject(benchmark::State& state)
{
    const PaintedProject painted(state.range(0) == 1);
    for (auto _ : state) {
        const auto begun = Clock::now();
        const auto project =
            annotation::Project::open(painted.path(), annotation::Project::Access::ReadOnly);
        const annotation::ImageAnnotation labels(*project->image(painted.image), *project);
        benchmark::DoNotOptimize(labels.mask().at(50000, 50000));
        // Closing it again is not part of opening it.
        state.SetIterationTime(millisecondsSince(begun) / 1000);
        state.counters["resident_MB"] = residentBytes() / 1e6;
    }
    state.counters["project_share"] =
        static_cast<double>(std::filesystem::file_size(painted.path() / "project.gpkg")) /
        painted.rawBytes;
}
BENCHMARK(openPaintedProject)
    ->Name("annotation/open_10_gpx_of_masks")
    ->ArgName("no_tile_of_one_class")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(5);

/// The same masks as training takes them in, every pixel counted; `open_ms` is what looking at them
/// takes.
void readLabelsOfPaintedProject(benchmark::State& state)
{
    const PaintedProject painted(state.range(0) == 1);
    const auto project =
        annotation::Project::open(painted.path(), annotation::Project::Access::ReadOnly);
    const annotation::ImageRecord image = *project->image(painted.image);
    for (auto _ : state) {
        const auto begun = Clock::now();
        const annotation::LabelReader reader(*project, image);
        state.SetIterationTime(millisecondsSince(begun) / 1000);
        state.counters["cells"] = static_cast<double>(reader.cells().size());
        state.counters["resident_MB"] = residentBytes() / 1e6;
        const auto opened = Clock::now();
        const annotation::ImageAnnotation labels(image, *project);
        state.counters["open_ms"] = millisecondsSince(opened);
    }
}
BENCHMARK(readLabelsOfPaintedProject)
    ->Name("annotation/labels_of_10_gpx_for_training")
    ->ArgName("no_tile_of_one_class")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(3);

/// A mask of 10 Gpx with no tile of one class: opened, seen as a whole, counted, painted on with
/// undo, and gone through pixel by pixel.
void workOnDenseMask(benchmark::State& state)
{
    const PaintedProject painted(true);
    malloc_trim(0); // what making the project left behind is no cost of working on it
    const double before = residentBytes();
    double most = before;
    const auto look = [&most] { most = std::max(most, residentBytes()); };
    for (auto _ : state) {
        const auto begun = Clock::now();
        annotation::ProjectWriter writer(
            annotation::Project::open(painted.path(), annotation::Project::Access::ReadWrite));
        annotation::ImageAnnotation labels(*writer.project().image(painted.image), writer);
        state.counters["open_ms"] = millisecondsSince(begun);
        look();
        state.counters["open_grown_MB"] = (most - before) / 1e6;

        const auto seen = Clock::now();
        std::vector<std::uint8_t> far(1563 * 1563);
        labels.mask().read({0, 0, 100000, 100000}, 64, far);
        benchmark::DoNotOptimize(far.data());
        state.counters["seen_whole_ms"] = millisecondsSince(seen);

        ui::LabelCounts counts;
        counts.reset(labels);
        while (!counts.update(labels, 64))
            look();

        std::mt19937 random(3);
        for (int i = 0; i < 300; ++i) {
            annotation::Brush brush;
            brush.radius = 1000;
            const annotation::Point at{static_cast<double>(random() % 100000),
                                       static_cast<double>(random() % 100000)};
            labels.beginStroke(brush, at);
            labels.strokeTo({at.x + 4000, at.y + 500});
            labels.endStroke();
            look();
        }
        (void)writer.flush(60000);

        std::vector<std::uint8_t> rows(100000 * 64);
        for (int y = 0; y + 64 <= 20000; y += 64) {
            labels.mask().read({0, y, 100000, 64}, 1, rows);
            look();
        }
    }
    state.counters["most_grown_MB"] = (most - before) / 1e6;
    state.counters["most_resident_MB"] = most / 1e6;
    state.counters["project_share"] =
        static_cast<double>(std::filesystem::file_size(painted.path() / "project.gpkg")) /
        painted.rawBytes;
}
BENCHMARK(workOnDenseMask)
    ->Name("annotation/10_gpx_no_tile_of_one_class")
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

void traceMask(benchmark::State& state)
{
    constexpr int side = 10000;
    const annotation::MaskTiles painted = handPainted(side);
    for (auto _ : state) {
        annotation::MaskTiles mask = painted;
        annotation::Progress progress;
        const auto traced = annotation::traceClass(mask, {0, 0, side, side}, 1, {1, 12}, progress);
        state.counters["polygons"] = static_cast<double>(traced.added.size());
    }
}
BENCHMARK(traceMask)->Name("annotation/trace_100_mpx")->Unit(benchmark::kMillisecond);

} // namespace
