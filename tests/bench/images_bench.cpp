// Ten thousand images in a project: opening it with its list, scrolling the list, filtering it.
// Through the real panel and the project's file; the screen is Qt's offscreen platform.

#include "annotation/project.h"
#include "raster/raster_writer.h"
#include "tests/bench/bench_application.h"
#include "ui/images_panel.h"
#include "ui/project_session.h"

#include <benchmark/benchmark.h>
#include <filesystem>
#include <memory>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <vector>

namespace
{

using namespace limn;
using bench::Clock;

constexpr int manyImages = 10000;
constexpr int fileSide = 64;

/// Made once a run: links to one small image, a third of them with a complete region.
const std::string& manyImagesProject()
{
    static const QTemporaryDir folder;
    static const std::string path = [] {
        const std::filesystem::path root = folder.path().toStdString();
        const std::string first = (root / "tile0.tif").string();
        raster::WriterOptions options;
        options.size = {fileSide, fileSide};
        options.bands = 3;
        raster::RasterWriter writer(first, options);
        writer.write({0, 0, fileSide, fileSide},
                     std::vector<std::uint8_t>(3 * fileSide * fileSide, 90));
        writer.finish();
        const auto project = annotation::Project::create(root / "many.limn");
        project->transaction([&] {
            for (int i = 0; i < manyImages; ++i) {
                const auto file = root / ("tile" + std::to_string(i) + ".tif");
                if (i > 0)
                    std::filesystem::create_hard_link(first, file);
                const auto image = project->addImage(file);
                if (i % 3 == 0)
                    project->setCompleteRegions(image.id, {{0, {0, 0, fileSide, fileSide}, 1}});
            }
        });
        return (root / "many.limn").string();
    }();
    return path;
}

struct OpenPanel
{
    OpenPanel()
        : session(
              annotation::Project::open(manyImagesProject(), annotation::Project::Access::ReadOnly))
    {
        panel.resize(240, 900);
        panel.setImages(session.images(), false);
        panel.setLabelled(session.project().labelledParts());
        panel.show();
        panel.repaint();
    }

    ui::ProjectSession session;
    ui::ImagesPanel panel;
};

void openMany(benchmark::State& state)
{
    bench::application();
    manyImagesProject();
    std::vector<double> times;
    for (auto _ : state) {
        const auto begun = Clock::now();
        const OpenPanel open;
        times.push_back(bench::millisecondsSince(begun));
    }
    state.counters["p95_ms"] = bench::percentile95(times);
}
BENCHMARK(openMany)->Name("images/open_10000")->Unit(benchmark::kMillisecond)->Iterations(10);

void scrollMany(benchmark::State& state)
{
    bench::application();
    OpenPanel open;
    QScrollBar* bar = open.panel.findChild<QListView*>("images")->verticalScrollBar();
    std::vector<double> times;
    int place = 0;
    for (auto _ : state) {
        const auto begun = Clock::now();
        place = (place + 4999) % std::max(1, bar->maximum());
        bar->setValue(place);
        open.panel.repaint();
        QCoreApplication::processEvents();
        times.push_back(bench::millisecondsSince(begun));
    }
    state.counters["p95_ms"] = bench::percentile95(times);
}
BENCHMARK(scrollMany)->Name("images/scroll_10000")->Unit(benchmark::kMillisecond)->Iterations(200);

void filterMany(benchmark::State& state)
{
    bench::application();
    OpenPanel open;
    auto* search = open.panel.findChild<QLineEdit*>("searchImages");
    auto* labels = open.panel.findChild<QComboBox*>("filterLabels");
    const QStringList texts{"7", "77", "tile1", "", "9.tif"};
    std::vector<double> times;
    qsizetype i = 0;
    for (auto _ : state) {
        const auto begun = Clock::now();
        // By text and by labels in turn.
        if (i % 2 == 0)
            search->setText(texts[i / 2 % texts.size()]);
        else
            labels->setCurrentIndex(static_cast<int>(i / 2 % labels->count()));
        ++i;
        open.panel.repaint();
        times.push_back(bench::millisecondsSince(begun));
    }
    state.counters["p95_ms"] = bench::percentile95(times);
}
BENCHMARK(filterMany)->Name("images/filter_10000")->Unit(benchmark::kMillisecond)->Iterations(50);

} // namespace
