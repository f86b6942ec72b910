// Looking at an image of 100,000 x 100,000 pixels with overviews: from the file to the first paint,
// and from an event to the screen while panning, zooming and changing the stretch, over tiles that
// are there and over some that must be read. Events go through the real canvas and layers; the
// screen is Qt's offscreen platform.

#include "raster/display.h"
#include "raster/raster.h"
#include "tests/bench/bench_application.h"
#include "tests/bench/huge_image.h"
#include "widgets/canvas.h"
#include "widgets/index_layer.h"
#include "widgets/raster_layer.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <memory>
#include <optional>
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <vector>

namespace
{

using namespace limn;
using bench::Clock;
using bench::millisecondsSince;
using bench::percentile95;

constexpr int hugeSide = 100000;

/// Made once a run, and removed with it.
const std::string& hugeImage()
{
    static const QTemporaryDir folder;
    static const std::string path = [] {
        const std::string file = folder.filePath("huge.tif").toStdString();
        bench::makeHugeImage(file, hugeSide, LIMN_SOURCE_DIR "/resources/demo/wetlands.tif");
        return file;
    }();
    return path;
}

/// Handles what comes until every tile in view is there; false after ten seconds.
bool waitForTiles(const widgets::RasterLayer& layer)
{
    QElapsedTimer waited;
    waited.start();
    while (!layer.isComplete() && waited.elapsed() < 10000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    return layer.isComplete();
}

/// Image, mask and prediction over the middle of the huge image.
class HugeView
{
public:
    HugeView(bool uhd, double scale)
        : raster_(raster::Raster::open(hugeImage())),
          image_(raster_, raster::defaultDisplay(*raster_)),
          mask_("mask", "Mask", raster_->size(), classes(7)),
          prediction_("prediction", "Prediction", raster_->size(), classes(11))
    {
        widgets::IndexPalette palette{};
        for (std::size_t i = 1; i < palette.size(); ++i)
            palette[i] = qRgba(static_cast<int>(i * 40 % 256), static_cast<int>(i * 90 % 256),
                               static_cast<int>(255 - i * 30 % 256), 150);
        for (widgets::IndexLayer* layer : {&mask_, &prediction_}) {
            layer->setPalette(palette);
            layer->setOpacity(0.6);
        }
        canvas_.resize(uhd ? QSize(3840, 2160) : QSize(1920, 1080));
        canvas_.setImageSize(raster_->size());
        canvas_.setLayers({&image_, &prediction_, &mask_});
        canvas_.show();
        show(middle(), scale);
    }

    static QPointF middle() { return {hugeSide / 2.0 + 100, hugeSide / 2.0 + 100}; }
    widgets::Canvas& canvas() { return canvas_; }
    widgets::RasterLayer& image() { return image_; }

    bool show(QPointF centre, double scale)
    {
        canvas_.zoomTo(scale);
        canvas_.centreOn(centre);
        canvas_.repaint();
        return waitForTiles(image_);
    }

private:
    /// Blobs of classes 1 to 3 on nothing.
    static widgets::IndexLayer::Source classes(int period)
    {
        return [period](const raster::PixelRect& window, int step, std::span<std::uint8_t> out) {
            std::size_t i = 0;
            for (int y = window.y; y < window.bottom(); y += step)
                for (int x = window.x; x < window.right() && i < out.size(); x += step)
                    out[i++] = static_cast<std::uint8_t>(
                        (x / 90 + y / 70) % period < 4 ? (x / 90 + y / 70) % period : 0);
        };
    }

    std::shared_ptr<const raster::Raster> raster_;
    widgets::RasterLayer image_;
    widgets::IndexLayer mask_;
    widgets::IndexLayer prediction_;
    widgets::Canvas canvas_;
};

void firstPaint(benchmark::State& state)
{
    bench::application();
    hugeImage();
    std::vector<double> times;
    for (auto _ : state) {
        state.PauseTiming();
        bench::dropFromCache(hugeImage());
        state.ResumeTiming();
        const auto begun = Clock::now();
        auto raster = raster::Raster::open(hugeImage());
        widgets::Canvas canvas;
        canvas.resize(1920, 1080);
        widgets::RasterLayer layer(raster, raster::defaultDisplay(*raster));
        canvas.setImageSize(raster->size());
        canvas.setLayers({&layer});
        canvas.show();
        canvas.fit();
        if (!waitForTiles(layer))
            state.SkipWithError("the image did not appear within 10 s");
        canvas.repaint();
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
}
BENCHMARK(firstPaint)
    ->Name("viewing/first_paint_100k_cold")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(10);

void panStep(benchmark::State& state)
{
    bench::application();
    HugeView view(state.range(0) != 0, 1);
    // There and back over tiles that are all there.
    constexpr int steps = 60;
    constexpr double stepX = 17;
    constexpr double stepY = 9;
    const auto place = [](int i) {
        const int along = i % (2 * steps) < steps ? i % steps : steps - i % steps;
        return HugeView::middle() + QPointF(stepX * along, stepY * along);
    };
    for (int i = 0; i < 2 * steps; i += 4)
        view.show(place(i), 1);
    std::vector<double> times;
    int i = 0;
    for (auto _ : state) {
        const auto begun = Clock::now();
        view.canvas().centreOn(place(++i));
        view.canvas().repaint();
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
}
/// Places of the huge image none of whose tiles, nor their neighbours', has been seen: in the
/// textured middle of the levels, `stride` tiles apart.
class UnseenPlaces
{
public:
    explicit UnseenPlaces(QSize stride) : stride_(stride) {}

    struct Place
    {
        double scale;
        QPointF centre; ///< image; the middle of a tile
    };

    /// Nothing when all have been seen.
    std::optional<Place> next()
    {
        const int columns = texturedTiles / stride_.width();
        const int rows = texturedTiles / stride_.height();
        const int level = seen_ / (columns * rows);
        if (level >= texturedLevels)
            return {};
        const int at = seen_++ % (columns * rows);
        const int first = ((hugeSide >> level) - texturedTiles * tileSide) / 2 / tileSide;
        const double reduction = 1 << level;
        const auto middle = [&](int place, int stride) {
            return (first + place * stride + stride / 2 + 0.5) * tileSide * reduction;
        };
        return Place{
            1 / reduction,
            {middle(at % columns, stride_.width()), middle(at / columns, stride_.height())}};
    }

private:
    static constexpr int tileSide = 512;
    static constexpr int texturedTiles = 18; ///< as makeHugeImage() leaves them
    static constexpr int texturedLevels = 3;

    QSize stride_;
    int seen_ = 0;
};

/// From the change of the view to the last of its tiles on the screen, each read from a file that
/// the system has forgotten as far as it can be told to.
void uncachedTiles(benchmark::State& state)
{
    bench::application();
    const bool whole = state.range(0) != 0;
    auto raster = raster::Raster::open(hugeImage());
    widgets::RasterLayer image(raster, raster::defaultDisplay(*raster));
    widgets::Canvas canvas;
    canvas.resize(whole ? QSize(1920, 1080) : QSize(512, 512));
    canvas.setImageSize(raster->size());
    canvas.setLayers({&image});
    canvas.show();
    canvas.repaint();
    waitForTiles(image);
    UnseenPlaces places(whole ? QSize(6, 5) : QSize(3, 3));
    std::vector<double> times;
    for (auto _ : state) {
        state.PauseTiming();
        const auto place = places.next();
        bench::dropFromCache(hugeImage());
        state.ResumeTiming();
        if (!place) {
            state.SkipWithError("there are fewer places than readings");
            break;
        }
        const auto begun = Clock::now();
        canvas.zoomTo(place->scale);
        canvas.centreOn(place->centre);
        canvas.repaint();
        if (!waitForTiles(image))
            state.SkipWithError("the tiles did not appear within 10 s");
        canvas.repaint();
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
}
BENCHMARK(uncachedTiles)
    ->Name("viewing/uncached_tile_to_screen")
    ->ArgName("whole_1080p")
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(108);
BENCHMARK(uncachedTiles)
    ->Name("viewing/uncached_tile_to_screen")
    ->ArgName("whole_1080p")
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(27);

BENCHMARK(panStep)
    ->Name("viewing/pan_three_layers_cached")
    ->ArgName("uhd")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(240);

void zoomStep(benchmark::State& state)
{
    bench::application();
    HugeView view(true, 1);
    constexpr double other = 0.8;
    view.show(HugeView::middle(), other);
    view.show(HugeView::middle(), 1);
    std::vector<double> times;
    bool near = true;
    const double processorBefore = bench::processorMilliseconds();
    for (auto _ : state) {
        const auto begun = Clock::now();
        view.canvas().zoomTo(near ? other : 1);
        view.canvas().repaint();
        times.push_back(millisecondsSince(begun));
        near = !near;
    }
    state.counters["p95_ms"] = percentile95(times);
    state.counters["processor_ms"] =
        (bench::processorMilliseconds() - processorBefore) / static_cast<double>(times.size());
}
BENCHMARK(zoomStep)
    ->Name("viewing/zoom_step_cached_4k")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(100);

/// `change` made to the display each time, until the last tile of the view shows it.
template <class Change>
void changeDisplay(benchmark::State& state, const Change& change)
{
    bench::application();
    HugeView view(true, 1);
    raster::DisplaySettings settings = view.image().settings();
    std::vector<double> times;
    const double processorBefore = bench::processorMilliseconds();
    for (auto _ : state) {
        change(settings);
        const auto begun = Clock::now();
        view.image().setSettings(settings);
        if (!waitForTiles(view.image()))
            state.SkipWithError("the view was not complete within 10 s");
        // What the last tiles outdated.
        QCoreApplication::processEvents();
        times.push_back(millisecondsSince(begun));
    }
    state.counters["p95_ms"] = percentile95(times);
    state.counters["processor_ms"] =
        (bench::processorMilliseconds() - processorBefore) / static_cast<double>(times.size());
}

void changeStretch(benchmark::State& state)
{
    changeDisplay(state, [](raster::DisplaySettings& settings) { settings.stretch[0].low += 1; });
}
BENCHMARK(changeStretch)
    ->Name("viewing/stretch_change_4k")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(40);

/// Other bands each time, the first times before the view was first complete.
void changeBands(benchmark::State& state)
{
    changeDisplay(state, [](raster::DisplaySettings& settings) {
        std::rotate(settings.bands.begin(), settings.bands.begin() + 1, settings.bands.end());
    });
}
BENCHMARK(changeBands)
    ->Name("viewing/band_change_4k")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(40);

/// The file that LIMN_BENCH_IMAGE names, as tests/bench/peers/viewing.py looks at it in napari.
class GivenView
{
public:
    explicit GivenView(benchmark::State& state)
    {
        const std::string path = qEnvironmentVariable("LIMN_BENCH_IMAGE").toStdString();
        if (path.empty()) {
            state.SkipWithError("LIMN_BENCH_IMAGE names no image");
            return;
        }
        raster_ = raster::Raster::open(path);
        image_ = std::make_unique<widgets::RasterLayer>(raster_, raster::defaultDisplay(*raster_));
        canvas_.resize(1920, 1080);
        canvas_.setImageSize(raster_->size());
        canvas_.setLayers({image_.get()});
        canvas_.show();
    }

    void pan(int i)
    {
        const QPointF middle(raster_->size().width / 2.0, raster_->size().height / 2.0);
        canvas_.centreOn(middle + QPointF(17 * (i % 40), 9 * (i % 40)));
        canvas_.repaint();
    }

    void zoom(int i)
    {
        canvas_.zoomTo(i % 2 ? 0.8 : 1);
        canvas_.repaint();
    }

    /// p95 of `step`, whose places have all been seen once before.
    template <class Step>
    void measure(benchmark::State& state, const Step& step)
    {
        if (!raster_)
            return;
        canvas_.zoomTo(1);
        for (int i = 0; i < 40; ++i) {
            step(i);
            waitForTiles(*image_);
        }
        std::vector<double> times;
        int i = 0;
        for (auto _ : state) {
            const auto begun = Clock::now();
            step(i++);
            times.push_back(millisecondsSince(begun));
        }
        state.counters["p95_ms"] = percentile95(times);
    }

private:
    std::shared_ptr<const raster::Raster> raster_;
    std::unique_ptr<widgets::RasterLayer> image_;
    widgets::Canvas canvas_;
};

void panFile(benchmark::State& state)
{
    bench::application();
    GivenView view(state);
    view.measure(state, [&](int i) { view.pan(i); });
}
BENCHMARK(panFile)->Name("file/pan")->Unit(benchmark::kMillisecond)->Iterations(120);

void zoomFile(benchmark::State& state)
{
    bench::application();
    GivenView view(state);
    view.measure(state, [&](int i) { view.zoom(i); });
}
BENCHMARK(zoomFile)->Name("file/zoom")->Unit(benchmark::kMillisecond)->Iterations(120);

} // namespace
