// What the hand feels: from a pointer event to pixels on the screen, and from an image file to its
// first paint. Events go through the real canvas, tool, labels and writer; the screen is Qt's
// offscreen platform, so that what is measured is Limn's own work.

#include "annotation/area_fill.h"
#include "annotation/flood_fill.h"
#include "annotation/image_annotation.h"
#include "annotation/mask_operations.h"
#include "annotation/project.h"
#include "annotation/stroke.h"
#include "raster/display.h"
#include "raster/raster.h"
#include "raster/raster_writer.h"
#include "tests/bench/bench_application.h"
#include "ui/brush_tool.h"
#include "ui/edit_target.h"
#include "ui/engine_client.h"
#include "ui/image_scene.h"
#include "ui/project_session.h"
#include "ui/result_layers.h"
#include "widgets/canvas.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTest>
#include <vector>

namespace
{

using namespace limn;
using bench::application;

const std::string demoImage = LIMN_SOURCE_DIR "/resources/demo/wetlands.tif";

/// The 95th percentile of what was measured, in milliseconds.
double p95(std::vector<double> milliseconds)
{
    if (milliseconds.empty())
        return 0;
    std::sort(milliseconds.begin(), milliseconds.end());
    return milliseconds[(milliseconds.size() - 1) * 95 / 100];
}

/// The canvas with image, mask and brush as the main window wires them.
class PaintedImage
{
public:
    PaintedImage(const QString& image, QSize window)
        : session_(annotation::Project::create((folder_.path() + "/bench.limn").toStdString())),
          results_(engine_),
          scene_(canvas_, results_, target_)
    {
        session_.addClass("water");
        scene_.setSession(&session_);
        session_.addImages({image});
        // The file is opened in the background; the first image is shown once it is there.
        QElapsedTimer waited;
        waited.start();
        while (session_.images().empty() && waited.elapsed() < 60000)
            QTest::qWait(5);
        session_.showImage(session_.images().front().id);
        canvas_.setLayers(scene_.layers());
        QObject::connect(&scene_, &ui::ImageScene::layersChanged, &canvas_,
                         [this] { canvas_.setLayers(scene_.layers()); });
        canvas_.resize(window);
        canvas_.show();
        (void)QTest::qWaitForWindowExposed(&canvas_);
        canvas_.fit();
        target_.setScale(canvas_.view().scale);
        target_.setClass(1, QColor(86, 180, 233));
    }

    widgets::Canvas& canvas() { return canvas_; }
    ui::EditTarget& target() { return target_; }
    ui::ImageScene& scene() { return scene_; }
    annotation::ImageAnnotation& labels() { return *session_.labels(); }
    void waitUntilSaved()
    {
        while (!session_.saveState().isSaved())
            QTest::qWait(5);
    }

private:
    QTemporaryDir folder_;
    ui::EngineClient engine_{QString()}; // never started: only labels are measured
    ui::ProjectSession session_;
    ui::ResultLayers results_;
    ui::EditTarget target_;
    widgets::Canvas canvas_;
    ui::ImageScene scene_;
};

void sendMouse(QWidget& widget, QEvent::Type type, QPointF at)
{
    const bool move = type == QEvent::MouseMove;
    QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

/// Paints what update() has asked for, and nothing else: what the event loop would do next.
void flushPaint(QWidget& widget)
{
    QCoreApplication::sendPostedEvents(&widget, QEvent::UpdateRequest);
    QCoreApplication::sendPostedEvents(&widget, QEvent::UpdateLater);
}

void stamp(benchmark::State& state)
{
    annotation::MaskTiles mask({100000, 100000});
    const double radius = static_cast<double>(state.range(0));
    double x = 50000;
    for (auto _ : state) {
        annotation::Brush brush;
        brush.radius = radius;
        annotation::Stroke stroke(mask, brush);
        benchmark::DoNotOptimize(stroke.moveTo({x, 50000}));
        benchmark::DoNotOptimize(stroke.finish());
        x = x > 90000 ? 10000 : x + 37;
    }
}
BENCHMARK(stamp)->Name("annotation/brush_stamp")->Arg(50)->Arg(500)->Unit(benchmark::kMillisecond);

/// The largest brush over the width of a 4K screen at 1:4, taken back and done again.
void undoLargestStroke(benchmark::State& state)
{
    annotation::MaskTiles mask({100000, 100000});
    annotation::Brush brush;
    brush.radius = 5000;
    annotation::Stroke stroke(mask, brush);
    stroke.moveTo({40000, 50000});
    stroke.moveTo({55000, 52000});
    const annotation::MaskEdit edit = stroke.finish();
    for (auto _ : state) {
        mask.revert(edit);
        mask.apply(edit);
    }
    state.counters["tiles"] = static_cast<double>(edit.tiles.size());
}
BENCHMARK(undoLargestStroke)
    ->Name("annotation/undo_and_redo_largest_stroke")
    ->Unit(benchmark::kMillisecond);

constexpr int hundredMpx = 10000; ///< side, in pixels

void fillAnArea(benchmark::State& state)
{
    const annotation::PaintRule rule(1, annotation::Over::AllButLocked, {});
    annotation::Ring ring;
    for (int i = 0; i < 2000; ++i)
        ring.push_back({6000 + 5650 * std::cos(i * 0.00314159), //
                        6000 + 5650 * std::sin(i * 0.00314159)});
    const annotation::Area area =
        state.range(0) == 0
            ? annotation::Area::rectangle({100.5, 100.5}, {100.5 + hundredMpx, 100.5 + hundredMpx})
            : annotation::Area::outline(ring);
    for (auto _ : state) {
        annotation::MaskTiles mask({12000, 12000});
        benchmark::DoNotOptimize(annotation::fillArea(mask, area, rule));
    }
}
BENCHMARK(fillAnArea)
    ->Name("annotation/fill_100_mpx")
    ->ArgName("lasso")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond);

void flood(benchmark::State& state)
{
    const annotation::PictureSource plain = [](const raster::PixelRect&,
                                               std::span<std::uint8_t> rgba) {
        std::fill(rgba.begin(), rgba.end(), std::uint8_t{200});
    };
    for (auto _ : state) {
        annotation::Progress progress;
        benchmark::DoNotOptimize(annotation::floodFrom(
            5000, 5000, 10, {0, 0, hundredMpx, hundredMpx}, {100000, 100000}, plain, progress));
    }
}
BENCHMARK(flood)->Name("annotation/flood_100_mpx")->Unit(benchmark::kMillisecond);

void removeSpecks(benchmark::State& state)
{
    // Discs of 1 to 30 pixels across, about one in 2,000 pixels.
    annotation::MaskTiles blotted({hundredMpx, hundredMpx});
    std::uint32_t random = 1;
    const auto next = [&random] { return (random = random * 1664525u + 1013904223u) >> 8; };
    for (int i = 0; i < 50000; ++i) {
        annotation::Brush brush;
        brush.radius = 0.5 + static_cast<double>(next() % 15);
        annotation::Stroke stroke(blotted, brush);
        stroke.moveTo(
            {static_cast<double>(next() % hundredMpx), static_cast<double>(next() % hundredMpx)});
        stroke.finish();
    }
    for (auto _ : state) {
        annotation::MaskTiles mask = blotted;
        annotation::Progress progress;
        benchmark::DoNotOptimize(
            annotation::removeSpecks(mask, {0, 0, hundredMpx, hundredMpx}, 1, 300, progress));
    }
}
BENCHMARK(removeSpecks)->Name("annotation/remove_specks_100_mpx")->Unit(benchmark::kMillisecond);

/// An image of 100,000 x 100,000 pixels without a file behind it.
class LargeImage
{
public:
    LargeImage()
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the large image cannot be written");
        file.write("<VRTDataset rasterXSize=\"100000\" rasterYSize=\"100000\">"
                   "<VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>");
    }
    QString path() const { return folder_.filePath("large.vrt"); }

private:
    QTemporaryDir folder_;
};

void strokeToScreen(benchmark::State& state)
{
    application();
    const QSize window = state.range(1) == 0 ? QSize(1920, 1080) : QSize(3840, 2160);
    const LargeImage large;
    PaintedImage image(large.path(), window);
    ui::BrushTool brush(ui::BrushTool::Kind::Brush, image.target());
    ui::BrushOptions options;
    options.size = 2.0 * static_cast<double>(state.range(0));
    options.inScreenPixels = false;
    brush.setOptions(options);
    image.canvas().setTool(&brush);
    // The largest brush as one sees it whole.
    image.canvas().zoomTo(std::min(1.0, 500.0 / static_cast<double>(state.range(0))));
    QTest::qWait(500); // the image's tiles arrive

    std::vector<double> times;
    const QPointF middle(window.width() / 2.0, window.height() / 2.0);
    sendMouse(image.canvas(), QEvent::MouseButtonPress, middle);
    flushPaint(image.canvas());
    double angle = 0;
    for (auto _ : state) {
        angle += 0.02;
        const QPointF at = middle + QPointF(window.width() * 0.35 * std::cos(angle),
                                            window.height() * 0.35 * std::sin(1.7 * angle));
        const auto begun = std::chrono::steady_clock::now();
        sendMouse(image.canvas(), QEvent::MouseMove, at);
        flushPaint(image.canvas());
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        times.push_back(took.count());
    }
    sendMouse(image.canvas(), QEvent::MouseButtonRelease, middle);
    state.counters["p95_ms"] = p95(times);
    image.canvas().setTool(nullptr);
}
BENCHMARK(strokeToScreen)
    ->Name("desktop/stroke_event_to_screen")
    ->ArgNames({"radius", "uhd"})
    ->ArgsProduct({{50, 500, 2000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(300);

/// The largest brush over the width of a 4K screen, taken back and done again until it is seen.
void undoOnScreen(benchmark::State& state)
{
    application();
    const LargeImage large;
    PaintedImage image(large.path(), {3840, 2160});
    image.canvas().zoomTo(0.25);
    flushPaint(image.canvas());
    const auto isComplete = [&] {
        return image.scene().picture() && image.scene().picture()->isComplete();
    };
    if (!QTest::qWaitFor(isComplete, 60000))
        state.SkipWithError("the image did not appear within a minute");
    annotation::Brush brush;
    brush.radius = 5000;
    image.labels().beginStroke(brush, {42000, 50000});
    image.labels().strokeTo({57000, 52000});
    image.labels().endStroke();
    flushPaint(image.canvas());
    std::vector<double> times;
    int seenLater = 0;
    for (auto _ : state) {
        const auto begun = std::chrono::steady_clock::now();
        if (image.labels().canUndo())
            image.labels().undo();
        else
            image.labels().redo();
        flushPaint(image.canvas());
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        times.push_back(took.count());
        state.PauseTiming();
        const QImage seen = image.canvas().grab().toImage();
        image.waitUntilSaved();
        QTest::qWait(50);
        seenLater += image.canvas().grab().toImage() != seen ? 1 : 0;
        state.ResumeTiming();
    }
    state.counters["p95_ms"] = p95(times);
    state.counters["seen_later"] = seenLater; // must be 0: else more was painted than measured
}
BENCHMARK(undoOnScreen)
    ->Name("desktop/undo_largest_stroke_to_screen")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(40);

void openToFirstPaint(benchmark::State& state)
{
    application();
    for (auto _ : state) {
        auto raster = raster::Raster::open(demoImage);
        widgets::Canvas canvas;
        canvas.resize(1920, 1080);
        widgets::RasterLayer layer(raster, raster::defaultDisplay(*raster));
        canvas.setImageSize(raster->size());
        canvas.setLayers({&layer});
        canvas.show();
        canvas.fit();
        QElapsedTimer waited;
        waited.start();
        while (!layer.isComplete() && waited.elapsed() < 10000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        canvas.repaint();
        if (!layer.isComplete())
            state.SkipWithError("the image did not appear within 10 s");
    }
}
BENCHMARK(openToFirstPaint)
    ->Name("desktop/open_demo_to_first_paint")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);

} // namespace
