// Wanders about in images of many kinds as restless hands do: pans, zooms, changes the display, the
// layers and the image at random, and now and then stops to compare what is shown with the file.
// LIMN_WANDER_STEPS or LIMN_WANDER_MINUTES says how long, LIMN_WANDER_RASTERS names a folder whose
// images are wandered over as well; built with LIMN_SANITIZE it finds what only shows by chance.
#include "raster/band_statistics.h"
#include "raster/display.h"
#include "raster/raster.h"
#include "tests/raster/raster_corpus.h"
#include "tests/widgets/posted_calls.h"
#include "widgets/canvas.h"
#include "widgets/index_layer.h"
#include "widgets/outline_layer.h"
#include "widgets/raster_layer.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <random>
#include <thread>

using namespace limn;
using namespace limn::widgets;

namespace
{

constexpr int defaultSteps = 600;
constexpr int stepsBetweenChecks = 60;
constexpr QSize smallest{200, 150};
constexpr QSize largest{700, 500};
constexpr int largestMask = 2048; ///< a side of what may be painted
constexpr qint64 millisecondsAMinute = 60000;

struct Kind
{
    const char* name;
    corpus::Recipe recipe;
};

std::vector<Kind> kinds()
{
    std::vector<Kind> all;
    const auto add = [&](const char* name, GDALDataType type, int bands, double scale,
                         std::vector<const char*> options) -> corpus::Recipe& {
        corpus::Recipe recipe;
        recipe.width = 1700;
        recipe.height = 1100;
        recipe.bands = bands;
        recipe.type = type;
        recipe.options = std::move(options);
        recipe.value = [scale](int band, int x, int y) { return scale * corpus::ramp(band, x, y); };
        return all.emplace_back(Kind{name, std::move(recipe)}).recipe;
    };
    add("bytes.tif", GDT_Byte, 3, 1, {"TILED=YES", "COMPRESS=DEFLATE"}).complete =
        [](GDALDataset& dataset) {
            int factors[] = {2, 4};
            dataset.BuildOverviews("NEAREST", 2, factors, 0, nullptr, nullptr, nullptr);
        };
    add("strips.tif", GDT_UInt16, 4, 200, {"COMPRESS=LZW", "INTERLEAVE=PIXEL"}).describe =
        [](GDALDataset& dataset) { dataset.GetRasterBand(1)->SetNoDataValue(51 * 200); };
    add("floats.tif", GDT_Float32, 2, 0.3, {"TILED=YES"}).value = [](int band, int x, int y) {
        return (x / 64 + y / 64) % 9 == 0 ? std::nan("") : 0.3 * corpus::ramp(band, x, y);
    };
    add("alpha.tif", GDT_Byte, 4, 1, {"ALPHA=YES", "PHOTOMETRIC=RGB", "TILED=YES"}).value =
        [](int band, int x, int y) {
            return band < 3 ? corpus::ramp(band, x, y) : (x / 90 % 5 == 0 ? 0.0 : 255.0);
        };
    add("palette.tif", GDT_Byte, 1, 1, {"PHOTOMETRIC=PALETTE", "TILED=YES"}).describe =
        [](GDALDataset& dataset) {
            GDALColorTable colours;
            for (short i = 0; i < 256; ++i) {
                const GDALColorEntry entry{i, static_cast<short>(255 - i), 90, 255};
                colours.SetColorEntry(i, &entry);
            }
            dataset.GetRasterBand(1)->SetColorTable(&colours);
        };
    add("doubles.tif", GDT_Float64, 1, 1e-3, {"TILED=YES", "COMPRESS=ZSTD", "PREDICTOR=3"})
        .describe = [](GDALDataset& dataset) {
        dataset.GetRasterBand(1)->SetNoDataValue(std::nan(""));
    };
    add("signed.tif", GDT_Int32, 3, -4000, {"BLOCKYSIZE=7", "INTERLEAVE=BAND"});
    return all;
}

/// The images of a file: the file, or those that it holds. Throws RasterError where it has none.
std::vector<std::string> imagesOf(const std::string& file)
{
    try {
        raster::Raster::open(file);
        return {file};
    } catch (const raster::SeveralImages& several) {
        std::vector<std::string> names;
        for (const raster::InnerImage& image : several.images())
            names.push_back(image.name);
        return names;
    }
}

/// A picture, a mask and an outline over it.
struct Scene
{
    std::shared_ptr<const raster::Raster> raster;
    std::jthread statistics; ///< beside looking, as for the histogram
    std::unique_ptr<RasterLayer> image;
    int labelsWidth;
    int labelsHeight;
    std::vector<std::uint8_t> labels; ///< of the upper left part
    std::unique_ptr<IndexLayer> mask;
    std::unique_ptr<OutlineLayer> outlines;

    explicit Scene(const std::string& path)
        : raster(raster::Raster::open(path)),
          image(std::make_unique<RasterLayer>(raster, raster::defaultDisplay(*raster))),
          labelsWidth(std::min(raster->size().width, largestMask)),
          labelsHeight(std::min(raster->size().height, largestMask)),
          labels(static_cast<std::size_t>(labelsWidth) * labelsHeight),
          mask(std::make_unique<IndexLayer>(
              QStringLiteral("mask"), QStringLiteral("Mask"), raster->size(),
              [this](const raster::PixelRect& window, int step, std::span<std::uint8_t> out) {
                  std::size_t i = 0;
                  for (int y = window.y; y < window.bottom(); y += step)
                      for (int x = window.x; x < window.right(); x += step)
                          out[i++] = x < labelsWidth && y < labelsHeight
                                         ? labels[static_cast<std::size_t>(y) * labelsWidth + x]
                                         : std::uint8_t{0};
              })),
          outlines(std::make_unique<OutlineLayer>(QStringLiteral("outlines"),
                                                  QStringLiteral("Outlines")))
    {
        // Under a sanitizer, beside other work, a local file's tile may take ten seconds.
        image->setPatience(std::chrono::hours(1));
        IndexPalette palette{};
        for (int i = 1; i < 256; ++i)
            palette[i] = qRgba(i * 37 % 256, i * 91 % 256, i * 53 % 256, 150);
        mask->setPalette(palette);
        Outline outline;
        outline.id = 1;
        outline.colour = Qt::red;
        outline.rings = {QPolygonF({{100, 100}, {900, 150}, {500, 800}})};
        outlines->setOutlines({outline});
    }
};

} // namespace

class Wander : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const Kind& kind : kinds()) {
            const QString path = folder_.filePath(kind.name);
            QVERIFY(corpus::make(path, kind.recipe));
            paths_.push_back(path.toStdString());
        }
        const QDir given(qEnvironmentVariable("LIMN_WANDER_RASTERS"));
        for (const QString& name : qEnvironmentVariableIsSet("LIMN_WANDER_RASTERS")
                                       ? given.entryList(QDir::Files, QDir::Name)
                                       : QStringList())
            for (const std::string& image : imagesOf(given.filePath(name).toStdString()))
                paths_.push_back(image);
        posted_ = std::make_unique<tests::PostedCalls>();
        canvas_ = std::make_unique<Canvas>();
        canvas_->resize(largest);
        canvas_->show();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
    }

    void cleanupTestCase()
    {
        canvas_.reset();
        scene_.reset();
        posted_.reset();
    }

    void wander()
    {
        bool steps = false;
        bool minutes = false;
        const int mostSteps = qEnvironmentVariableIntValue("LIMN_WANDER_STEPS", &steps);
        const int mostMinutes = qEnvironmentVariableIntValue("LIMN_WANDER_MINUTES", &minutes);
        const int most = steps ? mostSteps : defaultSteps;
        QElapsedTimer begun;
        begun.start();
        openAnother();
        int step = 0;
        while (minutes ? begun.elapsed() < mostMinutes * millisecondsAMinute : step < most) {
            act();
            QCoreApplication::processEvents();
            if (++step % stepsBetweenChecks == 0)
                compare();
            if (QTest::currentTestFailed())
                return;
            if (minutes && begun.elapsed() / millisecondsAMinute > told_) {
                told_ = begun.elapsed() / millisecondsAMinute;
                qInfo("%d steps in %lld minutes over %zu images", step,
                      static_cast<long long>(told_), paths_.size());
            }
        }
        qInfo("%d steps over %zu images, %d opened, %d views compared", step, paths_.size(),
              opened_, compared_);
    }

private:
    int upTo(int most) { return std::uniform_int_distribution(0, most)(random_); }
    double between(double low, double high)
    {
        return std::uniform_real_distribution(low, high)(random_);
    }

    void openAnother()
    {
        auto next = std::make_unique<Scene>(
            paths_[static_cast<std::size_t>(upTo(static_cast<int>(paths_.size()) - 1))]);
        ++opened_;
        canvas_->setLayers({});
        scene_ = std::move(next);
        canvas_->setImageSize({});
        canvas_->setImageSize(scene_->raster->size());
        canvas_->setLayers({scene_->image.get(), scene_->outlines.get(), scene_->mask.get()});
    }

    void act()
    {
        switch (upTo(23)) {
        case 0:
            openAnother();
            break;
        case 1:
            canvas_->resize(smallest.width() + upTo(largest.width() - smallest.width()),
                            smallest.height() + upTo(largest.height() - smallest.height()));
            break;
        case 2:
        case 3:
            changeDisplay();
            break;
        case 4:
            scene_->mask->setOpacity(between(0, 1));
            break;
        case 5:
            scene_->outlines->setVisible(upTo(1) == 1);
            break;
        case 6:
            scene_->image->retryFailed();
            break;
        case 7:
            canvas_->fit();
            break;
        case 8:
        case 9:
            paint();
            break;
        case 10:
        case 11:
        case 12:
        case 13:
            canvas_->zoomBy(between(0.5, 2),
                            {between(0, canvas_->width()), between(0, canvas_->height())});
            break;
        case 14:
            turnWheel();
            break;
        case 15:
        case 16:
            drag();
            break;
        case 17:
            count();
            break;
        default: {
            ViewTransform view = canvas_->view();
            view.origin += QPointF(between(-300, 300), between(-300, 300)) / view.scale;
            canvas_->setView(view);
            break;
        }
        }
    }

    QPoint somewhere() { return {upTo(canvas_->width()), upTo(canvas_->height())}; }

    void turnWheel()
    {
        const QPointF at = somewhere();
        QWheelEvent wheel(at, canvas_->mapToGlobal(at), {}, {0, upTo(1) == 0 ? 120 : -120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas_.get(), &wheel);
    }

    void drag()
    {
        QTest::mousePress(canvas_.get(), Qt::MiddleButton, {}, somewhere());
        for (int i = upTo(4); i >= 0; --i) {
            QTest::mouseMove(canvas_.get(), somewhere());
            QCoreApplication::processEvents();
        }
        QTest::mouseRelease(canvas_.get(), Qt::MiddleButton, {}, somewhere());
    }

    /// The histogram of what is in view, as the display's controls show it.
    void count()
    {
        const raster::PixelRect window = scene_->image->visiblePixels();
        const int band = upTo(scene_->raster->bandCount() - 1);
        scene_->statistics = std::jthread([raster = scene_->raster, band, window] {
            raster::BandStatistics::of(*raster, band, window);
        });
    }

    void changeDisplay()
    {
        raster::DisplaySettings settings = scene_->image->settings();
        const int bands = scene_->raster->bandCount();
        if (upTo(1) == 0)
            for (int& band : settings.bands)
                band = upTo(bands - 1);
        else
            for (raster::BandStretch& stretch : settings.stretch)
                stretch.gamma = between(0.5, 2);
        scene_->image->setSettings(settings);
    }

    void paint()
    {
        const raster::PixelRect part =
            raster::PixelRect{upTo(scene_->labelsWidth - 1), upTo(scene_->labelsHeight - 1),
                              1 + upTo(300), 1 + upTo(300)}
                .intersected({0, 0, scene_->labelsWidth, scene_->labelsHeight});
        const auto value = static_cast<std::uint8_t>(upTo(255));
        for (int y = part.y; y < part.bottom(); ++y)
            std::fill_n(scene_->labels.begin() +
                            static_cast<std::ptrdiff_t>(y) * scene_->labelsWidth + part.x,
                        part.width, value);
        scene_->mask->invalidate(part);
    }

    /// At 1:1, without overlays, every pixel is the file's.
    void compare()
    {
        ++compared_;
        canvas_->setOverlaysHidden(true);
        canvas_->zoomTo(1);
        canvas_->grab(); // layers learn of the view when they are painted
        QTRY_VERIFY_WITH_TIMEOUT(scene_->image->isComplete(), 60000);
        const QImage shown = canvas_->grab().toImage();
        const ViewTransform& view = canvas_->view();
        const raster::PixelRect window{static_cast<int>(std::lround(view.origin.x())),
                                       static_cast<int>(std::lround(view.origin.y())),
                                       shown.width(), shown.height()};
        const raster::DisplaySettings& settings = scene_->image->settings();
        const raster::PixelBlock block =
            scene_->raster->read(window, {window.width, window.height}, settings.bands);
        std::vector<std::uint8_t> rgba(block.valid.size() * 4);
        raster::toRgba(block, settings, rgba.data());
        for (int y = 0; y < shown.height(); ++y)
            for (int x = 0; x < shown.width(); ++x) {
                const std::uint8_t* pixel =
                    rgba.data() + 4 * (static_cast<std::size_t>(y) * shown.width() + x);
                if (pixel[3] == 0)
                    continue;
                const QRgb at = shown.pixel(x, y);
                if (qRed(at) != pixel[0] || qGreen(at) != pixel[1] || qBlue(at) != pixel[2])
                    QFAIL(
                        qPrintable(QString("pixel %1, %2 of %3")
                                       .arg(x)
                                       .arg(y)
                                       .arg(QString::fromStdString(scene_->raster->info().path))));
            }
        canvas_->setOverlaysHidden(false);
    }

    QTemporaryDir folder_;
    std::vector<std::string> paths_;
    std::unique_ptr<tests::PostedCalls> posted_;
    std::unique_ptr<Canvas> canvas_;
    std::unique_ptr<Scene> scene_;
    std::mt19937 random_{20240};
    qint64 told_ = 0; ///< minutes
    int opened_ = 0;
    int compared_ = 0;
};

QTEST_MAIN(Wander)
#include "wander.moc"
