// How an image is cut into tiles, and which of them are rendered when, kept and dropped.

#include "raster/tile_grid.h"
#include "raster/tile_loader.h"
#include "raster_corpus.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QtTest>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

using namespace limn::raster;

namespace
{

/// Collects what a loader announces and can hold its worker back inside the announcement, which
/// stands for a tile that takes long.
class Announcements
{
public:
    TileLoader::Ready callback()
    {
        return [this](const TileKey& key, const DisplayTilePtr& tile) {
            std::unique_lock lock(mutex_);
            order_.push_back(key);
            tiles_[key] = tile;
            changed_.notify_all();
            changed_.wait(lock, [this] { return !held_; });
        };
    }

    void hold()
    {
        const std::scoped_lock lock(mutex_);
        held_ = true;
    }
    void release()
    {
        const std::scoped_lock lock(mutex_);
        held_ = false;
        changed_.notify_all();
    }
    bool waitFor(std::size_t count)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(30),
                                 [&] { return order_.size() >= count; });
    }
    std::vector<TileKey> order()
    {
        const std::scoped_lock lock(mutex_);
        return order_;
    }
    DisplayTilePtr tile(const TileKey& key)
    {
        const std::scoped_lock lock(mutex_);
        return tiles_[key];
    }
    void forget()
    {
        const std::scoped_lock lock(mutex_);
        order_.clear();
        tiles_.clear();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
    std::vector<TileKey> order_;
    std::map<TileKey, DisplayTilePtr> tiles_;
};

constexpr std::size_t plenty = std::size_t{64} << 20;

/// As toRgba() shows the block, in the order of a tile.
std::vector<std::uint32_t> toPixels(const PixelBlock& block, const DisplaySettings& settings)
{
    std::vector<std::uint8_t> rgba(block.valid.size() * 4);
    toRgba(block, settings, rgba.data());
    std::vector<std::uint32_t> pixels;
    for (std::size_t i = 0; i < rgba.size(); i += 4)
        pixels.push_back(std::uint32_t{rgba[i + 3]} << 24 | std::uint32_t{rgba[i]} << 16 |
                         std::uint32_t{rgba[i + 1]} << 8 | rgba[i + 2]);
    return pixels;
}

std::string describe(const TileKey& key)
{
    return std::to_string(key.level) + "/" + std::to_string(key.column) + "/" +
           std::to_string(key.row);
}

std::string describe(const std::vector<TileKey>& keys)
{
    std::string text;
    for (const TileKey& key : keys)
        text += describe(key) + " ";
    return text;
}

} // namespace

class TilesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<Raster> raster_;
    TileGrid grid_;

private Q_SLOTS:
    void initTestCase();

    void gridHasTheLevelsItNeeds_data();
    void gridHasTheLevelsItNeeds();
    void tilesOfALevelCoverTheImageOnce_data();
    void tilesOfALevelCoverTheImageOnce();
    void levelSuitsTheScale_data();
    void levelSuitsTheScale();
    void coveringTouchesTheWindow_data();
    void coveringTouchesTheWindow();

    void rendersWhatTheDisplayShows();
    void mostUrgentFirst();
    void staleTilesAreDropped();
    void finishedTilesAreNotRenderedAgain();
    void cacheIsBounded();
    void leastRecentlyUsedGoesFirst();
    void aTileLargerThanTheCacheIsStillAnnounced();
    void newSettingsReplaceEverything();
    void tilesUnderWayWithOldSettingsAreDropped();
    void failuresAreRememberedUntilRetried();
    void keptSamplesShowWhatReadingShows_data();
    void keptSamplesShowWhatReadingShows();
    void otherBandsAreReadAheadWhereTheyServe();
    void manyThreadsRenderEachTileOnce();
    void endsWhileTilesAreWanted();
    void rowsAreKeptForTheTilesBesideThem();
};

void TilesTest::initTestCase()
{
    corpus::Recipe recipe;
    recipe.width = 1000;
    recipe.height = 700;
    recipe.bands = 3;
    recipe.options = {"TILED=YES", "COMPRESS=DEFLATE"};
    recipe.value = corpus::ramp;
    QVERIFY(corpus::make(folder_.filePath("image.tif"), recipe));
    raster_ = Raster::open(folder_.filePath("image.tif").toStdString());
    grid_ = TileGrid(raster_->size(), 128);
}

void TilesTest::gridHasTheLevelsItNeeds_data()
{
    QTest::addColumn<QSize>("image");
    QTest::addColumn<int>("levels");
    QTest::newRow("none") << QSize(0, 0) << 0;
    QTest::newRow("a pixel") << QSize(1, 1) << 1;
    QTest::newRow("one tile") << QSize(256, 256) << 1;
    QTest::newRow("one pixel more") << QSize(257, 1) << 2;
    QTest::newRow("1000 x 700") << QSize(1000, 700) << 3;
    QTest::newRow("tall") << QSize(10, 36000) << 9;
    QTest::newRow("as large as numbers go") << QSize(2147483647, 2147483647) << 24;
}

void TilesTest::gridHasTheLevelsItNeeds()
{
    QFETCH(QSize, image);
    QFETCH(int, levels);
    const TileGrid grid({image.width(), image.height()}, 256);
    QCOMPARE(grid.levels(), levels);
    if (levels == 0)
        return;
    const PixelRect whole{0, 0, image.width(), image.height()};
    QCOMPARE(grid.covering(whole, levels - 1), (std::vector<TileKey>{{levels - 1, 0, 0}}));
    QCOMPARE(grid.area({levels - 1, 0, 0}), whole);
}

void TilesTest::tilesOfALevelCoverTheImageOnce_data()
{
    QTest::addColumn<QSize>("image");
    QTest::newRow("even") << QSize(64, 32);
    QTest::newRow("odd") << QSize(67, 43);
    QTest::newRow("narrow") << QSize(1, 45);
}

void TilesTest::tilesOfALevelCoverTheImageOnce()
{
    QFETCH(QSize, image);
    const TileGrid grid({image.width(), image.height()}, 8);
    for (int level = 0; level < grid.levels(); ++level) {
        std::vector<int> covered(image.width() * image.height());
        for (const TileKey& key : grid.covering({0, 0, image.width(), image.height()}, level)) {
            const PixelRect area = grid.area(key);
            for (int y = area.y; y < area.bottom(); ++y)
                for (int x = area.x; x < area.right(); ++x)
                    ++covered[y * image.width() + x];
            const PixelSize pixels = grid.pixels(key);
            const int step = 1 << level;
            QCOMPARE(pixels.width, (area.width + step - 1) / step);
            QCOMPARE(pixels.height, (area.height + step - 1) / step);
            QVERIFY(pixels.width <= 8 && pixels.height <= 8);
            if (level + 1 < grid.levels()) {
                const PixelRect parent = grid.area(grid.parent(key));
                QCOMPARE(parent.intersected(area), area);
            }
        }
        QVERIFY(std::all_of(covered.begin(), covered.end(), [](int n) { return n == 1; }));
    }
}

void TilesTest::levelSuitsTheScale_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("level");
    QTest::newRow("magnified") << 7.5 << 0;
    QTest::newRow("1:1") << 1.0 << 0;
    QTest::newRow("a little smaller") << 0.9 << 0;
    QTest::newRow("just above half") << 0.51 << 0;
    QTest::newRow("half") << 0.5 << 1;
    QTest::newRow("half and a rounding error") << 0.50000000001 << 1;
    QTest::newRow("a third") << 1 / 3. << 1;
    QTest::newRow("a quarter") << 0.25 << 2;
    QTest::newRow("tiny") << 1e-9 << 7;
    QTest::newRow("no scale") << 0.0 << 7;
}

void TilesTest::levelSuitsTheScale()
{
    QFETCH(double, scale);
    QFETCH(int, level);
    QCOMPARE(TileGrid({32768, 100}, 256).levelFor(scale), level);
}

void TilesTest::coveringTouchesTheWindow_data()
{
    QTest::addColumn<QRect>("window");
    QTest::addColumn<int>("level");
    QTest::addColumn<QString>("tiles");
    QTest::newRow("inside one") << QRect(10, 10, 5, 5) << 0 << "0/0/0 ";
    QTest::newRow("up to a border") << QRect(0, 0, 128, 128) << 0 << "0/0/0 ";
    QTest::newRow("over a border") << QRect(127, 0, 2, 128) << 0 << "0/0/0 0/1/0 ";
    QTest::newRow("row by row") << QRect(250, 250, 10, 10) << 1 << "1/0/0 1/1/0 1/0/1 1/1/1 ";
    QTest::newRow("sticking out") << QRect(-50, 600, 100, 999) << 1 << "1/0/2 ";
    QTest::newRow("outside") << QRect(1000, 0, 50, 50) << 0 << "";
    QTest::newRow("empty") << QRect(5, 5, 0, 5) << 0 << "";
    QTest::newRow("no such level") << QRect(0, 0, 9, 9) << 9 << "";
}

void TilesTest::coveringTouchesTheWindow()
{
    QFETCH(QRect, window);
    QFETCH(int, level);
    QFETCH(QString, tiles);
    const auto keys =
        grid_.covering({window.x(), window.y(), window.width(), window.height()}, level);
    QCOMPARE(QString::fromStdString(describe(keys)), tiles);
}

void TilesTest::rendersWhatTheDisplayShows()
{
    const DisplaySettings settings{{2, 0, 1}, {{{0, 200, 1}, {10, 90, 2}, {0, 255, 1}}}};
    Announcements announced;
    TileLoader loader(raster_, grid_, settings, plenty, 2, announced.callback());
    const std::vector<TileKey> keys{{0, 7, 5}, {0, 3, 2}, {2, 1, 1}};
    loader.want(keys);
    QVERIFY(announced.waitFor(keys.size()));
    for (const TileKey& key : keys) {
        const DisplayTilePtr tile = loader.cached(key);
        QVERIFY2(tile && tile->error.empty(), describe(key).c_str());
        QCOMPARE(tile, announced.tile(key));
        QCOMPARE((PixelSize{tile->width, tile->height}), grid_.pixels(key));
        const PixelBlock block =
            raster_->read(grid_.area(key), grid_.pixels(key), settings.bands,
                          key.level == 0 ? Resampling::Nearest : Resampling::Average);
        QVERIFY2(tile->pixels == toPixels(block, settings), describe(key).c_str());
    }
}

void TilesTest::mostUrgentFirst()
{
    Announcements announced;
    announced.hold();
    TileLoader loader(raster_, grid_, {}, plenty, 1, announced.callback());
    loader.want({{0, 0, 0}});
    QVERIFY(announced.waitFor(1)); // the only worker is held from now on
    loader.want({{0, 1, 1}, {0, 2, 2}, {0, 3, 3}});
    const std::vector<TileKey> urgent{{1, 2, 1}, {0, 3, 3}, {0, 1, 1}, {2, 0, 0}};
    loader.want(urgent);
    announced.release();
    QVERIFY(announced.waitFor(5));
    std::vector<TileKey> expected{{0, 0, 0}};
    expected.insert(expected.end(), urgent.begin(), urgent.end());
    QCOMPARE(describe(announced.order()), describe(expected));
}

void TilesTest::staleTilesAreDropped()
{
    Announcements announced;
    announced.hold();
    TileLoader loader(raster_, grid_, {}, plenty, 1, announced.callback());
    loader.want({{0, 0, 0}, {0, 1, 0}, {0, 2, 0}});
    QVERIFY(announced.waitFor(1));
    loader.want({{0, 5, 5}});
    announced.release();
    QVERIFY(announced.waitFor(2));
    loader.want({{0, 6, 5}});
    QVERIFY(announced.waitFor(3));
    QCOMPARE(describe(announced.order()), std::string("0/0/0 0/5/5 0/6/5 "));
    QVERIFY(!loader.cached({0, 1, 0}));
}

void TilesTest::finishedTilesAreNotRenderedAgain()
{
    Announcements announced;
    TileLoader loader(raster_, grid_, {}, plenty, 1, announced.callback());
    loader.want({{0, 0, 0}, {0, 1, 0}});
    QVERIFY(announced.waitFor(2));
    const DisplayTilePtr first = loader.cached({0, 0, 0});
    loader.want({{0, 0, 0}, {0, 1, 0}, {0, 2, 0}});
    QVERIFY(announced.waitFor(3));
    QCOMPARE(describe(announced.order()), std::string("0/0/0 0/1/0 0/2/0 "));
    QCOMPARE(loader.cached({0, 0, 0}), first);
}

void TilesTest::cacheIsBounded()
{
    const std::size_t limit = 10 * 128 * 128 * 4;
    Announcements announced;
    TileLoader loader(raster_, grid_, {}, limit, 3, announced.callback());
    const std::vector<TileKey> all = grid_.covering(raster_->bounds(), 0);
    loader.want(all);
    QVERIFY(announced.waitFor(all.size()));
    QVERIFY(loader.cachedBytes() <= limit);
    QVERIFY(loader.cachedBytes() > limit / 2);
    std::size_t bytes = 0;
    for (const TileKey& key : all)
        if (const DisplayTilePtr tile = loader.cached(key))
            bytes += tile->pixels.size() * 4;
    QVERIFY(bytes <= loader.cachedBytes());
    QVERIFY(bytes > loader.cachedBytes() * 9 / 10);
}

void TilesTest::leastRecentlyUsedGoesFirst()
{
    Announcements announced;
    const std::size_t room = 3 * (128 * 128 * 4 + 1000);
    TileLoader loader(raster_, grid_, {}, room, 1, announced.callback());
    loader.want({{0, 0, 0}, {0, 1, 0}, {0, 2, 0}});
    QVERIFY(announced.waitFor(3));
    QVERIFY(loader.cached({0, 0, 0})); // the oldest is used again
    loader.want({{0, 3, 0}});
    QVERIFY(announced.waitFor(4));
    QVERIFY(loader.cached({0, 0, 0}));
    QVERIFY(!loader.cached({0, 1, 0}));
    QVERIFY(loader.cached({0, 2, 0}));
    QVERIFY(loader.cached({0, 3, 0}));
}

void TilesTest::aTileLargerThanTheCacheIsStillAnnounced()
{
    Announcements announced;
    TileLoader loader(raster_, grid_, {}, 100, 1, announced.callback());
    loader.want({{0, 0, 0}});
    QVERIFY(announced.waitFor(1));
    QCOMPARE(announced.tile({0, 0, 0})->pixels.size(), std::size_t{128 * 128});
    QVERIFY(!loader.cached({0, 0, 0}));
    QCOMPARE(loader.cachedBytes(), std::size_t{0});
}

void TilesTest::newSettingsReplaceEverything()
{
    Announcements announced;
    TileLoader loader(raster_, grid_, {}, plenty, 1, announced.callback());
    loader.want({{0, 0, 0}});
    QVERIFY(announced.waitFor(1));
    const DisplayTilePtr before = loader.cached({0, 0, 0});
    DisplaySettings settings;
    loader.setSettings(settings); // the same ones change nothing
    QCOMPARE(loader.cached({0, 0, 0}), before);
    settings.bands = {2, 2, 2};
    loader.setSettings(settings);
    QVERIFY(announced.waitFor(2)); // still wanted, so rendered anew without being asked
    const DisplayTilePtr after = loader.cached({0, 0, 0});
    QVERIFY(after && after->pixels != before->pixels);
    QCOMPARE(int(after->pixels[0] & 0xff), int(corpus::ramp(2, 0, 0)));
}

void TilesTest::tilesUnderWayWithOldSettingsAreDropped()
{
    Announcements announced;
    DisplaySettings settings;
    constexpr int changes = 40;
    {
        TileLoader loader(raster_, grid_, settings, plenty, 3, announced.callback());
        const std::vector<TileKey> keys = grid_.covering(raster_->bounds(), 0);
        loader.want(keys);
        // Every change finds some tiles under way; none of them may enter the cache.
        for (int i = 1; i <= changes; ++i) {
            settings.stretch.fill({0, 255. + i, 1});
            loader.setSettings(settings);
        }
        QTRY_VERIFY(std::all_of(keys.begin(), keys.end(),
                                [&](const TileKey& key) { return loader.cached(key); }));
        for (const TileKey& key : keys) {
            const PixelBlock block =
                raster_->read(grid_.area(key), grid_.pixels(key), settings.bands);
            QVERIFY2(loader.cached(key)->pixels == toPixels(block, settings),
                     describe(key).c_str());
        }
    }
}

void TilesTest::failuresAreRememberedUntilRetried()
{
    // The image's file is replaced by half of it: what lies in the lost half cannot be read.
    const QString path = folder_.filePath("failing.tif");
    QVERIFY(QFile::copy(folder_.filePath("image.tif"), path));
    const auto failing = Raster::open(path.toStdString());
    QFile whole(path);
    QVERIFY(whole.open(QIODevice::ReadWrite));
    const QByteArray content = whole.readAll();
    QVERIFY(corpus::cutTo(path, 0.3));

    Announcements announced;
    TileLoader loader(failing, grid_, {}, plenty, 1, announced.callback());
    const TileKey lost{0, 7, 5};
    loader.want({lost});
    QVERIFY(announced.waitFor(1));
    const DisplayTilePtr tile = loader.cached(lost);
    QVERIFY(tile && tile->pixels.empty());
    QVERIFY2(QString::fromStdString(tile->error).contains("failing.tif"), tile->error.c_str());

    loader.want({lost, {0, 0, 0}}); // not tried again
    QVERIFY(announced.waitFor(2));
    QCOMPARE(describe(announced.order()), std::string("0/7/5 0/0/0 "));

    QVERIFY(whole.seek(0) && whole.write(content) == content.size() && whole.flush());
    loader.retryFailed();
    QVERIFY(announced.waitFor(3));
    QVERIFY2(loader.cached(lost)->error.empty(), loader.cached(lost)->error.c_str());
}

void TilesTest::keptSamplesShowWhatReadingShows_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("nodata"); // of the first two of four bands; 0: none
    QTest::newRow("bytes") << int(GDT_Byte) << 1.0 << 0.0;
    QTest::newRow("bytes with nodata") << int(GDT_Byte) << 1.0 << 51.0;
    QTest::newRow("16 bits") << int(GDT_UInt16) << 250.0 << 0.0;
    QTest::newRow("16 bits with nodata") << int(GDT_UInt16) << 250.0 << 51.0 * 250;
    QTest::newRow("signed") << int(GDT_Int16) << -120.0 << 0.0;
    QTest::newRow("32 bits") << int(GDT_Int32) << -1e6 << 0.0;
    QTest::newRow("fractions") << int(GDT_Float32) << 0.37 << 0.0;
    QTest::newRow("fractions with nodata") << int(GDT_Float64) << 0.25 << 51 * 0.25;
}

/// Whatever is changed in the display, the tile is the same as if the file were read for it; the
/// file itself is gone by then.
void TilesTest::keptSamplesShowWhatReadingShows()
{
    QFETCH(int, type);
    QFETCH(double, scale);
    QFETCH(double, nodata);
    corpus::Recipe recipe;
    recipe.width = recipe.height = 200;
    recipe.bands = 4;
    recipe.type = static_cast<GDALDataType>(type);
    recipe.value = [scale](int band, int x, int y) { return scale * corpus::ramp(band, x, y); };
    recipe.describe = [nodata](GDALDataset& dataset) {
        if (nodata != 0)
            dataset.GetRasterBand(1)->SetNoDataValue(nodata);
    };
    const QString path = folder_.filePath("kept.tif");
    QVERIFY(corpus::make(path, recipe));
    const auto kept = Raster::open(path.toStdString());
    const TileGrid grid(kept->size(), 128);
    const TileKey key{0, 1, 0};
    const auto other = Raster::open(path.toStdString());

    DisplaySettings settings{{0, 1, 2}, {}};
    settings.stretch.fill({0, 250 * scale, 1});
    Announcements announced;
    TileLoader loader(kept, grid, settings, plenty, 1, announced.callback(), plenty);
    loader.want({key});
    QVERIFY(announced.waitFor(1));
    QVERIFY(loader.sampleBytes() > 0);
    // Nothing can be read any more, neither from the file nor from what GDAL keeps of it.
    const PixelBlock block = other->read(grid.area(key), grid.pixels(key), settings.bands);
    const GIntBig cache = GDALGetCacheMax64();
    GDALSetCacheMax64(0);
    const QByteArray content = [&] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    QVERIFY(QFile::resize(path, 0));
    settings.stretch[1] = {40 * scale, 180 * scale, 1.7};
    loader.setSettings(settings);
    QVERIFY(announced.waitFor(2));
    GDALSetCacheMax64(cache);
    QVERIFY(corpus::writeText(path, content));
    const DisplayTilePtr tile = loader.cached(key);
    QVERIFY2(tile && tile->error.empty(), tile ? tile->error.c_str() : "");
    QVERIFY(tile->pixels == toPixels(block, settings));
    QCOMPARE(tile->opaque, std::all_of(block.valid.begin(), block.valid.end(),
                                       [](std::uint8_t valid) { return valid != 0; }));
}

/// Files in which one combination's valid pixels cannot be told from another's are read anew.
void TilesTest::otherBandsAreReadAheadWhereTheyServe()
{
    for (const bool whole : {true, false}) {
        corpus::Recipe recipe;
        recipe.width = recipe.height = 100;
        recipe.bands = 5;
        recipe.type = whole ? GDT_UInt16 : GDT_Float32;
        // No data in some bands here, in others there.
        recipe.value = [](int band, int x, int y) {
            return (x / 10 + y / 20) % 5 == band ? 7 : 100 + 30 * band + x;
        };
        recipe.describe = [](GDALDataset& dataset) {
            for (int band = 1; band <= 5; ++band)
                dataset.GetRasterBand(band)->SetNoDataValue(7);
        };
        const QString path = folder_.filePath(whole ? "whole.tif" : "fractions.tif");
        QVERIFY(corpus::make(path, recipe));
        const auto raster = Raster::open(path.toStdString());
        const TileGrid grid(raster->size(), 128);
        DisplaySettings settings{{0, 0, 0}, {}};
        settings.stretch.fill({0, 300, 1});
        Announcements announced;
        TileLoader loader(raster, grid, settings, plenty, 1, announced.callback(), plenty);
        loader.want({{0, 0, 0}});
        loader.readAhead({{0, 0, 0}});
        QVERIFY(announced.waitFor(1));
        const std::size_t one = loader.sampleBytes();
        if (whole)
            QTRY_VERIFY(loader.sampleBytes() > 3 * one);
        for (std::size_t i = 0;
             const auto& bands : {std::array{4, 3, 2}, std::array{1, 1, 1}, std::array{0, 4, 0}}) {
            settings.bands = bands;
            loader.setSettings(settings);
            QVERIFY(announced.waitFor(2 + i++));
            const PixelBlock block =
                raster->read(grid.area({0, 0, 0}), grid.pixels({0, 0, 0}), bands);
            QVERIFY(loader.cached({0, 0, 0})->pixels == toPixels(block, settings));
        }
    }
}

void TilesTest::manyThreadsRenderEachTileOnce()
{
    Announcements announced;
    TileLoader loader(raster_, grid_, {}, plenty, 8, announced.callback());
    const std::vector<TileKey> all = grid_.covering(raster_->bounds(), 0);
    {
        std::vector<std::jthread> askers;
        for (int i = 0; i < 4; ++i)
            askers.emplace_back([&] {
                for (int n = 0; n < 50; ++n)
                    loader.want(all);
            });
    }
    QVERIFY(announced.waitFor(all.size()));
    const std::vector<TileKey> order = announced.order();
    QCOMPARE(order.size(), all.size());
    QCOMPARE(std::set<TileKey>(order.begin(), order.end()).size(), all.size());
}

void TilesTest::endsWhileTilesAreWanted()
{
    for (int i = 0; i < 20; ++i) {
        Announcements announced;
        TileLoader loader(raster_, grid_, {}, plenty, 4, announced.callback());
        loader.want(grid_.covering(raster_->bounds(), 0));
        if (i % 2)
            QVERIFY(announced.waitFor(3));
    }
}

/// Only where blocks are whole rows GDAL may keep more than it is given, and then within a bound.
void TilesTest::rowsAreKeptForTheTilesBesideThem()
{
    const corpus::Folder folder;
    corpus::Recipe recipe;
    recipe.type = GDT_UInt16;
    recipe.width = 20000;
    recipe.height = 600;
    recipe.value = nullptr;
    recipe.options = {"SPARSE_OK=TRUE", "TILED=YES"};
    QVERIFY(folder.made("tiles.tif", recipe));
    const GIntBig before = GDALGetCacheMax64();
    const auto restore = qScopeGuard([before] { GDALSetCacheMax64(before); });
    constexpr GIntBig little = 16 << 20;
    GDALSetCacheMax64(little);
    QVERIFY(folder.made("tiles.tif", recipe));
    QCOMPARE(GDALGetCacheMax64(), little);

    recipe.options = {"SPARSE_OK=TRUE", "BLOCKYSIZE=8"};
    const auto rows = folder.made("rows.tif", recipe);
    QVERIFY(GDALGetCacheMax64() >= GIntBig{512} * recipe.width * 2);
    for (int x = 0; x < recipe.width; x += 512)
        rows->read({x, 0, 512, 512});
    QVERIFY(GDALGetCacheUsed64() <= GDALGetCacheMax64());

    recipe.width = 2000000;
    QVERIFY(folder.made("wide.tif", recipe));
    QCOMPARE(GDALGetCacheMax64(), GIntBig{256} << 20);
}

QTEST_GUILESS_MAIN(TilesTest)
#include "tiles.moc"
