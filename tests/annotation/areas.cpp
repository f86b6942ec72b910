// Areas to be filled, and what hangs together in a picture: the pixels they hold, against plain
// definitions.

#include "annotation/area_fill.h"
#include "annotation/flood_fill.h"

#include "mask_pixels.h"

#include <QTest>

#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <numbers>

using namespace limn::annotation;
using fixtures::differing;
using fixtures::everyPixel;
using fixtures::Pixels;
using limn::raster::PixelRect;
using limn::raster::PixelSize;

namespace
{

constexpr PixelSize size{600, 300};

/// How often a closed line goes around a point, by the angle it is seen to turn.
int turns(const Ring& ring, const Point& p)
{
    double angle = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a{ring[i].x - p.x, ring[i].y - p.y};
        const Point& next = ring[(i + 1) % ring.size()];
        const Point b{next.x - p.x, next.y - p.y};
        angle += std::atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y);
    }
    return static_cast<int>(std::lround(angle / (2 * std::numbers::pi)));
}

/// A random walk, crossing itself often.
Ring scribble(unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> step(-45, 45);
    Ring ring{{300.25, 150.75}};
    for (int i = 0; i < 60; ++i)
        ring.push_back({ring.back().x + 1.3 * step(random), ring.back().y + step(random)});
    return ring;
}

struct Case
{
    Area area;
    std::function<bool(double x, double y)> contains;
};

Case rectangle(Point a, Point b)
{
    return {Area::rectangle(a, b), [a, b](double x, double y) {
                return x >= std::min(a.x, b.x) && x < std::max(a.x, b.x) &&
                       y >= std::min(a.y, b.y) && y < std::max(a.y, b.y);
            }};
}

Case ellipse(Point a, Point b)
{
    return {Area::ellipse(a, b), [a, b](double x, double y) {
                const double u = (x - (a.x + b.x) / 2) / (std::abs(b.x - a.x) / 2);
                const double v = (y - (a.y + b.y) / 2) / (std::abs(b.y - a.y) / 2);
                return u * u + v * v <= 1;
            }};
}

Case outline(const Ring& ring)
{
    return {Area::outline(ring), [ring](double x, double y) { return turns(ring, {x, y}) != 0; }};
}

Case pixels()
{
    const PixelRect window{-5, 200, 300, 150};
    Pixels values(static_cast<std::size_t>(window.width) * window.height);
    std::mt19937 random(5);
    for (std::uint8_t& value : values)
        value = random() % 3 == 0 ? 7 : 0;
    return {Area::pixels(window, values), [=](double x, double y) {
                const int column = static_cast<int>(std::floor(x)) - window.x;
                const int row = static_cast<int>(std::floor(y)) - window.y;
                return column >= 0 && row >= 0 && column < window.width && row < window.height &&
                       values[static_cast<std::size_t>(row) * window.width + column] != 0;
            }};
}

Case squares(int step)
{
    const PixelRect window{13, 7, 250, 140};
    const int columns = (window.width + step - 1) / step;
    Pixels values(static_cast<std::size_t>(columns) * ((window.height + step - 1) / step));
    std::mt19937 random(6);
    for (std::uint8_t& value : values)
        value = random() % 2 == 0 ? 3 : 0;
    return {Area::squares(window, step, values), [=](double x, double y) {
                const int column = static_cast<int>(std::floor(x));
                const int row = static_cast<int>(std::floor(y));
                return window.contains(column, row) &&
                       values[static_cast<std::size_t>((row - window.y) / step) * columns +
                              (column - window.x) / step] != 0;
            }};
}

Case polygonWithAHole()
{
    const Shape shape{
        1, 1, {{{20, 10}, {420, 30}, {300, 280}}, {{200, 60}, {260, 70}, {230, 140}}}};
    return {Area::polygon(shape), [shape](double x, double y) { return contains(shape, {x, y}); }};
}

Case bothOf(const Case& a, const Case& b)
{
    return {Area::both(a.area, b.area),
            [=](double x, double y) { return a.contains(x, y) && b.contains(x, y); }};
}

/// A made picture: noise of a few grey levels with a wall through it and a part that is not there.
std::vector<std::array<std::uint8_t, 4>> picture()
{
    std::vector<std::array<std::uint8_t, 4>> rgba(static_cast<std::size_t>(size.width) *
                                                  size.height);
    std::mt19937 random(9);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const auto grain = static_cast<std::uint8_t>(100 + random() % 40);
            const bool wall = x == 400 && y != 40;
            const bool hole = x > 500 && y > 200;
            rgba[static_cast<std::size_t>(y) * size.width + x] = {
                static_cast<std::uint8_t>(wall ? 250 : grain), grain,
                static_cast<std::uint8_t>(100 + random() % 40),
                static_cast<std::uint8_t>(hole ? 0 : 255)};
        }
    return rgba;
}

} // namespace

Q_DECLARE_METATYPE(Case)

class AreasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFillPaintsThePixelsWhoseCentresLieInside_data();
    void aFillPaintsThePixelsWhoseCentresLieInside();
    void nothingIsNoArea();
    void tilesCoveredWhollyAreOneInMemory();
    void aFillIsGivenUpWhenNoLongerWanted();
    void aFloodFindsWhatHangsTogether_data();
    void aFloodFindsWhatHangsTogether();
    void aFloodSaysWhereItWasCutOff();
    void aFloodReadsOnlyWhatItReaches();
    void aFloodIsGivenUpWhenNoLongerWanted();
};

void AreasTest::aFillPaintsThePixelsWhoseCentresLieInside_data()
{
    QTest::addColumn<Case>("area");
    QTest::addColumn<int>("value");
    QTest::addColumn<Over>("over");
    const Over all = Over::AllButLocked;
    QTest::newRow("rectangle") << rectangle({20.4, 30.5}, {310.5, 270.2}) << 2 << all;
    QTest::newRow("rectangle the other way round") << rectangle({310, 270}, {20, 30}) << 2 << all;
    QTest::newRow("rectangle over the edges") << rectangle({-50, -50}, {900, 900}) << 3 << all;
    QTest::newRow("rectangle, unlabelled only")
        << rectangle({20, 30}, {590, 290}) << 2 << Over::OnlyUnlabelled;
    QTest::newRow("rectangle, everything")
        << rectangle({20, 30}, {590, 290}) << 2 << Over::Everything;
    QTest::newRow("erasing rectangle") << rectangle({-1, -1}, {601, 301}) << 0 << Over::Everything;
    QTest::newRow("erasing, unlabelled only")
        << rectangle({20, 30}, {590, 290}) << 0 << Over::OnlyUnlabelled;
    QTest::newRow("ellipse") << ellipse({10.3, 20.9}, {580.1, 280.4}) << 1 << all;
    QTest::newRow("circle") << ellipse({100, 50}, {300, 250}) << 1 << all;
    QTest::newRow("small circle") << ellipse({255, 255}, {258, 258}) << 1 << all;
    QTest::newRow("sliver of an ellipse") << ellipse({10, 100.2}, {590, 101.1}) << 1 << all;
    QTest::newRow("ellipse over the edges") << ellipse({-300, -200}, {500, 200}) << 1 << all;
    for (unsigned seed : {1u, 2u, 3u, 4u})
        QTest::addRow("scribble %u", seed) << outline(scribble(seed)) << 3 << all;
    // A hand that goes around one and a half times.
    Ring loop;
    for (int i = 0; i < 90; ++i)
        loop.push_back(
            {300 + 140 * std::cos(i * 0.105), 150 + (120 - i * 0.3) * std::sin(i * 0.105)});
    QTest::newRow("one and a half times around") << outline(loop) << 2 << all;
    QTest::newRow("pixels") << pixels() << 2 << all;
    for (const int step : {1, 3, 17, 300})
        QTest::addRow("squares of %d", step) << squares(step) << 2 << all;
    QTest::newRow("polygon with a hole") << polygonWithAHole() << 3 << all;
    QTest::newRow("both") << bothOf(squares(5), ellipse({10, 10}, {200, 290})) << 2 << all;
}

void AreasTest::aFillPaintsThePixelsWhoseCentresLieInside()
{
    QFETCH(Case, area);
    QFETCH(int, value);
    QFETCH(Over, over);
    MaskTiles mask = fixtures::stripes(size);
    const Pixels before = everyPixel(mask);
    const std::uint8_t locked = 1;
    Pixels expected = before;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t& pixel = expected[static_cast<std::size_t>(y) * size.width + x];
            const bool isKept = (over != Over::Everything && pixel == locked) ||
                                (over == Over::OnlyUnlabelled && value != 0 && pixel != 0);
            if (!isKept && area.contains(x + 0.5, y + 0.5))
                pixel = static_cast<std::uint8_t>(value);
        }
    const MaskEdit edit = fillArea(mask, area.area, PaintRule(value, over, std::span(&locked, 1)));
    QVERIFY(everyPixel(mask) == expected);
    const PixelRect changed = differing(before, expected, size.width);
    QVERIFY(edit.rect.intersected(changed) == changed);
    mask.revert(edit);
    QVERIFY(everyPixel(mask) == before);
}

void AreasTest::nothingIsNoArea()
{
    MaskTiles mask(size);
    const PaintRule rule(1, Over::Everything, {});
    for (const Area& area :
         {Area(), Area::rectangle({5, 5}, {5, 50}), Area::ellipse({5, 5}, {50, 5}),
          Area::rectangle({std::nan(""), 5}, {50, 50}), Area::outline({{1, 1}, {9, 9}}),
          Area::outline({{1, 1}, {9, 9}, {INFINITY, 4}}), Area::rectangle({700, 5}, {900, 50})})
        QVERIFY(fillArea(mask, area, rule).isEmpty());
    QVERIFY(mask.tiles().empty());
}

void AreasTest::tilesCoveredWhollyAreOneInMemory()
{
    MaskTiles mask({2000, 2000});
    const MaskEdit edit =
        fillArea(mask, Area::ellipse({0, 0}, {2000, 2000}), PaintRule(1, Over::AllButLocked, {}));
    QCOMPARE(mask.tile({3, 3}).get(), mask.tile({4, 2}).get());
    // So that undo of a large fill does not use up the memory for the steps before it.
    QVERIFY(edit.tiles.size() > 50 && edit.bytes() < 40 * sizeof(MaskTile));
    QVERIFY(fillArea(mask, Area::rectangle({800, 800}, {1200, 1200}),
                     PaintRule(1, Over::AllButLocked, {}))
                .isEmpty());
    mask.revert(edit);
    QVERIFY(mask.tiles().empty());
}

void AreasTest::aFillIsGivenUpWhenNoLongerWanted()
{
    MaskTiles mask({100000, 100000});
    Progress progress;
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, fillArea(mask, Area::rectangle({0, 0}, {1e5, 1e5}),
                                                 PaintRule(1, Over::Everything, {}), progress));
}

void AreasTest::aFloodFindsWhatHangsTogether_data()
{
    QTest::addColumn<QPoint>("seed");
    QTest::addColumn<int>("tolerance");
    QTest::addColumn<QRect>("bounds");
    QTest::addColumn<int>("pictures");
    QTest::newRow("a little") << QPoint(100, 100) << 12 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("more") << QPoint(100, 100) << 24 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("all but the wall") << QPoint(100, 100) << 40 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("the wall") << QPoint(400, 100) << 39 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("everything") << QPoint(100, 100) << 255 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("alone") << QPoint(100, 100) << 0 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("where nothing is shown") << QPoint(550, 250) << 5 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("within bounds") << QPoint(100, 100) << 40 << QRect(50, 60, 200, 100) << 1;
    QTest::newRow("bounds past the image")
        << QPoint(1, 1) << 24 << QRect(-500, -500, 2000, 2000) << 1;
    QTest::newRow("in the corner") << QPoint(599, 0) << 40 << QRect(0, 0, 600, 300) << 1;
    QTest::newRow("alike in two pictures") << QPoint(100, 100) << 30 << QRect(0, 0, 600, 300) << 2;
    QTest::newRow("alike in three pictures")
        << QPoint(100, 100) << 24 << QRect(0, 0, 600, 300) << 3;
}

void AreasTest::aFloodFindsWhatHangsTogether()
{
    QFETCH(QPoint, seed);
    QFETCH(int, tolerance);
    QFETCH(QRect, bounds);
    QFETCH(int, pictures);
    const auto rgba = picture();
    using Rgba = std::array<std::uint8_t, 4>;
    // The second one darkens to the right, of the third the lower part is not there.
    const auto at = [&](int which, int x, int y) {
        const auto shade = static_cast<std::uint8_t>(which == 1 ? x / 3 : 80);
        return which == 0 ? rgba[static_cast<std::size_t>(y) * size.width + x]
                          : Rgba{shade, 50, shade,
                                 static_cast<std::uint8_t>(which == 2 && y > 180 ? 0 : 255)};
    };
    const QRect inside = bounds.intersected(QRect(0, 0, size.width, size.height));
    // Pixel by pixel, as in a textbook.
    Pixels expected(rgba.size());
    std::deque<QPoint> open{seed};
    while (!open.empty()) {
        const QPoint p = open.front();
        open.pop_front();
        if (!inside.contains(p) || expected[static_cast<std::size_t>(p.y()) * size.width + p.x()])
            continue;
        bool like = true;
        for (int which = 0; which < pictures; ++which) {
            const Rgba first = at(which, seed.x(), seed.y());
            const Rgba colour = at(which, p.x(), p.y());
            like = like && (colour[3] == 0) == (first[3] == 0);
            for (std::size_t band = 0; band < 3 && like && first[3] != 0; ++band)
                like = std::abs(int(colour[band]) - int(first[band])) <= tolerance;
        }
        if (!like)
            continue;
        expected[static_cast<std::size_t>(p.y()) * size.width + p.x()] = 1;
        for (const QPoint& step : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)})
            open.push_back(p + step);
    }
    std::vector<PictureSource> sources;
    for (int which = 0; which < pictures; ++which)
        sources.push_back([&, which](const PixelRect& window, std::span<std::uint8_t> out) {
            for (int y = 0; y < window.height; ++y)
                for (int x = 0; x < window.width; ++x)
                    std::ranges::copy(at(which, window.x + x, window.y + y),
                                      out.begin() +
                                          (static_cast<std::ptrdiff_t>(y) * window.width + x) * 4);
        });
    Progress progress;
    const Flood flood = floodFrom(seed.x(), seed.y(), tolerance,
                                  {bounds.x(), bounds.y(), bounds.width(), bounds.height()}, size,
                                  sources, progress);
    MaskTiles mask(size);
    fillArea(mask, flood.area, PaintRule(1, Over::Everything, {}));
    QVERIFY(everyPixel(mask) == expected);
    QCOMPARE(flood.pixels, static_cast<std::int64_t>(std::ranges::count(expected, 1)));
}

namespace
{

/// All pixels alike; counts how many were read.
PictureSource plain(std::int64_t& read)
{
    return [&read](const PixelRect& window, std::span<std::uint8_t> out) {
        std::ranges::fill(out, std::uint8_t{255});
        read += static_cast<std::int64_t>(window.width) * window.height;
    };
}

} // namespace

void AreasTest::aFloodSaysWhereItWasCutOff()
{
    std::int64_t read = 0;
    Progress progress;
    QVERIFY(!floodFrom(5, 5, 0, {0, 0, 600, 300}, size, plain(read), progress).cutOff);
    QVERIFY(!floodFrom(5, 5, 0, {-9, -9, 900, 900}, size, plain(read), progress).cutOff);
    QVERIFY(floodFrom(5, 5, 0, {0, 0, 599, 300}, size, plain(read), progress).cutOff);
    QVERIFY(floodFrom(5, 5, 0, {0, 1, 600, 299}, size, plain(read), progress).cutOff);
    QCOMPARE(floodFrom(5, 5, 0, {0, 0, 5, 5}, size, plain(read), progress).pixels, std::int64_t{0});
}

void AreasTest::aFloodReadsOnlyWhatItReaches()
{
    // A pond of 100 x 100 on an image of 10,000 x 10,000.
    std::int64_t read = 0;
    const PixelRect pond{5000, 5000, 100, 100};
    const auto picture = [&](const PixelRect& window, std::span<std::uint8_t> out) {
        for (int i = 0; i < window.width * window.height; ++i) {
            const bool wet =
                pond.contains(window.x + i % window.width, window.y + i / window.width);
            std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(i) * 4, 4,
                        static_cast<std::uint8_t>(wet ? 255 : 100));
        }
        read += static_cast<std::int64_t>(window.width) * window.height;
    };
    Progress progress;
    const Flood flood =
        floodFrom(5050, 5050, 30, {0, 0, 10000, 10000}, {10000, 10000}, picture, progress);
    QCOMPARE(flood.pixels, std::int64_t{10000});
    QVERIFY2(read < 2'000'000, QByteArray::number(static_cast<qlonglong>(read)).constData());
}

void AreasTest::aFloodIsGivenUpWhenNoLongerWanted()
{
    Progress progress;
    std::int64_t read = 0;
    const PictureSource picture = plain(read);
    const auto stopping = [&](const PixelRect& window, std::span<std::uint8_t> out) {
        if (read > 3'000'000)
            progress.cancel();
        picture(window, out);
    };
    QVERIFY_THROWS_EXCEPTION(
        Cancelled, floodFrom(5, 5, 0, {0, 0, 10000, 10000}, {10000, 10000}, stopping, progress));
    QVERIFY(read < 5'000'000);
}

QTEST_GUILESS_MAIN(AreasTest)
#include "areas.moc"
