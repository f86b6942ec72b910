// Brush strokes, polygons, undo: the pixels they touch and what it takes to bring them back.

#include "annotation/area_fill.h"
#include "annotation/brush_spans.h"
#include "annotation/image_annotation.h"
#include "annotation/shape_raster.h"
#include "annotation/tile_codec.h"

#include "fixtures.h"
#include "mask_pixels.h"

#include <zstd.h>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <malloc.h>
#include <mutex>
#include <random>

using namespace limn::annotation;
using limn::raster::PixelRect;
using limn::raster::PixelSize;

namespace
{

using fixtures::differing;
using fixtures::everyPixel;
using fixtures::Pixels;
using fixtures::stripes;

/// The definition, without any cleverness: is the centre within reach of some point of the segment?
bool reaches(const Point& a, const Point& b, double x, double y, double radius, bool square)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    if (square) {
        double first = 0;
        double last = 1;
        for (const auto& [delta, gap] : {std::pair{dx, x - a.x}, std::pair{dy, y - a.y}}) {
            if (delta == 0) {
                if (std::abs(gap) > radius)
                    return false;
                continue;
            }
            const double t0 = (gap - radius) / delta;
            const double t1 = (gap + radius) / delta;
            first = std::max(first, std::min(t0, t1));
            last = std::min(last, std::max(t0, t1));
        }
        return first <= last;
    }
    const double squared = dx * dx + dy * dy;
    double t = squared > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / squared : 0;
    t = std::clamp(t, 0.0, 1.0);
    return std::pow(x - a.x - t * dx, 2) + std::pow(y - a.y - t * dy, 2) <= radius * radius;
}

void paintSlowly(Pixels& pixels, const PixelSize& size, const Brush& brush, const Point& from,
                 const Point& to)
{
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const bool underPointer = std::floor(to.x) == x && std::floor(to.y) == y;
            if (!underPointer && !reaches(from, to, x + 0.5, y + 0.5, brush.radius, brush.square))
                continue;
            std::uint8_t& pixel = pixels[static_cast<std::size_t>(y) * size.width + x];
            const bool isProtected =
                std::ranges::find(brush.protectedValues, pixel) != brush.protectedValues.end();
            const bool isTaken = brush.onlyUnlabelled && brush.value != 0 && pixel != 0;
            if (!isProtected && !isTaken)
                pixel = static_cast<std::uint8_t>(brush.value);
        }
    }
}

Shape star(int corners, double centre, double radius, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> wobble(0.3, 1);
    Shape shape{1, 1, {{}}};
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * M_PI * i / corners;
        const double r = radius * wobble(random);
        shape.rings[0].push_back({centre + r * std::cos(angle), centre + r * std::sin(angle)});
    }
    return shape;
}

} // namespace

class PaintingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrokePaintsWhatItsDefinitionSays_data();
    void aStrokePaintsWhatItsDefinitionSays();
    void theLargestBrushIsADisc();
    void aClickAlwaysLeavesADot_data();
    void aClickAlwaysLeavesADot();
    void senselessPointsAreIgnored();
    void aStrokeCopiesATileOnceAndSharesTheRest();
    void aSnapshotKeepsWhatItSaw();
    void aStrokeThatChangesNothingIsNoEdit();
    void erasingEverythingLeavesNoTile();
    void cancelPutsEverythingBack();
    void tilesNotUsedLatelyArePacked();
    void packedTilesGiveTheirMemoryBack();
    void packedTilesAreAsTheyWere_data();
    void packedTilesAreAsTheyWere();
    void readingEveryNthPixel_data();
    void readingEveryNthPixel();
    void valuesArePaintedUnderTheRules();
    void polygonsCoverThePixelsWhoseCentresLieInside_data();
    void polygonsCoverThePixelsWhoseCentresLieInside();
    void polygonsThatShareAnEdgeNeitherOverlapNorGap();
    void polygonsAreSampledFromAfar();
    void areaAndBounds();
    void newStepsForgetWhatWasUndone();
    void tilesSurviveTheCodec_data();
    void tilesSurviveTheCodec();
    void hostileTilesAreRefused_data();
    void hostileTilesAreRefused();
    void editsAreUndoneRedoneAndSaved();
    void listenersHearOfStrokesUnderWay();
    void shapesAreUndoneToTheirPlace();
    void theBrushWinsOverShapes();
    void aReadOnlyAnnotationRefusesEdits();
    void reopeningAnImageShowsWhatIsNotYetSaved();
    void pressureChangesTheRadiusOnTheWay_data();
    void pressureChangesTheRadiusOnTheWay();
    void filledAreasAreUndoneAndSaved();
    void editsMadeOnACopyLeaveWhatWasPaintedSince();
    void theHistoryIsWalkedToAnyStep();
    void completeRegionsAreUndoneAndSaved();
    void senselessCompleteRegionsAreRefused_data();
    void senselessCompleteRegionsAreRefused();
};

void PaintingTest::aStrokePaintsWhatItsDefinitionSays_data()
{
    QTest::addColumn<double>("radius");
    QTest::addColumn<bool>("square");
    QTest::addColumn<bool>("onlyUnlabelled");
    QTest::addColumn<int>("value");
    QTest::addColumn<int>("protectedValue");
    QTest::addColumn<bool>("long_");
    for (const bool square : {false, true}) {
        for (const double radius : {0.5, 0.8, 1.0, 3.25, 10.0, 60.0, 400.0}) {
            QTest::addRow("%s %.2f", square ? "square" : "disc", radius)
                << radius << square << false << 2 << -1 << (radius > 5);
        }
    }
    QTest::newRow("only unlabelled") << 20.0 << false << true << 2 << -1 << true;
    QTest::newRow("protected class") << 20.0 << false << false << 2 << 3 << true;
    QTest::newRow("both") << 20.0 << true << true << 1 << 3 << true;
    QTest::newRow("eraser") << 20.0 << false << false << 0 << -1 << true;
    QTest::newRow("eraser and protected class") << 20.0 << false << false << 0 << 1 << true;
    QTest::newRow("eraser with only unlabelled") << 20.0 << false << true << 0 << -1 << true;
}

void PaintingTest::aStrokePaintsWhatItsDefinitionSays()
{
    QFETCH(double, radius);
    QFETCH(bool, square);
    QFETCH(bool, onlyUnlabelled);
    QFETCH(int, value);
    QFETCH(int, protectedValue);
    QFETCH(bool, long_);
    // Three by two tiles, the last ones cut by the image's edge.
    const PixelSize size{600, 300};
    MaskTiles mask = stripes(size);
    const Pixels before = everyPixel(mask);
    Pixels expected = before;
    Brush brush{radius, value, square, onlyUnlabelled, {}};
    if (protectedValue >= 0)
        brush.protectedValues = {static_cast<std::uint8_t>(protectedValue)};
    std::mt19937 random(7);
    std::uniform_real_distribution<double> x(-40, 640);
    std::uniform_real_distribution<double> y(-40, 340);
    std::vector<Point> path{{254.25, 130.5}, {258.5, 130.5}, {258.5, 260.125}};
    for (int i = 0; i < (long_ ? 2 : 8); ++i)
        path.push_back({x(random), y(random)});
    Stroke stroke(mask, brush);
    Point last = path.front();
    for (const Point& point : path) {
        const Pixels earlier = everyPixel(mask);
        const PixelRect changed = stroke.moveTo(point);
        paintSlowly(expected, size, brush, last, point);
        last = point;
        const Pixels now = everyPixel(mask);
        QVERIFY(now == expected);
        QVERIFY(changed == differing(earlier, now, size.width));
    }
    const MaskEdit edit = stroke.finish();
    QVERIFY(everyPixel(mask) == expected);
    QVERIFY(edit.rect.intersected(differing(before, expected, size.width)) ==
            differing(before, expected, size.width));
    mask.revert(edit);
    QVERIFY(everyPixel(mask) == before);
    mask.apply(edit);
    QVERIFY(everyPixel(mask) == expected);
}

void PaintingTest::theLargestBrushIsADisc()
{
    MaskTiles mask({12000, 12000});
    Stroke stroke(mask, {5000, 9, false, false, {}});
    QVERIFY(stroke.moveTo({6000, 6000}) == (PixelRect{1000, 1000, 10000, 10000}));
    std::int64_t painted = 0;
    for (const auto& [key, tile] : mask.tiles())
        painted += std::ranges::count(*tile->pixels(), 9);
    QVERIFY(std::abs(static_cast<double>(painted) - M_PI * 25e6) < 500);
    for (const double angle : {0.1, 1.3, 2.2, 4.0, 5.5}) {
        const auto at = [&](double r) {
            return mask.at(static_cast<int>(6000 + r * std::cos(angle)),
                           static_cast<int>(6000 + r * std::sin(angle)));
        };
        QCOMPARE(at(4998), 9);
        QCOMPARE(at(5002), 0);
    }
    // Tiles that the brush covers wholly are one tile in memory.
    QCOMPARE(mask.tile({20, 20}).get(), mask.tile({25, 22}).get());
}

void PaintingTest::aClickAlwaysLeavesADot_data()
{
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::newRow("a pixel's centre") << 5.5 << 5.5;
    QTest::newRow("between four pixels") << 5.0 << 5.0;
    QTest::newRow("a pixel's corner from inside") << 5.99 << 5.01;
    QTest::newRow("the image's corner") << 0.0 << 0.0;
    QTest::newRow("a tile's corner") << 256.0 << 256.0;
}

void PaintingTest::aClickAlwaysLeavesADot()
{
    QFETCH(double, x);
    QFETCH(double, y);
    MaskTiles mask({300, 300});
    Stroke stroke(mask, {0.5, 1, false, false, {}});
    stroke.moveTo({x, y});
    QCOMPARE(mask.at(static_cast<int>(x), static_cast<int>(y)), 1);
    QCOMPARE(std::ranges::count(everyPixel(mask), 1), 1);
}

void PaintingTest::senselessPointsAreIgnored()
{
    MaskTiles mask({100, 100});
    Stroke stroke(mask, {10, 1, false, false, {}});
    QVERIFY(stroke.moveTo({std::nan(""), 5}).isEmpty());
    QVERIFY(stroke.moveTo({5, INFINITY}).isEmpty());
    QVERIFY(stroke.moveTo({-1e12, -1e12}).isEmpty());
    QVERIFY(stroke.finish().isEmpty());
    QVERIFY(mask.tiles().empty());
}

void PaintingTest::aStrokeCopiesATileOnceAndSharesTheRest()
{
    MaskTiles mask = stripes({600, 300});
    const MaskTiles snapshot = mask;
    const StoredTilePtr touched = mask.tile({0, 0});
    const MaskTilePtr pixels = mask.pixels({0, 0});
    Stroke stroke(mask, {5, 3, false, false, {}});
    stroke.moveTo({100, 100});
    const MaskTilePtr copied = mask.pixels({0, 0});
    QVERIFY(copied != pixels);
    stroke.moveTo({120, 100});
    QCOMPARE(mask.pixels({0, 0}).get(), copied.get());
    QCOMPARE(mask.tile({1, 0}).get(), snapshot.tile({1, 0}).get());
    const MaskEdit edit = stroke.finish();
    QCOMPARE(edit.tiles.size(), 1u);
    QCOMPARE(edit.tiles.at({0, 0}).before.get(), touched.get());
    QCOMPARE(edit.tiles.at({0, 0}).after->pixels().get(), copied.get());
    QVERIFY(edit.bytes() >= sizeof(MaskTile));
    QVERIFY(edit.bytes() < 2 * sizeof(MaskTile));
    mask.revert(edit);
    QCOMPARE(mask.tile({0, 0}).get(), touched.get());
}

void PaintingTest::aSnapshotKeepsWhatItSaw()
{
    MaskTiles mask({256, 256});
    mask.writable({0, 0})[0] = 1;
    const MaskTiles snapshot = mask;
    mask.writable({0, 0})[0] = 2;
    QCOMPARE(snapshot.at(0, 0), 1);
    QCOMPARE(mask.at(0, 0), 2);
    // Tiles that come from elsewhere are never written into, even when nobody else holds them.
    auto foreign = std::make_shared<MaskTile>();
    foreign->fill(7);
    const MaskTile* address = foreign.get();
    mask.setTile({0, 0}, std::make_shared<const StoredTile>(std::move(foreign)));
    QVERIFY(&mask.writable({0, 0}) != address);
}

void PaintingTest::aStrokeThatChangesNothingIsNoEdit()
{
    MaskTiles mask({300, 300});
    const auto paintDisc = [&] {
        Stroke stroke(mask, {50, 1, false, false, {}});
        stroke.moveTo({150, 150});
        return stroke.finish();
    };
    QVERIFY(!paintDisc().isEmpty());
    const StoredTile* tile = mask.tile({0, 0}).get();
    const MaskEdit again = paintDisc();
    QVERIFY(again.isEmpty());
    QVERIFY(again.rect.isEmpty());
    QCOMPARE(mask.tile({0, 0}).get(), tile);
}

void PaintingTest::erasingEverythingLeavesNoTile()
{
    MaskTiles mask = stripes({600, 300});
    Stroke stroke(mask, {1000, 0, false, false, {}});
    stroke.moveTo({300, 150});
    const MaskEdit edit = stroke.finish();
    QVERIFY(mask.tiles().empty());
    QCOMPARE(edit.tiles.size(), 6u);
    for (const auto& [key, change] : edit.tiles)
        QVERIFY(change.before && !change.after);
}

void PaintingTest::cancelPutsEverythingBack()
{
    MaskTiles mask = stripes({600, 300});
    const Pixels before = everyPixel(mask);
    Stroke stroke(mask, {30, 3, true, false, {}});
    stroke.moveTo({10, 10});
    const PixelRect whole = stroke.moveTo({500, 200});
    QVERIFY(everyPixel(mask) != before);
    QVERIFY(stroke.cancel().intersected(whole) == whole);
    QVERIFY(everyPixel(mask) == before);
    QVERIFY(stroke.finish().isEmpty());
}

void PaintingTest::tilesNotUsedLatelyArePacked()
{
    TileMemory memory(4 * sizeof(MaskTile));
    std::vector<StoredTilePtr> tiles;
    std::vector<MaskTile> expected(12);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (std::size_t j = 0; j < expected[i].size(); ++j)
            expected[i][j] = static_cast<std::uint8_t>((j / 300 + i) % 5);
        tiles.push_back(
            std::make_shared<const StoredTile>(std::make_shared<const MaskTile>(expected[i])));
        QVERIFY(*memory.pixels(tiles.back()) == expected[i]);
        // Whoever is looked at all the time stays.
        QVERIFY(*memory.pixels(tiles.front()) == expected.front());
        QVERIFY(memory.bytes() <= 4 * sizeof(MaskTile));
    }
    QVERIFY(tiles.front()->decoded() != nullptr);
    QVERIFY(tiles[1]->decoded() == nullptr);
    QVERIFY(tiles[1]->bytes() < sizeof(MaskTile) / 4);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const MaskTilePtr pixels = memory.pixels(tiles[i]);
        QVERIFY(*pixels == expected[i]);
        // However many ask, they share them.
        QCOMPARE(tiles[i]->pixels().get(), pixels.get());
    }
    QVERIFY(memory.bytes() <= 4 * sizeof(MaskTile));
    memory.letGo();
    QCOMPARE(memory.bytes(), std::size_t{0});
    QVERIFY(tiles.back()->decoded() == nullptr);
    QVERIFY(*memory.pixels(tiles.back()) == expected.back());
}

void PaintingTest::packedTilesGiveTheirMemoryBack()
{
    const auto used = [] { return mallinfo2().uordblks; };
    TileMemory memory(4 * sizeof(MaskTile));
    std::vector<StoredTilePtr> tiles;
    const std::size_t before = used();
    for (int i = 0; i < 1000; ++i) {
        auto pixels = std::make_shared<MaskTile>();
        std::fill_n(pixels->begin(), 100 + i, std::uint8_t{1});
        tiles.push_back(std::make_shared<const StoredTile>(std::move(pixels)));
        memory.pixels(tiles.back());
    }
    // And when they have been looked at again.
    for (const StoredTilePtr& tile : tiles)
        memory.pixels(tile);
    QVERIFY2(used() - before < 1000 * sizeof(MaskTile) / 8,
             QByteArray::number(static_cast<qulonglong>(used() - before)).constData());
}

void PaintingTest::packedTilesAreAsTheyWere_data()
{
    QTest::addColumn<int>("values");
    QTest::newRow("one value") << 1;
    QTest::newRow("two values") << 2;
    QTest::newRow("noise") << 200;
}

void PaintingTest::packedTilesAreAsTheyWere()
{
    QFETCH(int, values);
    std::mt19937 random(5);
    auto made = std::make_shared<MaskTile>();
    for (std::uint8_t& pixel : *made)
        pixel = static_cast<std::uint8_t>(1 + static_cast<int>(random() % values));
    const StoredTile tile(made);
    const StoredTile::Reduced reduced = tile.reduced();
    QCOMPARE(tile.uniform().has_value(), values == 1);
    const auto blob = tile.blob();
    tile.letGoOfPixels();
    QVERIFY(*tile.pixels() == *made);
    const StoredTile read(std::vector<std::uint8_t>(blob.begin(), blob.end()));
    QVERIFY(*read.pixels() == *made);
    QVERIFY(read.uniform() == tile.uniform());
    QVERIFY(read.reduced() == reduced);
    QCOMPARE(int(reduced[3 * StoredTile::reducedSide + 5]), int((*made)[48 * maskTileSize + 80]));
}

void PaintingTest::readingEveryNthPixel_data()
{
    QTest::addColumn<QRect>("window");
    QTest::addColumn<int>("step");
    QTest::newRow("whole") << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("inside") << QRect(250, 250, 20, 10) << 1;
    QTest::newRow("sticking out") << QRect(-10, -20, 700, 400) << 1;
    QTest::newRow("outside") << QRect(900, 900, 10, 10) << 1;
    QTest::newRow("every third") << QRect(1, 2, 500, 250) << 3;
    QTest::newRow("every 100th, sticking out") << QRect(-150, -70, 1000, 1000) << 100;
    QTest::newRow("every 1000th") << QRect(599, 299, 1, 1) << 1000;
    QTest::newRow("every 16th") << QRect(0, 0, 600, 300) << 16;
    QTest::newRow("every 32nd, sticking out") << QRect(-64, -16, 800, 400) << 32;
    QTest::newRow("every 64th, beside the tiles' own") << QRect(8, 4, 590, 290) << 64;
    QTest::newRow("every 512th") << QRect(0, 0, 600, 300) << 512;
}

void PaintingTest::readingEveryNthPixel()
{
    QFETCH(QRect, window);
    QFETCH(int, step);
    MaskTiles mask = stripes({600, 300});
    // One of a single value, one that is being painted.
    mask.setTile({1, 0}, std::make_shared<const StoredTile>(std::uint8_t{2}));
    mask.writable({0, 0})[32 * maskTileSize + 64] = 77;
    const int columns = (window.width() + step - 1) / step;
    const int rows = (window.height() + step - 1) / step;
    Pixels read(static_cast<std::size_t>(columns) * rows, 99);
    mask.read({window.x(), window.y(), window.width(), window.height()}, step, read);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const int expected = mask.at(window.x() + column * step, window.y() + row * step);
            QCOMPARE(int(read[static_cast<std::size_t>(row) * columns + column]), expected);
        }
    }
}

void PaintingTest::valuesArePaintedUnderTheRules()
{
    const PixelSize size{600, 300};
    MaskTiles mask = stripes(size);
    const Pixels before = everyPixel(mask);
    const PixelRect window{-20, 240, 640, 30};
    Pixels values(static_cast<std::size_t>(window.width) * window.height);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::uint8_t>(4 + i % 3);
    const std::uint8_t kept = 2;
    const MaskEdit edit = paintValues(mask, window, values, 5, false, std::span(&kept, 1));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const std::uint8_t old = before[static_cast<std::size_t>(y) * size.width + x];
            int expected = old;
            if (window.contains(x, y) && old != kept) {
                const int value =
                    values[static_cast<std::size_t>(y - window.y) * window.width + x - window.x];
                expected = value == 5 ? old : value;
            }
            QCOMPARE(int(mask.at(x, y)), expected);
        }
    }
    mask.revert(edit);
    QVERIFY(everyPixel(mask) == before);
}

void PaintingTest::polygonsCoverThePixelsWhoseCentresLieInside_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("triangle") << Shape{1, 1, {{{2, 2}, {50.3, 7.9}, {20.2, 60.1}}}};
    QTest::newRow("on pixel borders") << Shape{1, 1, {{{2, 2}, {9, 2}, {9, 9}, {2, 9}}}};
    QTest::newRow("through centres") << Shape{1, 1, {{{2.5, 2.5}, {9.5, 2.5}, {9.5, 9.5}}}};
    QTest::newRow("a hole") << Shape{
        1, 1, {{{2, 2}, {60, 2}, {60, 60}, {2, 60}}, {{20, 20}, {40, 22}, {30, 40}}}};
    QTest::newRow("crossing itself") << Shape{1, 1, {{{5, 5}, {60, 60}, {60, 5}, {5, 60}}}};
    QTest::newRow("beyond the window") << Shape{1, 1, {{{-900, -10}, {900, 30}, {-50, 900}}}};
    QTest::newRow("nowhere near") << Shape{1, 1, {{{900, 900}, {950, 900}, {950, 950}}}};
    QTest::newRow("star") << star(101, 35, 40, 3);
    QTest::newRow("sliver") << Shape{1, 1, {{{1, 1}, {64, 63.9}, {64, 64}}}};
}

void PaintingTest::polygonsCoverThePixelsWhoseCentresLieInside()
{
    QFETCH(Shape, shape);
    const PixelRect window{-3, 4, 70, 65};
    Pixels labels(static_cast<std::size_t>(window.width) * window.height, 9);
    rasterize(shape, 4, window, labels);
    for (int y = window.y; y < window.bottom(); ++y) {
        for (int x = window.x; x < window.right(); ++x) {
            // Even-odd by the winding of angles would differ on edges only; this is independent of
            // the scanline's sorting and pairing.
            const int expected = contains(shape, {x + 0.5, y + 0.5}) ? 4 : 9;
            QCOMPARE(
                int(labels[static_cast<std::size_t>(y - window.y) * window.width + x - window.x]),
                expected);
        }
    }
}

void PaintingTest::polygonsThatShareAnEdgeNeitherOverlapNorGap()
{
    const Point a{3.7, 2.1};
    const Point b{60.2, 61.9};
    const Shape left{1, 1, {{{0, 0}, a, b, {0, 64}}}};
    const Shape right{2, 1, {{{0, 0}, {64, 0}, {64, 64}, {0, 64}, b, a}}};
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x)
            QVERIFY(contains(left, {x + 0.5, y + 0.5}) != contains(right, {x + 0.5, y + 0.5}));
    }
}

void PaintingTest::polygonsAreSampledFromAfar()
{
    const Shape shape = star(57, 500, 480, 5);
    const PixelRect window{-7, 11, 1000, 900};
    const int step = 13;
    const int columns = (window.width + step - 1) / step;
    const int rows = (window.height + step - 1) / step;
    Pixels labels(static_cast<std::size_t>(columns) * rows);
    rasterizeSampled(shape, 1, window, step, labels);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const Point centre{window.x + column * step + 0.5, window.y + row * step + 0.5};
            QCOMPARE(labels[static_cast<std::size_t>(row) * columns + column] != 0,
                     contains(shape, centre));
        }
    }
}

void PaintingTest::areaAndBounds()
{
    const Shape shape{
        1, 1, {{{1.5, 2}, {11.5, 2}, {11.5, 12}, {1.5, 12}}, {{4, 4}, {6, 4}, {6, 8}, {4, 8}}}};
    QCOMPARE(area(shape), 92.0);
    QVERIFY(bounds(shape) == (PixelRect{1, 2, 11, 10}));
    QVERIFY(bounds(Shape{}).isEmpty());
    QVERIFY(bounds(Shape{1, 1, {{{-1e300, 0}, {1e300, 0}, {0, 1e300}}}}).width > 1000000000);
}

void PaintingTest::newStepsForgetWhatWasUndone()
{
    UndoStack stack;
    for (const char* text : {"a", "b", "c"}) {
        EditStep step;
        step.text = text;
        stack.push(std::move(step));
    }
    stack.stepBack();
    stack.stepBack();
    QCOMPARE(stack.undoStep()->text, std::string("a"));
    QCOMPARE(stack.redoStep()->text, std::string("b"));
    stack.stepForward();
    QCOMPARE(stack.position(), 2u);
    EditStep step;
    step.text = "d";
    stack.push(std::move(step));
    QVERIFY(stack.texts() == (std::vector<std::string>{"a", "b", "d"}));
    QVERIFY(stack.redoStep() == nullptr);
}

void PaintingTest::tilesSurviveTheCodec_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("uniform") << QByteArray(65536, '\3');
    QByteArray noise(65536, '\0');
    std::mt19937 random(1);
    for (char& byte : noise)
        byte = static_cast<char>(random());
    QTest::newRow("noise") << noise;
}

void PaintingTest::tilesSurviveTheCodec()
{
    QFETCH(QByteArray, bytes);
    const std::span raw(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                        static_cast<std::size_t>(bytes.size()));
    const auto blob = encodeTile(raw);
    QVERIFY(std::ranges::equal(decodeTile(blob, raw.size()), raw));
    if (bytes.count('\3') == 65536)
        QVERIFY(blob.size() < 100);
}

void PaintingTest::hostileTilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("blob");
    const Pixels pixels(65536, 4);
    const auto encoded = encodeTile(pixels);
    const QByteArray good(reinterpret_cast<const char*>(encoded.data()),
                          static_cast<qsizetype>(encoded.size()));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("header only") << good.left(12);
    QTest::newRow("cut short") << good.left(good.size() - 1);
    QTest::newRow("bytes after the end") << good + "x";
    QTest::newRow("another magic") << "LMT2" + good.mid(4);
    QTest::newRow("unknown compression") << good.left(4) + '\2' + good.mid(5);
    QTest::newRow("no zstd frame") << good.left(12) + QByteArray(40, 'x');
    QByteArray flipped = good;
    flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 0x40);
    QTest::newRow("a bit flipped") << flipped;
    QByteArray claims = good;
    claims.replace(8, 4, QByteArray("\xff\xff\xff\xff", 4));
    QTest::newRow("claims 4 GB") << claims;
    // A frame that says it holds 1 TB, behind a header that says what is expected.
    QByteArray bomb = good.left(12);
    const auto large = encodeTile(Pixels(1 << 24, 0));
    bomb += QByteArray(reinterpret_cast<const char*>(large.data()) + 12,
                       static_cast<qsizetype>(large.size() - 12));
    QTest::newRow("a frame larger than it says") << bomb;
}

void PaintingTest::hostileTilesAreRefused()
{
    QFETCH(QByteArray, blob);
    const std::span raw(reinterpret_cast<const std::uint8_t*>(blob.constData()),
                        static_cast<std::size_t>(blob.size()));
    const std::string message = fixtures::messageOf([&] { decodeTile(raw, 65536); });
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
}

namespace
{

/// A project with one image of 600 x 300, its writer and an annotation of the image.
struct Session
{
    Session()
    {
        const std::filesystem::path root = folder.path().toStdString();
        auto project = Project::create(root / "p.limn");
        ClassList classes;
        addClass(classes, "water");
        addClass(classes, "land");
        project->setClasses(classes);
        image = project->addImage(fixtures::makeImage(root / "a.tif", 600, 300, fixtures::utm));
        writer = std::make_unique<ProjectWriter>(std::move(project));
        annotation = std::make_unique<ImageAnnotation>(image, *writer);
    }

    /// What another process would read from the disk.
    std::pair<Pixels, std::vector<Shape>> saved()
    {
        if (!writer->flush(20000))
            qFatal("not saved: %s", writer->state().error.c_str());
        const auto reader = Project::open(writer->project().folder(), Project::Access::ReadOnly);
        return {everyPixel(reader->mask(image.id)), reader->shapes(image.id)};
    }
    std::pair<Pixels, std::vector<Shape>> shown() const
    {
        return {everyPixel(annotation->mask()), annotation->shapes()};
    }

    QTemporaryDir folder;
    ImageRecord image;
    std::unique_ptr<ProjectWriter> writer;
    std::unique_ptr<ImageAnnotation> annotation;
};

} // namespace

void PaintingTest::editsAreUndoneRedoneAndSaved()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    std::vector<std::pair<Pixels, std::vector<Shape>>> states{session.shown()};
    const auto did = [&] {
        states.push_back(session.shown());
        return session.saved() == states.back();
    };
    annotation.beginStroke({20, 1, false, false, {}}, {250, 100});
    annotation.strokeTo({300, 120});
    annotation.endStroke();
    QCOMPARE(annotation.undoText(), std::string("Brush stroke"));
    QVERIFY(did());
    const std::int64_t id = annotation.addShape(2, {{{10, 10}, {200, 20}, {100, 200}}});
    QVERIFY(did());
    Shape moved = *annotation.shape(id);
    moved.rings[0][0] = {50, 50};
    annotation.replaceShape(moved, "Move vertex");
    QVERIFY(did());
    annotation.beginStroke({5, 0, false, false, {}}, {260, 100});
    annotation.endStroke();
    QCOMPARE(annotation.undoText(), std::string("Erase"));
    QVERIFY(did());
    annotation.paint({0, 200, 600, 100}, Pixels(60000, 2), 0, true, "Accept prediction");
    QVERIFY(did());
    annotation.removeShape(id);
    QVERIFY(did());
    for (std::size_t i = states.size() - 1; i > 0; --i) {
        QVERIFY(annotation.canUndo());
        annotation.undo();
        QVERIFY(session.shown() == states[i - 1]);
        QVERIFY(session.saved() == states[i - 1]);
    }
    QVERIFY(!annotation.canUndo());
    for (std::size_t i = 1; i < states.size(); ++i) {
        annotation.redo();
        QVERIFY(session.shown() == states[i]);
        QVERIFY(session.saved() == states[i]);
    }
    QVERIFY(!annotation.canRedo());
}

void PaintingTest::listenersHearOfStrokesUnderWay()
{
    Session session;
    std::vector<AnnotationChange> heard;
    session.annotation->setListener(
        [&](const AnnotationChange& change) { heard.push_back(change); });
    session.annotation->beginStroke({10, 1, true, false, {}}, {100, 100});
    QCOMPARE(heard.size(), 1u);
    QVERIFY(heard[0].rect == (PixelRect{90, 90, 20, 20}));
    QVERIFY(heard[0].mask && !heard[0].shapes && !heard[0].finished);
    // A stroke under way is nobody's business on disk.
    QVERIFY(session.saved().first == Pixels(600 * 300, 0));
    session.annotation->strokeTo({150, 100});
    QVERIFY(heard[1].rect == (PixelRect{110, 90, 50, 20}));
    session.annotation->endStroke();
    QVERIFY(heard.back().finished);
    QVERIFY(heard.back().rect == (PixelRect{90, 90, 70, 20}));
    const std::size_t count = heard.size();
    session.annotation->beginStroke({10, 1, true, false, {}}, {120, 100});
    session.annotation->endStroke();
    QCOMPARE(heard.size(), count);
    QCOMPARE(session.annotation->undoText(), std::string("Brush stroke"));
    session.annotation->beginStroke({10, 2, true, false, {}}, {120, 100});
    session.annotation->undo();
    QVERIFY(!session.annotation->isStroking());
    QCOMPARE(session.annotation->mask().at(120, 100), 1);
    session.annotation->addShape(1, {{{-50, -50}, {20, -50}, {20, 20}}});
    QVERIFY(heard.back().shapes && !heard.back().mask);
    QVERIFY(heard.back().rect == (PixelRect{0, 0, 20, 20}));
}

void PaintingTest::shapesAreUndoneToTheirPlace()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 4; ++i)
        ids.push_back(annotation.addShape(1 + i % 2, {{{0, 0}, {50, 0}, {50, 50}}}));
    QCOMPARE(annotation.shapeAt({40, 10})->id, ids[3]);
    const auto before = session.shown();
    annotation.removeShape(ids[1]);
    QCOMPARE(annotation.shapes().size(), 3u);
    annotation.undo();
    QVERIFY(session.shown() == before);
    QVERIFY(session.saved() == before);
    QVERIFY(annotation.shapeAt({10, 40}) == nullptr);
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] { annotation.removeShape(999); })));
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] {
        annotation.addShape(1, {{{0, 0}, {1, 1}}});
    })));
    QVERIFY(session.shown() == before);
}

void PaintingTest::theBrushWinsOverShapes()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    annotation.addShape(1, {{{0, 0}, {700, 0}, {700, 100}, {0, 100}}});
    annotation.addShape(2, {{{0, 50}, {700, 50}, {700, 150}, {0, 150}}});
    annotation.beginStroke({10, 1, true, false, {}}, {100, 75});
    annotation.endStroke();
    for (const int step : {1, 7}) {
        const PixelRect window{-14, 0, 700, 300};
        const int columns = (window.width + step - 1) / step;
        Pixels labels(static_cast<std::size_t>(columns) * ((window.height + step - 1) / step), 9);
        annotation.labels(window, step, labels);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const int x = window.x + static_cast<int>(i % columns) * step;
            const int y = window.y + static_cast<int>(i / columns) * step;
            int expected = y < 50 ? 1 : y < 150 ? 2 : 0;
            if (x >= 90 && x < 110 && y >= 65 && y < 85)
                expected = 1;
            if (x < 0 || x >= 600)
                expected = 0;
            QCOMPARE(int(labels[i]), expected);
        }
    }
}

void PaintingTest::aReadOnlyAnnotationRefusesEdits()
{
    Session session;
    session.annotation->addShape(1, {{{0, 0}, {50, 0}, {50, 50}}});
    session.saved();
    const auto reader =
        Project::open(session.writer->project().folder(), Project::Access::ReadOnly);
    ImageAnnotation annotation(session.image, *reader);
    QVERIFY(!annotation.isEditable());
    QCOMPARE(annotation.shapes().size(), 1u);
    const std::vector<std::function<void()>> edits{
        [&] {
            annotation.beginStroke({}, {5, 5});
        },
        [&] {
            annotation.addShape(1, {{{0, 0}, {50, 0}, {50, 50}}});
        },
        [&] { annotation.removeShape(1); },
        [&] {
            annotation.paint({0, 0, 1, 1}, Pixels{1}, 0, false, "x");
        },
        [&] { reader->setSetting("a", "b"); },
        [&] {
            reader->putMaskTile(1, {0, 0}, nullptr);
        },
    };
    for (const auto& edit : edits)
        QVERIFY(fixtures::isOneSentence(fixtures::messageOf(edit)));
    annotation.undo();
    QCOMPARE(annotation.shapes().size(), 1u);
}

void PaintingTest::reopeningAnImageShowsWhatIsNotYetSaved()
{
    Session session;
    std::mutex gate;
    std::unique_lock closed(gate);
    session.writer->post([&](Project&) { const std::lock_guard wait(gate); });
    session.annotation->beginStroke({20, 1, false, false, {}}, {250, 100});
    session.annotation->endStroke();
    session.annotation->addShape(2, {{{10, 10}, {200, 20}, {100, 200}}});
    session.annotation->addShape(1, {{{10, 10}, {200, 20}, {100, 200}}});
    session.annotation->removeShape(session.annotation->shapes()[0].id);
    const auto shown = session.shown();
    const auto edits = session.writer->pending(session.image.id);
    QCOMPARE(edits.size(), 4u);
    closed.unlock();
    session.annotation = std::make_unique<ImageAnnotation>(session.image, *session.writer);
    QVERIFY(session.shown() == shown);
    QVERIFY(session.saved() == shown);
    QVERIFY(session.writer->pending(session.image.id).empty());
    // Edits that were on disk already do no harm when applied once more.
    MaskTiles mask = session.writer->project().mask(session.image.id);
    std::vector<Shape> shapes = session.writer->project().shapes(session.image.id);
    std::vector<CompleteRegion> regions;
    for (const auto& edit : edits)
        apply(*edit, mask, shapes, regions);
    QVERIFY(std::pair(everyPixel(mask), shapes) == shown);
}

void PaintingTest::pressureChangesTheRadiusOnTheWay_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<bool>("square");
    QTest::newRow("harder") << 0.1 << 1.0 << false;
    QTest::newRow("lighter") << 0.9 << 0.2 << false;
    QTest::newRow("square") << 0.3 << 0.8 << true;
    QTest::newRow("all the same") << 0.5 << 0.5 << false;
    QTest::newRow("more than all") << 1.0 << 7.0 << false;
}

void PaintingTest::pressureChangesTheRadiusOnTheWay()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(bool, square);
    const limn::raster::PixelSize size{400, 200};
    MaskTiles mask(size);
    Brush brush;
    brush.radius = 40;
    brush.square = square;
    Stroke stroke(mask, brush);
    const Point a{60.3, 90.7};
    const Point b{330.2, 110.4};
    stroke.moveTo(a, from);
    stroke.moveTo(b, to);
    // A pixel is inside when some point of the way reaches it with the radius it has there.
    const auto reaches = [&](int x, int y, double slack) {
        for (double t = 0; t <= 1; t += 0.002) {
            const double radius =
                40 * (std::min(1.0, from) + t * (std::min(1.0, to) - std::min(1.0, from))) + slack;
            const double dx = std::abs(x + 0.5 - (a.x + t * (b.x - a.x)));
            const double dy = std::abs(y + 0.5 - (a.y + t * (b.y - a.y)));
            if (square ? std::max(dx, dy) <= radius : std::hypot(dx, dy) <= radius)
                return true;
        }
        return false;
    };
    for (int y = 0; y < size.height; y += 3)
        for (int x = 0; x < size.width; x += 3) {
            const bool painted = mask.at(x, y) == 1;
            QVERIFY(!painted || reaches(x, y, 1.1));
            QVERIFY(painted || !reaches(x, y, -1.1));
        }
}

void PaintingTest::filledAreasAreUndoneAndSaved()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    const auto blank = session.shown();
    annotation.fill(Area::ellipse({100, 50}, {500, 250}), PaintRule(2, Over::AllButLocked, {}),
                    "Ellipse");
    const auto filled = session.shown();
    QCOMPARE(annotation.undoText(), std::string("Ellipse"));
    QVERIFY(session.saved() == filled);
    // Nothing to change is no step.
    annotation.fill(Area::rectangle({200, 100}, {300, 150}), PaintRule(2, Over::AllButLocked, {}),
                    "Rectangle");
    QCOMPARE(annotation.undoText(), std::string("Ellipse"));
    annotation.undo();
    QVERIFY(session.saved() == blank);
    annotation.redo();
    QVERIFY(session.saved() == filled);
}

void PaintingTest::editsMadeOnACopyLeaveWhatWasPaintedSince()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    MaskTiles copy = annotation.mask();
    const MaskEdit edit =
        fillArea(copy, Area::rectangle({0, 0}, {600, 200}), PaintRule(1, Over::AllButLocked, {}));
    annotation.fill(Area::rectangle({100, 50}, {300, 300}), PaintRule(2, Over::AllButLocked, {}),
                    "Rectangle");
    const Pixels since = everyPixel(annotation.mask());
    QVERIFY(annotation.take(edit, "Fill"));
    Pixels expected = since;
    for (std::size_t i = 0; i < 600u * 200; ++i)
        expected[i] = expected[i] == 0 ? 1 : expected[i];
    QVERIFY(everyPixel(annotation.mask()) == expected);
    QVERIFY(session.saved().first == expected);
    QVERIFY(!annotation.take(edit, "Fill"));
    annotation.undo();
    QVERIFY(everyPixel(annotation.mask()) == since);
}

void PaintingTest::theHistoryIsWalkedToAnyStep()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    std::vector<std::pair<Pixels, std::vector<Shape>>> states{session.shown()};
    for (int i = 0; i < 5; ++i) {
        annotation.fill(Area::rectangle({i * 50.0, 0}, {i * 50.0 + 70, 100}),
                        PaintRule(1 + i % 2, Over::AllButLocked, {}), "Step " + std::to_string(i));
        states.push_back(session.shown());
    }
    QVERIFY(annotation.history() ==
            (std::vector<std::string>{"Step 0", "Step 1", "Step 2", "Step 3", "Step 4"}));
    for (const std::size_t position : {2u, 5u, 0u, 3u, 3u, 99u, 1u}) {
        annotation.goTo(position);
        const std::size_t reached = std::min<std::size_t>(position, 5);
        QCOMPARE(annotation.historyPosition(), reached);
        QVERIFY(session.shown() == states[reached]);
        QVERIFY(session.saved() == states[reached]);
    }
    QCOMPARE(annotation.history().size(), 5u);
}

void PaintingTest::completeRegionsAreUndoneAndSaved()
{
    Session session;
    ImageAnnotation& annotation = *session.annotation;
    std::vector<AnnotationChange> heard;
    annotation.setListener([&](const AnnotationChange& change) { heard.push_back(change); });
    const auto stored = [&] {
        (void)session.writer->flush(20000);
        std::vector<std::pair<PixelRect, int>> regions;
        for (const auto& region : session.writer->project().completeRegions(session.image.id))
            regions.emplace_back(region.rect, region.classValue);
        return regions;
    };
    const auto shown = [&] {
        std::vector<std::pair<PixelRect, int>> regions;
        for (const auto& region : annotation.completeRegions())
            regions.emplace_back(region.rect, region.classValue);
        return regions;
    };
    // What lies outside the image is cut off.
    annotation.addCompleteRegion({-50, 10, 100, 30}, 1);
    annotation.addCompleteRegion({20, 20, 60, 60}, 2);
    annotation.addCompleteRegion({200, 100, 10, 10}, 1);
    const std::vector<std::pair<PixelRect, int>> three{
        {{0, 10, 50, 30}, 1}, {{20, 20, 60, 60}, 2}, {{200, 100, 10, 10}, 1}};
    QVERIFY(shown() == three);
    QVERIFY(stored() == three);
    QCOMPARE(heard.size(), 3u);
    QVERIFY(heard[0].regions && !heard[0].mask && !heard[0].shapes && heard[0].finished);
    QCOMPARE(annotation.undoText(), std::string("Complete region"));
    // Two touch the rectangle, and go as one step.
    QVERIFY(annotation.removeCompleteRegions({30, 30, 1, 1}));
    QVERIFY(!annotation.removeCompleteRegions({30, 30, 1, 1}));
    QVERIFY(shown() == std::vector(three.begin() + 2, three.end()));
    QVERIFY(stored() == shown());
    annotation.undo();
    QVERIFY(stored() == three && shown() == three);
    annotation.undo();
    annotation.undo();
    QVERIFY(stored() == std::vector(three.begin(), three.begin() + 1));
    annotation.redo();
    annotation.redo();
    annotation.redo();
    QVERIFY(stored() == std::vector(three.begin() + 2, three.end()));
    // Opened again they are there, and can be taken away.
    session.annotation = std::make_unique<ImageAnnotation>(session.image, *session.writer);
    QCOMPARE(session.annotation->completeRegions().size(), 1u);
    QVERIFY(session.annotation->removeCompleteRegions({0, 0, 600, 300}));
    session.annotation->undo();
    QVERIFY(stored() == std::vector(three.begin() + 2, three.end()));
}

void PaintingTest::senselessCompleteRegionsAreRefused_data()
{
    QTest::addColumn<QRect>("rect");
    QTest::addColumn<int>("classValue");
    QTest::newRow("beside the image") << QRect(-50, -50, 40, 40) << 1;
    QTest::newRow("empty") << QRect(10, 10, 0, 20) << 1;
    QTest::newRow("the wrong way round") << QRect(10, 10, -5, -5) << 1;
    QTest::newRow("unlabelled") << QRect(10, 10, 20, 20) << 0;
    QTest::newRow("no class") << QRect(10, 10, 20, 20) << 255;
}

void PaintingTest::senselessCompleteRegionsAreRefused()
{
    QFETCH(QRect, rect);
    QFETCH(int, classValue);
    Session session;
    const std::string message = fixtures::messageOf([&] {
        session.annotation->addCompleteRegion({rect.x(), rect.y(), rect.width(), rect.height()},
                                              classValue);
    });
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    QVERIFY(session.annotation->completeRegions().empty());
    QVERIFY(!session.annotation->canUndo());
}

QTEST_GUILESS_MAIN(PaintingTest)
#include "painting.moc"
