// What the layers put on the screen, pixel by pixel, against plain reference rendering.
#include "raster/raster_writer.h"
#include "tests/raster/http_server.h"
#include "widgets/canvas.h"
#include "widgets/index_layer.h"
#include "widgets/line_simplification.h"
#include "widgets/outline_layer.h"
#include "widgets/raster_layer.h"
#include "widgets/rect_grid.h"
#include "widgets/region_layer.h"

#include <atomic>
#include <cmath>
#include <gdal_priv.h>
#include <QFile>
#include <QLineF>
#include <QPainter>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <random>
#include <set>
#include <stdexcept>

using namespace limn;
using namespace limn::widgets;

namespace
{

constexpr int width = 1300;
constexpr int height = 900;

/// Smooth, so that a reduced picture of it is near to it, and different in each band.
std::array<int, 3> sampleAt(int x, int y)
{
    return {x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height)};
}

std::string writeGradient(const QString& path)
{
    raster::WriterOptions options;
    options.size = {width, height};
    options.bands = 3;
    raster::RasterWriter writer(path.toStdString(), options);
    std::vector<std::uint8_t> samples(3u * width * height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int band = 0; band < 3; ++band)
                samples[(static_cast<std::size_t>(band) * height + y) * width + x] =
                    static_cast<std::uint8_t>(sampleAt(x, y)[band]);
    writer.write({0, 0, width, height}, samples);
    writer.finish();
    return path.toStdString();
}

/// Blocks of 256 x 256, deflated noise, so that a block's bytes can be spoilt. Returns the offset
/// and length of block (column, row) in the file.
std::pair<qint64, qint64> writeBlocks(const QString& path, int column, int row)
{
    GDALAllRegister();
    auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const char* const options[] = {"TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=FALSE", nullptr};
    auto* dataset = driver->Create(path.toUtf8().constData(), 2048, 1024, 1, GDT_Byte,
                                   const_cast<char**>(options));
    std::mt19937 random(7);
    std::vector<std::uint8_t> samples(2048 * 1024);
    for (auto& sample : samples)
        sample = static_cast<std::uint8_t>(64 + random() % 128);
    if (dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 2048, 1024, samples.data(), 2048, 1024,
                                            GDT_Byte, 0, 0) != CE_None)
        throw std::runtime_error("the test image could not be written");
    GDALClose(dataset);
    auto* written = static_cast<GDALDataset*>(GDALOpen(path.toUtf8().constData(), GA_ReadOnly));
    const auto ask = [&](const char* what) {
        const QByteArray name = QByteArray("BLOCK_") + what + '_' + QByteArray::number(column) +
                                '_' + QByteArray::number(row);
        return QByteArray(written->GetRasterBand(1)->GetMetadataItem(name, "TIFF")).toLongLong();
    };
    const std::pair place(ask("OFFSET"), ask("SIZE"));
    GDALClose(written);
    return place;
}

raster::DisplaySettings plainSettings(std::array<int, 3> bands = {0, 1, 2})
{
    raster::DisplaySettings settings;
    settings.bands = bands;
    return settings;
}

int worstDifference(QColor shown, std::array<int, 3> expected)
{
    return std::max({std::abs(shown.red() - expected[0]), std::abs(shown.green() - expected[1]),
                     std::abs(shown.blue() - expected[2])});
}

QPoint imagePixel(const ViewTransform& view, QPoint screen)
{
    const QPointF at = view.toImage(QPointF(screen) + QPointF(0.5, 0.5));
    return {static_cast<int>(std::floor(at.x())), static_cast<int>(std::floor(at.y()))};
}

/// What a layer shows of the view, painted part by part over black.
QImage paintedInParts(CanvasLayer& layer, const ViewTransform& view,
                      const std::vector<QRect>& parts)
{
    QImage image(view.viewport, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::black);
    for (const QRect& part : parts) {
        QPainter painter(&image);
        painter.setClipRect(part);
        layer.paint(painter, view, part);
    }
    return image;
}

} // namespace

class LayersTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const raster::Raster> gradient_;
    std::unique_ptr<Canvas> canvas_;

    using Bands = std::array<int, 3>;

    /// The worst difference of any shown image pixel from the file's samples.
    int worstOnScreen(Bands bands = {0, 1, 2}) { return worstOnScreenOfEither(bands, bands); }

    /// The same where each pixel may show one choice of bands or the other.
    int worstOnScreenOfEither(Bands one, Bands other)
    {
        const QImage shown = canvas_->grab().toImage();
        const ViewTransform& view = canvas_->view();
        int worst = 0;
        for (int y = 0; y < shown.height(); ++y)
            for (int x = 0; x < shown.width(); ++x) {
                const QPoint at = imagePixel(view, {x, y});
                if (!QRect(0, 0, width, height).contains(at))
                    continue;
                const auto sample = sampleAt(at.x(), at.y());
                const auto off = [&](const Bands& bands) {
                    return worstDifference(shown.pixelColor(x, y),
                                           {sample[bands[0]], sample[bands[1]], sample[bands[2]]});
                };
                worst = std::max(worst, std::min(off(one), off(other)));
            }
        return worst;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        gradient_ = raster::Raster::open(writeGradient(folder_.filePath("gradient.tif")));
    }

    void init()
    {
        canvas_ = std::make_unique<Canvas>();
        canvas_->resize(500, 400);
        canvas_->show();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
    }

    void cleanup() { canvas_.reset(); }

    void theImageIsShownPixelByPixel_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("tolerance");
        QTest::newRow("enlarged 12 times") << 12.0 << 0;
        QTest::newRow("enlarged 2.5 times") << 2.5 << 0;
        QTest::newRow("one to one") << 1.0 << 0;
        QTest::newRow("reduced to 0.7") << 0.7 << 2;
        QTest::newRow("reduced to a half") << 0.5 << 2;
        QTest::newRow("reduced to 0.3") << 0.3 << 3;
    }

    void theImageIsShownPixelByPixel()
    {
        QFETCH(double, scale);
        QFETCH(int, tolerance);
        RasterLayer layer(gradient_, plainSettings());
        canvas_->setImageSize({width, height});
        canvas_->setLayers({&layer});
        ViewTransform view = canvas_->view();
        view.scale = scale;
        // Around a corner of four tiles, off whole pixels.
        view.origin = QPointF(512.3, 512.7) - QPointF(250, 200) / scale;
        canvas_->setView(view);
        QCOMPARE(canvas_->view().scale, scale);
        QTRY_VERIFY(layer.isComplete());
        QVERIFY2(worstOnScreen() <= tolerance, qPrintable(QString::number(worstOnScreen())));
    }

    void coarserTilesStandInUntilFinerOnesCome()
    {
        RasterLayer layer(gradient_, plainSettings());
        canvas_->setImageSize({width, height});
        canvas_->setLayers({&layer});
        QTRY_VERIFY(layer.isComplete());
        canvas_->zoomTo(1);
        // Tiles are handed over by the event loop: none can have come yet.
        QVERIFY(worstOnScreen() <= 4);
        QVERIFY(!layer.isComplete());
        QSignalSpy completed(&layer, &RasterLayer::completed);
        QTRY_COMPARE(completed.count(), 1);
        QCOMPARE(worstOnScreen(), 0);
    }

    void otherSettingsReplaceThePictureTileByTile()
    {
        RasterLayer layer(gradient_, plainSettings());
        canvas_->setImageSize({width, height});
        canvas_->setLayers({&layer});
        canvas_->zoomTo(1);
        QTRY_VERIFY(layer.isComplete());
        QSignalSpy changed(&layer, &RasterLayer::settingsChanged);
        layer.setSettings(plainSettings({2, 0, 1}));
        // Each tile's old picture until its new one is there.
        QCOMPARE(worstOnScreenOfEither({0, 1, 2}, {2, 0, 1}), 0);
        QTRY_VERIFY(layer.isComplete());
        QCOMPARE(worstOnScreen({2, 0, 1}), 0);
        layer.setSettings(plainSettings({2, 0, 1}));
        QCOMPARE(changed.count(), 1);
    }

    void aTileThatCannotBeReadIsHatchedAndReportedOnce()
    {
        const QString path = folder_.filePath("spoilt.tif");
        const auto [offset, length] = writeBlocks(path, 5, 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(offset));
        const QByteArray good = file.read(length);
        QVERIFY(file.seek(offset));
        file.write(QByteArray(length, '\xff'));
        QVERIFY(file.flush());

        RasterLayer layer(raster::Raster::open(path.toStdString()), plainSettings({0, 0, 0}));
        QSignalSpy failed(&layer, &RasterLayer::readFailed);
        canvas_->setImageSize({2048, 1024});
        canvas_->setLayers({&layer});
        canvas_->zoomTo(1);
        canvas_->showRect(QRectF(1024, 0, 512, 400));
        ViewTransform view = canvas_->view();
        view.scale = 1;
        view.origin = {1100, 100};
        canvas_->setView(view);
        QTRY_VERIFY(layer.isComplete());
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("spoilt.tif")));
        const QImage hatched = canvas_->grab().toImage();
        std::set<QRgb> colours;
        for (int x = 0; x < 60; ++x)
            colours.insert(hatched.pixel(200 + x, 200));
        QCOMPARE(colours.size(), 2u);
        canvas_->zoomBy(1.5, {250, 200});
        canvas_->grab();
        QTRY_VERIFY(layer.isComplete());
        QCOMPARE(failed.count(), 1);

        QVERIFY(file.seek(offset));
        file.write(good);
        QVERIFY(file.flush());
        layer.retryFailed();
        QTRY_VERIFY(layer.isComplete());
        const QImage mended = canvas_->grab().toImage();
        colours.clear();
        for (int x = 0; x < 60; ++x)
            colours.insert(mended.pixel(200 + x, 200));
        QVERIFY(colours.size() > 5);
        QCOMPARE(failed.count(), 1);
    }

    void aTileThatDoesNotAnswerIsHatchedUntilItDoes()
    {
        writeBlocks(folder_.filePath("far.tif"), 0, 0);
        tests::HttpServer server(folder_.path().toStdString());
        const auto far = raster::Raster::open(server.address("far.tif"));
        server.setMood(tests::HttpServer::Mood::Hanging);
        RasterLayer layer(far, plainSettings({0, 0, 0}));
        layer.setPatience(std::chrono::milliseconds(100));
        QSignalSpy failed(&layer, &RasterLayer::readFailed);
        canvas_->setImageSize({2048, 1024});
        canvas_->setLayers({&layer});
        ViewTransform view = canvas_->view();
        view.scale = 1;
        view.origin = {1100, 300};
        canvas_->setView(view);
        const auto colours = [this] {
            const QImage shown = canvas_->grab().toImage();
            std::set<QRgb> found;
            for (int x = 0; x < 60; ++x)
                found.insert(shown.pixel(200 + x, 100));
            return found.size();
        };
        QTRY_VERIFY_WITH_TIMEOUT(layer.isComplete(), 30000);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("has not answered")));
        QCOMPARE(colours(), std::size_t{2});

        server.setMood(tests::HttpServer::Mood::Helpful);
        layer.setPatience(std::chrono::hours(1));
        layer.retryFailed();
        QTRY_VERIFY_WITH_TIMEOUT(layer.isComplete() && colours() > 5, 30000);
    }

    void aLayerMayGoWhileTilesAreUnderWay()
    {
        for (int i = 0; i < 20; ++i) {
            RasterLayer layer(gradient_, plainSettings());
            ViewTransform view;
            view.viewport = {width, height};
            layer.viewChanged(view);
        }
        QCoreApplication::processEvents();
    }

    void masksEqualAPlainRendering_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("enlarged 5.3 times") << 5.3;
        QTest::newRow("one to one") << 1.0;
        QTest::newRow("reduced to 0.8") << 0.8;
        QTest::newRow("reduced to a half") << 0.5;
        QTest::newRow("reduced to 0.3") << 0.3;
    }

    void masksEqualAPlainRendering()
    {
        QFETCH(double, scale);
        constexpr int side = 1500;
        std::vector<std::uint8_t> mask(side * side);
        IndexLayer layer(
            QStringLiteral("mask"), QStringLiteral("Labels"), {side, side},
            [&](const raster::PixelRect& window, int step, std::span<std::uint8_t> out) {
                std::size_t i = 0;
                for (int y = window.y; y < window.bottom(); y += step)
                    for (int x = window.x; x < window.right(); x += step)
                        out[i++] = mask[y * side + x];
            });
        IndexPalette palette{};
        for (int value = 1; value < 256; ++value)
            palette[value] = qRgba(value, 255 - value, value * 3 % 256, 255);
        layer.setPalette(palette);
        canvas_->setImageSize({side, side});
        canvas_->setLayers({&layer});
        ViewTransform view = canvas_->view();
        view.scale = scale;
        view.origin = QPointF(700.4, 690.9) - QPointF(250, 200) / scale;
        canvas_->setView(view);
        const QColor ground = canvas_->grab().toImage().pixelColor(250, 200);
        int step = 1;
        while (step * 2 * scale <= 1 + 1e-9)
            step *= 2;

        std::mt19937 random(3);
        for (int round = 0; round < 6; ++round) {
            const raster::PixelRect part{
                static_cast<int>(random() % 1300) - 50, static_cast<int>(random() % 1300) - 50,
                1 + static_cast<int>(random() % 400), 1 + static_cast<int>(random() % 400)};
            const auto value = static_cast<std::uint8_t>(round == 4 ? 0 : random() % 256);
            const auto inside = part.intersected({0, 0, side, side});
            for (int y = inside.y; y < inside.bottom(); ++y)
                std::fill_n(&mask[y * side + inside.x], inside.width, value);
            layer.invalidate(part);
            const QImage shown = canvas_->grab().toImage();
            for (int y = 0; y < shown.height(); ++y)
                for (int x = 0; x < shown.width(); ++x) {
                    const QPoint at = imagePixel(canvas_->view(), {x, y});
                    if (!QRect(0, 0, side, side).contains(at))
                        continue;
                    const int index = mask[at.y() / step * step * side + at.x() / step * step];
                    const QColor expected = index == 0 ? ground : QColor::fromRgb(palette[index]);
                    if (shown.pixelColor(x, y) != expected)
                        QFAIL(qPrintable(
                            QStringLiteral("pixel %1, %2 in round %3").arg(x).arg(y).arg(round)));
                }
        }
    }

    void aSmallChangeReadsLittle()
    {
        std::int64_t reads = 0;
        IndexLayer layer(QStringLiteral("mask"), QStringLiteral("Labels"), {1500, 1500},
                         [&](const raster::PixelRect&, int, std::span<std::uint8_t> out) {
                             std::fill(out.begin(), out.end(), std::uint8_t{1});
                             reads += static_cast<std::int64_t>(out.size());
                         });
        canvas_->setImageSize({1500, 1500});
        canvas_->setLayers({&layer});
        canvas_->zoomTo(1);
        canvas_->grab();
        QVERIFY(reads >= 500 * 400);
        reads = 0;
        layer.invalidate({740, 740, 20, 30});
        canvas_->grab();
        QCOMPARE(reads, std::int64_t{20 * 30});
        canvas_->zoomBy(1.5, {250, 200});
        canvas_->grab();
        QCOMPARE(reads, std::int64_t{20 * 30});
    }

    void whatTakesLongIsReadOnAnotherThread()
    {
        // Four tiles, each read when the gate opens.
        QSemaphore gate;
        std::atomic<int> onOther = 0;
        int here = 0;
        IndexLayer layer(QStringLiteral("mask"), QStringLiteral("Labels"), {1500, 1500},
                         [&](const raster::PixelRect&, int, std::span<std::uint8_t> out) {
                             ++here;
                             std::fill(out.begin(), out.end(), std::uint8_t{2});
                         });
        bool isSlow = true;
        const auto* window = QThread::currentThread();
        layer.setLater([&](const raster::PixelRect& rect, int) -> IndexLayer::Reading {
            if (!isSlow)
                return {};
            const bool isDamaged = rect.contains(1400, 1400);
            return [&, isDamaged](std::span<std::uint8_t> out) {
                gate.acquire();
                onOther += QThread::currentThread() != window;
                std::fill(out.begin(), out.end(), std::uint8_t{1});
                if (isDamaged)
                    throw std::runtime_error("A tile is damaged.");
            };
        });
        IndexPalette palette{};
        palette[1] = qRgb(200, 100, 0);
        palette[2] = qRgb(0, 200, 100);
        layer.setPalette(palette);
        QSignalSpy failed(&layer, &IndexLayer::readFailed);
        canvas_->setImageSize({1500, 1500});
        canvas_->setLayers({&layer});
        const auto at = [&](QPointF image) {
            return canvas_->grab().toImage().pixelColor(canvas_->view().toScreen(image).toPoint());
        };
        const QColor ground = at({700, 700});
        QVERIFY(ground != QColor(200, 100, 0));
        QCOMPARE(here, 0);
        gate.release(100);
        QTRY_COMPARE(at({700, 700}), QColor(200, 100, 0));
        for (const QPointF& place :
             {QPointF(50, 50), QPointF(1400, 50), QPointF(50, 1400), QPointF(1400, 1400)})
            QTRY_COMPARE(at(place), QColor(200, 100, 0));
        QVERIFY(onOther > 0);
        QCOMPARE(here, 0);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].toString(), QString("A tile is damaged."));
        // A finer level is seen at once, if coarsely, and a small change is read at once.
        gate.acquire(gate.available());
        canvas_->zoomTo(1);
        QCOMPARE(at({750, 750}), QColor(200, 100, 0));
        isSlow = false;
        gate.release(100);
        layer.invalidate({740, 740, 20, 20});
        QTRY_COMPARE(at({750, 750}), QColor(0, 200, 100));
        QTRY_COMPARE(at({700, 700}), QColor(200, 100, 0));
        QVERIFY(here > 0);
    }

    void aLayerMayGoWhileItIsRead()
    {
        const auto gate = std::make_shared<QSemaphore>();
        auto layer = std::make_unique<IndexLayer>(
            QStringLiteral("mask"), QStringLiteral("Labels"), raster::PixelSize{1500, 1500},
            [](const raster::PixelRect&, int, std::span<std::uint8_t>) {});
        layer->setLater([gate](const raster::PixelRect&, int) -> IndexLayer::Reading {
            return [gate](std::span<std::uint8_t>) { gate->acquire(); };
        });
        canvas_->setImageSize({1500, 1500});
        canvas_->setLayers({layer.get()});
        canvas_->grab();
        gate->release(1);
        layer.reset();
        canvas_->grab();
        gate->release(100);
        QCoreApplication::processEvents();
        QVERIFY(canvas_->layers().empty());
    }

    void regionsHaveADashedBorderAndAName()
    {
        RegionLayer layer(QStringLiteral("regions"), QStringLiteral("Regions"));
        QVERIFY(layer.isBlank());
        const QColor colour(255, 80, 0);
        layer.setRegions({{QRectF(20, 10, 60, 80), colour, QStringLiteral("Complete: land")},
                          {QRectF(82, 10, 2, 2), colour, QStringLiteral("too small for a name")}});
        canvas_->setImageSize({100, 100});
        canvas_->setLayers({&layer});
        QImage picture = canvas_->grab().toImage();
        const auto screen = [&](double x, double y) {
            return canvas_->view().toScreen({x, y}).toPoint();
        };
        const QColor ground = picture.pixelColor(screen(50, 80));
        // Dashes with gaps along each side, nothing away from them.
        const auto dashes = [&](QPoint from, QPoint to) {
            int count = 0;
            const int length = std::max(std::abs(to.x() - from.x()), std::abs(to.y() - from.y()));
            for (int i = 0; i <= length; ++i)
                count += picture.pixelColor(from + (to - from) * i / length).red() > 200;
            return static_cast<double>(count) / length;
        };
        for (const auto& [from, to] : {std::pair{screen(20, 10), screen(80, 10)},
                                       {screen(20, 90), screen(80, 90)},
                                       {screen(20, 12), screen(20, 88)},
                                       {screen(80, 12), screen(80, 88)}})
            QVERIFY2(dashes(from, to) > 0.4 && dashes(from, to) < 0.8,
                     qPrintable(QString::number(dashes(from, to))));
        QCOMPARE(picture.pixelColor(screen(10, 50)), ground);
        QCOMPARE(picture.pixelColor(screen(50, 50)), ground);
        QVERIFY(picture.pixelColor(screen(20, 10) + QPoint(8, 8)) != ground);
        // In parts it is the same as at once.
        limn::widgets::ViewTransform view = canvas_->view();
        const auto painted = [&](const std::vector<QRect>& parts) {
            return paintedInParts(layer, view, parts);
        };
        const int width = view.viewport.width();
        const int height = view.viewport.height();
        QVERIFY(painted({QRect(0, 0, width, height)}) ==
                painted({{0, 0, 131, height},
                         {131, 0, width - 131, 77},
                         {131, 77, width - 131, height - 77}}));
        layer.setRegions({});
        QVERIFY(layer.isBlank());
        QCOMPARE(canvas_->grab().toImage().pixelColor(screen(20, 50)), ground);
    }

    void anotherPaletteRecoloursWithoutReading()
    {
        int calls = 0;
        IndexLayer layer(QStringLiteral("mask"), QStringLiteral("Labels"), {64, 64},
                         [&](const raster::PixelRect&, int, std::span<std::uint8_t> out) {
                             ++calls;
                             std::fill(out.begin(), out.end(), std::uint8_t{3});
                         });
        canvas_->setImageSize({64, 64});
        canvas_->setLayers({&layer});
        IndexPalette palette{};
        palette[3] = qRgb(10, 200, 30);
        layer.setPalette(palette);
        QCOMPARE(canvas_->grab().toImage().pixelColor(252, 202), QColor(10, 200, 30));
        QCOMPARE(calls, 1);
        palette[3] = qRgb(90, 20, 130);
        layer.setPalette(palette);
        QCOMPARE(canvas_->grab().toImage().pixelColor(252, 202), QColor(90, 20, 130));
        QCOMPARE(calls, 1);
        layer.invalidateAll();
        canvas_->grab();
        QCOMPARE(calls, 2);
    }

    void aHalfTransparentColourIsBlended()
    {
        IndexLayer layer(QStringLiteral("mask"), QStringLiteral("Labels"), {64, 64},
                         [](const raster::PixelRect&, int, std::span<std::uint8_t> out) {
                             std::fill(out.begin(), out.end(), std::uint8_t{1});
                         });
        canvas_->setImageSize({64, 64});
        canvas_->setLayers({&layer});
        const QColor ground = canvas_->grab().toImage().pixelColor(252, 202);
        IndexPalette palette{};
        palette[1] = qRgba(200, 100, 0, 128);
        layer.setPalette(palette);
        layer.setOpacity(0.5);
        const QColor shown = canvas_->grab().toImage().pixelColor(252, 202);
        QVERIFY(std::abs(shown.red() - (0.75 * ground.red() + 0.25 * 200)) <= 2);
        QVERIFY(std::abs(shown.green() - (0.75 * ground.green() + 0.25 * 100)) <= 2);
    }

    void patternsMarkTheirPixelsAndMoveWithTheImage_data()
    {
        QTest::addColumn<int>("pattern");
        for (std::size_t i = 0; i < fillPatterns.size(); ++i)
            QTest::addRow("%zu", i) << static_cast<int>(i);
    }

    void patternsMarkTheirPixelsAndMoveWithTheImage()
    {
        QFETCH(int, pattern);
        const FillPattern shown = fillPatterns[static_cast<std::size_t>(pattern)];
        IndexLayer layer(QStringLiteral("mask"), QStringLiteral("Labels"), {2000, 2000},
                         [](const raster::PixelRect&, int, std::span<std::uint8_t> out) {
                             std::fill(out.begin(), out.end(), std::uint8_t{7});
                         });
        IndexPalette palette{};
        palette[7] = qRgb(200, 100, 0);
        layer.setPalette(palette);
        IndexPatterns patterns{};
        patterns[7] = shown;
        layer.setPatterns(patterns);
        canvas_->setImageSize({2000, 2000});
        canvas_->setLayers({&layer});
        canvas_->zoomTo(1);
        const PatternBits& bits = bitsOf(shown);
        for (const QPointF centre :
             {QPointF(1000, 1000), QPointF(1003, 1001), QPointF(700, 1400)}) {
            canvas_->centreOn(centre);
            const QImage picture = canvas_->grab().toImage();
            const QPoint corner = canvas_->view().toImage({0, 0}).toPoint();
            for (int y = 0; y < picture.height(); y += 3)
                for (int x = 0; x < picture.width(); x += 3) {
                    const int row = (corner.y() + y) & 7;
                    const bool isMark =
                        bits[static_cast<std::size_t>(row)] >> ((corner.x() + x) & 7) & 1;
                    // Between the marks the ground shows through the colour.
                    QCOMPARE(picture.pixelColor(x, y) == QColor(200, 100, 0), isMark);
                }
        }
    }

    void outlinesHaveALineAFillHolesAndVertices()
    {
        OutlineLayer layer(QStringLiteral("shapes"), QStringLiteral("Shapes"));
        Outline square;
        square.id = 5;
        square.colour = QColor(255, 0, 0);
        square.rings = {QPolygonF({{20, 20}, {80, 20}, {80, 80}, {20, 80}}),
                        QPolygonF({{40, 40}, {60, 40}, {60, 60}, {40, 60}})};
        layer.setOutlines({square});
        canvas_->setImageSize({100, 100});
        canvas_->setLayers({&layer});
        const QColor ground = canvas_->grab().toImage().pixelColor(2, 2);
        const auto at = [&](QPointF image) {
            return canvas_->grab().toImage().pixelColor(canvas_->view().toScreen(image).toPoint());
        };
        QVERIFY(at({50, 20}).red() > 200);
        QVERIFY(at({30, 50}).red() > ground.red() + 20);
        QCOMPARE(at({50, 50}), ground);
        QCOMPARE(at({10, 10}), ground);
        QVERIFY(at({20, 20}).green() < 100);
        layer.setSelected(5);
        QVERIFY(at({20, 20}).green() > 200);
        layer.setSelected(0);
        QVERIFY(at({20, 20}).green() < 100);
    }

    void outlinesPaintedInStripsAreThoseOfTheWhole()
    {
        // Larger than the view, ragged, with a hole, one of them selected.
        OutlineLayer layer(QStringLiteral("shapes"), QStringLiteral("Shapes"));
        std::vector<Outline> outlines;
        for (int i = 0; i < 3; ++i) {
            Outline outline;
            outline.id = i + 1;
            outline.colour = QColor::fromHsv(120 * i, 255, 255);
            QPolygonF ring;
            for (int v = 0; v < 200; ++v) {
                const double angle = v * 0.0314159;
                const double radius = 120 + 60 * std::sin(11 * angle + i);
                ring << QPointF(100 + 40 * i + radius * std::cos(angle),
                                90 + radius * std::sin(angle));
            }
            outline.rings = {ring, QPolygonF({{90, 80}, {130, 85}, {110, 120}})};
            outlines.push_back(outline);
        }
        layer.setOutlines(outlines);
        layer.setSelected(2);
        limn::widgets::ViewTransform view;
        view.origin = {3.3, -2.7};
        view.scale = 1.7;
        view.viewport = {400, 300};
        const auto painted = [&](const std::vector<QRect>& parts) {
            return paintedInParts(layer, view, parts);
        };
        const QImage whole = painted({QRect(QPoint(0, 0), view.viewport)});
        const QImage strips = painted({{0, 0, 7, 300},
                                       {7, 0, 293, 11},
                                       {7, 11, 293, 289},
                                       {300, 0, 1, 300},
                                       {301, 0, 99, 300}});
        int wrong = 0;
        for (int y = 0; y < whole.height(); ++y)
            for (int x = 0; x < whole.width(); ++x) {
                const QColor a = whole.pixelColor(x, y);
                const QColor b = strips.pixelColor(x, y);
                wrong += std::abs(a.red() - b.red()) > 8 || std::abs(a.green() - b.green()) > 8 ||
                         std::abs(a.blue() - b.blue()) > 8;
            }
        QCOMPARE(wrong, 0);
    }

    void simplifiedRingsStayWithinTheirTolerance_data()
    {
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<int>("most");
        QTest::newRow("fine") << 0.05 << 5000;
        QTest::newRow("a pixel") << 1.0 << 2500;
        QTest::newRow("coarse") << 16.0 << 300;
        QTest::newRow("larger than the ring") << 5000.0 << 2;
    }

    void simplifiedRingsStayWithinTheirTolerance()
    {
        QFETCH(double, tolerance);
        QFETCH(int, most);
        const QPolygonF ring = raggedRing(5000);
        const QPolygonF simple = simplifiedRing(ring, tolerance);
        QVERIFY2(simple.size() <= most, QByteArray::number(simple.size()).constData());
        QVERIFY(simple.size() >= 2 && simple.front() == ring.front());
        for (const QPointF& point : ring) {
            double nearest = 1e9;
            for (qsizetype i = 0; i < simple.size(); ++i) {
                const QPointF a = simple[i];
                const QPointF edge = simple[(i + 1) % simple.size()] - a;
                const double length = QPointF::dotProduct(edge, edge);
                const double t =
                    length > 0 ? std::clamp(QPointF::dotProduct(point - a, edge) / length, 0.0, 1.0)
                               : 0.0;
                nearest = std::min(nearest, QLineF(point, a + t * edge).length());
            }
            QVERIFY(nearest <= tolerance + 1e-9);
        }
    }

    void degenerateRingsAreKeptAsTheyAre_data()
    {
        QTest::addColumn<QPolygonF>("ring");
        QTest::newRow("nothing") << QPolygonF();
        QTest::newRow("a point") << QPolygonF({{3, 4}});
        QTest::newRow("a triangle") << QPolygonF({{0, 0}, {1, 0}, {0, 1}});
    }

    void degenerateRingsAreKeptAsTheyAre()
    {
        QFETCH(QPolygonF, ring);
        QCOMPARE(simplifiedRing(ring, 100), ring);
        QCOMPARE(RingInParts(ring).around({-10, -10, 20, 20}), ring);
    }

    void ringsInPartsAreTheSameInsideAWindow()
    {
        std::mt19937 random(4);
        std::uniform_real_distribution<double> place(-450, 450);
        const QPolygonF ring = raggedRing(3000);
        const RingInParts parts(ring);
        bool anyLeftOut = false;
        for (int i = 0; i < 200; ++i) {
            const QRectF window =
                QRectF(QPointF(place(random), place(random)), QSizeF(i % 60, i % 40));
            const QPolygonF seen = parts.around(window);
            anyLeftOut = anyLeftOut || seen.size() < ring.size() / 2;
            for (int j = 0; j < 20; ++j) {
                const QPointF at(window.x() + window.width() * (j % 5) / 4,
                                 window.y() + window.height() * (j % 4) / 3);
                QCOMPARE(seen.containsPoint(at, Qt::OddEvenFill),
                         ring.containsPoint(at, Qt::OddEvenFill));
            }
        }
        QVERIFY(anyLeftOut);
    }

    void aGridFindsWhatTouchesAWindow()
    {
        std::mt19937 random(6);
        std::uniform_real_distribution<double> place(0, 1000);
        std::vector<QRectF> rects;
        for (int i = 0; i < 500; ++i) {
            const double size = i % 10 == 0 ? 0 : i % 7 == 0 ? 800 : 15;
            rects.emplace_back(place(random), place(random), size, i % 3 == 0 ? 0 : size);
        }
        const RectGrid grid(rects);
        QVERIFY(RectGrid().touching({0, 0, 10, 10}).empty());
        for (int i = 0; i < 300; ++i) {
            const QRectF window(place(random) * 1.5 - 300, place(random) * 1.5 - 300, i, i / 2);
            std::vector<int> expected;
            for (std::size_t j = 0; j < rects.size(); ++j)
                if (rects[j].left() <= window.right() && window.left() <= rects[j].right() &&
                    rects[j].top() <= window.bottom() && window.top() <= rects[j].bottom())
                    expected.push_back(static_cast<int>(j));
            QVERIFY(grid.touching(window) == expected);
        }
    }

private:
    static QPolygonF raggedRing(int vertices)
    {
        std::mt19937 random(2);
        QPolygonF ring;
        for (int v = 0; v < vertices; ++v) {
            const double angle = v * 2 * M_PI / vertices;
            const double radius =
                300 + 80 * std::sin(17 * angle) + static_cast<double>(random() % 1000) / 1000;
            ring << QPointF(radius * std::cos(angle), radius * std::sin(angle));
        }
        return ring;
    }
};

QTEST_MAIN(LayersTest)
#include "layers.moc"
