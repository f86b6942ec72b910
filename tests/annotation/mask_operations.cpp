// Operations on one class of a mask, against definitions that look at every pixel.

#include "annotation/mask_operations.h"

#include "annotation/run_components.h"
#include "mask_pixels.h"

#include <QTest>

#include <array>
#include <deque>
#include <functional>

using namespace limn::annotation;
using fixtures::differing;
using fixtures::everyPixel;
using fixtures::Pixels;
using limn::raster::PixelRect;
using limn::raster::PixelSize;

namespace
{

constexpr PixelSize size{600, 300};
constexpr PixelRect everywhere{0, 0, size.width, size.height};

std::size_t place(int x, int y)
{
    return static_cast<std::size_t>(y) * size.width + static_cast<std::size_t>(x);
}

void forEachPixel(const PixelRect& window, const std::function<void(int, int)>& visit)
{
    const PixelRect inside = window.intersected(everywhere);
    for (int y = inside.y; y < inside.bottom(); ++y)
        for (int x = inside.x; x < inside.right(); ++x)
            visit(x, y);
}

/// Regions of `window`, pixel by pixel.
std::vector<std::vector<QPoint>> regions(const Pixels& pixels, const PixelRect& window,
                                         bool diagonal, const std::function<bool(int)>& belongs)
{
    std::vector<std::vector<QPoint>> found;
    Pixels seen(pixels.size());
    const PixelRect inside = window.intersected(everywhere);
    forEachPixel(inside, [&](int x0, int y0) {
        std::deque<QPoint> open{{x0, y0}};
        std::vector<QPoint> region;
        while (!open.empty()) {
            const QPoint p = open.front();
            open.pop_front();
            if (!inside.contains(p.x(), p.y()) || seen[place(p.x(), p.y())] ||
                !belongs(pixels[place(p.x(), p.y())]))
                continue;
            seen[place(p.x(), p.y())] = 1;
            region.push_back(p);
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    if (diagonal || dx == 0 || dy == 0)
                        open.push_back(p + QPoint(dx, dy));
        }
        if (!region.empty())
            found.push_back(std::move(region));
    });
    return found;
}

bool touches(const std::vector<QPoint>& region, int left, int top, int right, int bottom)
{
    return std::ranges::any_of(region, [&](const QPoint& p) {
        return p.x() == left || p.y() == top || p.x() == right || p.y() == bottom;
    });
}

} // namespace

class MaskOperationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void operationsDoWhatTheirDefinitionSays_data();
    void operationsDoWhatTheirDefinitionSays();
    void islandsInAHoleStay();
    void componentsAreThoseOfAPlainSearch_data();
    void componentsAreThoseOfAPlainSearch();
    void partsOfALargeWindowFitTogether();
    void operationsAreGivenUpWhenNoLongerWanted();
};

using Operation = std::function<MaskEdit(MaskTiles&, const PixelRect&, Progress&)>;
using Definition = std::function<Pixels(const Pixels&, const PixelRect&)>;
Q_DECLARE_METATYPE(Operation)
Q_DECLARE_METATYPE(Definition)
Q_DECLARE_METATYPE(PixelRect)

namespace
{

Operation fillingHoles()
{
    return [](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        return fillHoles(mask, window, 1, progress);
    };
}

Pixels holesFilled(const Pixels& before, const PixelRect& window)
{
    const PixelRect inside = window.intersected(everywhere);
    Pixels after = before;
    for (const auto& region : regions(before, window, false, [](int v) { return v != 1; }))
        if (!touches(region, inside.x, inside.y, inside.right() - 1, inside.bottom() - 1))
            for (const QPoint& p : region)
                if (before[place(p.x(), p.y())] == 0)
                    after[place(p.x(), p.y())] = 1;
    return after;
}

Operation removingSpecks(int minPixels)
{
    return [minPixels](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        return removeSpecks(mask, window, 1, minPixels, progress);
    };
}

Definition specksRemoved(int minPixels)
{
    return [minPixels](const Pixels& before, const PixelRect& window) {
        const PixelRect inside = window.intersected(everywhere);
        // Sides of the window that lie inside the image.
        const int left = inside.x > 0 ? inside.x : -1;
        const int top = inside.y > 0 ? inside.y : -1;
        const int right = inside.right() < size.width ? inside.right() - 1 : -1;
        const int bottom = inside.bottom() < size.height ? inside.bottom() - 1 : -1;
        Pixels after = before;
        for (const auto& region : regions(before, window, true, [](int v) { return v == 1; }))
            if (static_cast<int>(region.size()) < minPixels &&
                !touches(region, left, top, right, bottom))
                for (const QPoint& p : region)
                    after[place(p.x(), p.y())] = 0;
        return after;
    };
}

/// Is there a pixel within `radius` that is (or is not) of class 1?
bool near(const Pixels& pixels, int x0, int y0, int radius, bool ofClass)
{
    for (int y = std::max(0, y0 - radius); y <= std::min(size.height - 1, y0 + radius); ++y)
        for (int x = std::max(0, x0 - radius); x <= std::min(size.width - 1, x0 + radius); ++x)
            if ((x - x0) * (x - x0) + (y - y0) * (y - y0) <= radius * radius &&
                (pixels[place(x, y)] == 1) == ofClass)
                return true;
    return false;
}

Operation growing(int radius, Over over)
{
    return [=](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        const std::uint8_t locked = 2;
        return growClass(mask, window, PaintRule(1, over, std::span(&locked, 1)), radius, progress);
    };
}

Definition grown(int radius, Over over)
{
    return [=](const Pixels& before, const PixelRect& window) {
        Pixels after = before;
        forEachPixel(window, [&](int x, int y) {
            const int old = before[place(x, y)];
            const bool isKept = (over != Over::Everything && old == 2) ||
                                (over == Over::OnlyUnlabelled && old != 0);
            if (!isKept && near(before, x, y, radius, true))
                after[place(x, y)] = 1;
        });
        return after;
    };
}

/// The value beside class 1 that is most frequent around a pixel, the lowest of equals.
std::uint8_t mostBeside(const Pixels& pixels, int x0, int y0, int radius)
{
    std::array<int, 256> votes{};
    for (int dy = -radius; dy <= radius; ++dy)
        for (int dx = -radius; dx <= radius; ++dx)
            ++votes[pixels[place(std::clamp(x0 + dx, 0, size.width - 1),
                                 std::clamp(y0 + dy, 0, size.height - 1))]];
    votes[1] = 0;
    return static_cast<std::uint8_t>(std::ranges::max_element(votes) - votes.begin());
}

Operation shrinking(int radius)
{
    return [=](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        return shrinkClass(mask, window, 1, radius, progress);
    };
}

Definition shrunk(int radius)
{
    return [=](const Pixels& before, const PixelRect& window) {
        Pixels after = before;
        forEachPixel(window, [&](int x, int y) {
            if (before[place(x, y)] == 1 && near(before, x, y, radius, false))
                after[place(x, y)] = mostBeside(before, x, y, radius);
        });
        return after;
    };
}

Operation smoothing(int radius)
{
    return [=](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        return smoothClass(mask, window, PaintRule(1, Over::Everything, {}), radius, progress);
    };
}

Definition smoothed(int radius)
{
    return [=](const Pixels& before, const PixelRect& window) {
        Pixels after = before;
        forEachPixel(window, [&](int x0, int y0) {
            int votes = 0;
            for (int dy = -radius; dy <= radius; ++dy)
                for (int dx = -radius; dx <= radius; ++dx) {
                    const int x = std::clamp(x0 + dx, 0, size.width - 1);
                    const int y = std::clamp(y0 + dy, 0, size.height - 1);
                    votes += before[place(x, y)] == 1 ? 1 : -1;
                }
            if (votes > 0)
                after[place(x0, y0)] = 1;
            else if (before[place(x0, y0)] == 1)
                after[place(x0, y0)] = mostBeside(before, x0, y0, radius);
        });
        return after;
    };
}

Operation replacing(int to)
{
    return [=](MaskTiles& mask, const PixelRect& window, Progress& progress) {
        return replaceClass(mask, window, 1, to, progress);
    };
}

Definition replaced(int to)
{
    return [=](const Pixels& before, const PixelRect& window) {
        Pixels after = before;
        forEachPixel(window, [&](int x, int y) {
            if (before[place(x, y)] == 1)
                after[place(x, y)] = static_cast<std::uint8_t>(to);
        });
        return after;
    };
}

} // namespace

void MaskOperationsTest::operationsDoWhatTheirDefinitionSays_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<Definition>("definition");
    QTest::addColumn<PixelRect>("window");
    const std::vector<std::pair<const char*, PixelRect>> windows{
        {"everywhere", everywhere},
        {"in a window", {70, 40, 401, 199}},
        {"past the edge", {-100, 100, 400, 900}}};
    const std::vector<std::tuple<const char*, Operation, Definition>> operations{
        {"fill holes", fillingHoles(), holesFilled},
        {"remove specks of 1", removingSpecks(2), specksRemoved(2)},
        {"remove specks of 40", removingSpecks(41), specksRemoved(41)},
        {"remove everything small", removingSpecks(100000), specksRemoved(100000)},
        {"grow by 1", growing(1, Over::Everything), grown(1, Over::Everything)},
        {"grow by 5", growing(5, Over::AllButLocked), grown(5, Over::AllButLocked)},
        {"grow by 13", growing(13, Over::OnlyUnlabelled), grown(13, Over::OnlyUnlabelled)},
        {"shrink by 1", shrinking(1), shrunk(1)},
        {"shrink by 4", shrinking(4), shrunk(4)},
        {"smooth by 1", smoothing(1), smoothed(1)},
        {"smooth by 6", smoothing(6), smoothed(6)},
        {"into another", replacing(3), replaced(3)},
        {"into nothing", replacing(0), replaced(0)},
        {"into itself", replacing(1), replaced(1)}};
    for (const auto& [what, operation, definition] : operations)
        for (const auto& [where, window] : windows)
            QTest::addRow("%s %s", what, where) << operation << definition << window;
}

void MaskOperationsTest::operationsDoWhatTheirDefinitionSays()
{
    QFETCH(Operation, operation);
    QFETCH(Definition, definition);
    QFETCH(PixelRect, window);
    for (unsigned seed : {1u, 2u}) {
        MaskTiles mask = fixtures::blots(size, seed);
        const MaskTiles original = mask;
        const Pixels before = everyPixel(mask);
        const Pixels expected = definition(before, window);
        Progress progress;
        const MaskEdit edit = operation(mask, window, progress);
        const Pixels after = everyPixel(mask);
        const PixelRect wrong = differing(after, expected, size.width);
        QVERIFY2(wrong.isEmpty(), qPrintable(QString("first at %1, %2").arg(wrong.x).arg(wrong.y)));
        const PixelRect changed = differing(before, expected, size.width);
        QVERIFY(edit.rect.intersected(changed) == changed);
        QCOMPARE(edit.isEmpty(), changed.isEmpty());
        mask.revert(edit);
        QVERIFY(everyPixel(mask) == before);
        QVERIFY(everyPixel(original) == before);
    }
}

void MaskOperationsTest::islandsInAHoleStay()
{
    Pixels values(static_cast<std::size_t>(size.width) * size.height);
    forEachPixel({100, 100, 100, 100}, [&](int x, int y) { values[place(x, y)] = 1; });
    forEachPixel({120, 120, 40, 40}, [&](int x, int y) { values[place(x, y)] = 0; });
    forEachPixel({130, 130, 10, 10}, [&](int x, int y) { values[place(x, y)] = 2; });
    MaskTiles mask = fixtures::maskOf(size, values);
    Progress progress;
    fillHoles(mask, everywhere, 1, progress);
    QCOMPARE(int(mask.at(125, 125)), 1);
    QCOMPARE(int(mask.at(135, 135)), 2);
    QCOMPARE(int(mask.at(99, 99)), 0);
}

void MaskOperationsTest::componentsAreThoseOfAPlainSearch_data()
{
    QTest::addColumn<bool>("diagonal");
    QTest::addColumn<int>("sparse");
    for (const bool diagonal : {false, true})
        for (const int sparse : {2, 3, 5})
            QTest::addRow("%s, one of %d", diagonal ? "corners" : "sides", sparse)
                << diagonal << sparse;
}

void MaskOperationsTest::componentsAreThoseOfAPlainSearch()
{
    QFETCH(bool, diagonal);
    QFETCH(int, sparse);
    std::mt19937 random(4);
    Pixels pixels(static_cast<std::size_t>(size.width) * size.height);
    for (std::uint8_t& pixel : pixels)
        pixel = random() % static_cast<unsigned>(sparse) == 0;
    RunComponents components(diagonal ? RunComponents::Neighbours::Eight
                                      : RunComponents::Neighbours::Four);
    for (int y = 0; y < size.height; ++y)
        components.addRow(std::span(pixels).subspan(place(0, y), size.width), 1, false);
    std::vector<std::uint32_t> found(pixels.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < components.runs().size(); ++i) {
        const PixelRun& run = components.runs()[i];
        const std::uint32_t component = components.component(i);
        count += component == i;
        std::fill(found.begin() + static_cast<std::ptrdiff_t>(place(run.first, run.row)),
                  found.begin() + static_cast<std::ptrdiff_t>(place(run.end, run.row)),
                  component + 1);
    }
    const auto expected = regions(pixels, everywhere, diagonal, [](int v) { return v == 1; });
    QCOMPARE(count, expected.size());
    for (const auto& region : expected)
        for (const QPoint& p : region)
            QCOMPARE(found[place(p.x(), p.y())],
                     found[place(region.front().x(), region.front().y())]);
}

void MaskOperationsTest::partsOfALargeWindowFitTogether()
{
    // A line across many parts grows into a band without seams.
    MaskTiles mask({5000, 3000});
    Stroke stroke(mask, {2, 1, true, false, {}});
    stroke.moveTo({0, 1023});
    stroke.moveTo({5000, 1023});
    stroke.finish();
    Progress progress;
    growClass(mask, {0, 0, 5000, 3000}, PaintRule(1, Over::Everything, {}), 100, progress);
    for (int x = 0; x < 5000; x += 7)
        for (const int y : {920, 1022, 1023, 1024, 1125})
            QCOMPARE(int(mask.at(x, y)), y > 920 && y < 1125 ? 1 : 0);
    shrinkClass(mask, {0, 0, 5000, 3000}, 1, 100, progress);
    for (int x = 0; x < 5000; x += 7)
        for (const int y : {1020, 1021, 1024, 1025})
            QCOMPARE(int(mask.at(x, y)), y > 1020 && y < 1025 ? 1 : 0);
}

void MaskOperationsTest::operationsAreGivenUpWhenNoLongerWanted()
{
    MaskTiles mask = fixtures::blots(size, 1);
    Progress progress;
    progress.cancel();
    const PaintRule rule(1, Over::Everything, {});
    QVERIFY_THROWS_EXCEPTION(Cancelled, fillHoles(mask, everywhere, 1, progress));
    QVERIFY_THROWS_EXCEPTION(Cancelled, removeSpecks(mask, everywhere, 1, 9, progress));
    QVERIFY_THROWS_EXCEPTION(Cancelled, smoothClass(mask, everywhere, rule, 3, progress));
    QVERIFY_THROWS_EXCEPTION(Cancelled, growClass(mask, everywhere, rule, 3, progress));
    QVERIFY_THROWS_EXCEPTION(Cancelled, shrinkClass(mask, everywhere, 1, 3, progress));
    QVERIFY_THROWS_EXCEPTION(Cancelled, replaceClass(mask, everywhere, 1, 2, progress));
}

QTEST_GUILESS_MAIN(MaskOperationsTest)
#include "mask_operations.moc"
