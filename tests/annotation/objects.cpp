// Objects in pictures and masks: superpixels, what GrabCut finds, polygons burned into the mask and
// traced from it, polygons combined. Against definitions that look at every pixel.

#include "annotation/area_fill.h"
#include "annotation/grab_cut.h"
#include "annotation/project.h"
#include "annotation/shape_edit.h"
#include "annotation/shape_geometry.h"
#include "annotation/shape_mask.h"
#include "annotation/superpixels.h"

#include "mask_pixels.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <set>

using namespace limn::annotation;
using fixtures::everyPixel;
using fixtures::Pixels;
using limn::raster::PixelRect;
using limn::raster::PixelSize;

namespace
{

constexpr PixelSize size{600, 400};
constexpr PixelRect everywhere{0, 0, size.width, size.height};

using Rgba = std::array<std::uint8_t, 4>;

/// A picture made by a formula, sampled at the middle of each sample.
ReducedPictureSource made(const std::function<Rgba(double x, double y)>& colour)
{
    return [=](const PixelRect& window, PixelSize out, std::span<std::uint8_t> rgba) {
        for (int row = 0; row < out.height; ++row)
            for (int column = 0; column < out.width; ++column) {
                const double x = window.x + (column + 0.5) * window.width / out.width;
                const double y = window.y + (row + 0.5) * window.height / out.height;
                const Rgba pixel = colour(x, y);
                std::ranges::copy(pixel,
                                  rgba.begin() +
                                      (static_cast<std::ptrdiff_t>(row) * out.width + column) * 4);
            }
    };
}

bool inDisc(double x, double y, double cx, double cy, double radius)
{
    return std::hypot(x - cx, y - cy) <= radius;
}

/// A bright disc on a dark ground with some grain.
Rgba discPicture(double x, double y)
{
    const auto grain = static_cast<int>(std::abs(std::fmod(x * 37.3 + y * 91.7, 14)));
    const int level = (inDisc(x, y, 300, 200, 90) ? 190 : 50) + grain;
    return {static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(level / 2 + 40),
            static_cast<std::uint8_t>(220 - level), 255};
}

/// Polygons of any shape, some of them crossing themselves and each other.
std::vector<Shape> randomShapes(unsigned seed, int count)
{
    std::mt19937 random(seed);
    const auto at = [&](double span) {
        return span * static_cast<double>(random() % 10000) / 10000;
    };
    std::vector<Shape> shapes;
    for (int i = 0; i < count; ++i) {
        const Point centre{at(size.width), at(size.height)};
        Shape shape{i + 1, 1 + static_cast<int>(random() % 3), {{}}};
        for (int vertex = 0; vertex < 7; ++vertex)
            shape.rings[0].push_back({centre.x - 90 + at(180), centre.y - 90 + at(180)});
        if (i % 3 == 0)
            shape.rings.push_back({{centre.x - 20, centre.y - 20},
                                   {centre.x + 20, centre.y - 15},
                                   {centre.x, centre.y + 25}});
        shapes.push_back(std::move(shape));
    }
    return shapes;
}

/// What every pixel is labelled as, by the rules of the project format.
Pixels labelsOf(const MaskTiles& mask, const std::vector<Shape>& shapes)
{
    const Pixels painted = everyPixel(mask);
    Pixels labels(painted.size());
    for (const Shape& shape : shapes) {
        const PixelRect box = bounds(shape).intersected(everywhere);
        for (int y = box.y; y < box.bottom(); ++y)
            for (int x = box.x; x < box.right(); ++x)
                if (contains(shape, {x + 0.5, y + 0.5}))
                    labels[static_cast<std::size_t>(y) * size.width + x] =
                        static_cast<std::uint8_t>(shape.classValue);
    }
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = painted[i] != 0 ? painted[i] : labels[i];
    return labels;
}

std::vector<Shape> without(std::vector<Shape> shapes, const std::vector<Shape>& removed)
{
    std::erase_if(shapes, [&](const Shape& shape) {
        return std::ranges::find(removed, shape.id, &Shape::id) != removed.end();
    });
    return shapes;
}

} // namespace

Q_DECLARE_METATYPE(Combination)
Q_DECLARE_METATYPE(PixelRect)

class ObjectsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void superpixelsDivideTheViewIntoConnectedParts_data();
    void superpixelsDivideTheViewIntoConnectedParts();
    void superpixelsFollowTheEdgesOfThePicture();
    void superpixelsLeaveOutWhatIsNotShown();
    void chosenSuperpixelsAreTheAreaPainted();
    void superpixelsAreAsFineAsTheScreenWithinReason_data();
    void superpixelsAreAsFineAsTheScreenWithinReason();
    void superpixelsAreGivenUpWhenNoLongerWanted();
    void burningChangesNoLabel_data();
    void burningChangesNoLabel();
    void tracingChangesNoLabel_data();
    void tracingChangesNoLabel();
    void tracedOutlinesAreSimpleWithinTheirTolerance();
    void smallPatchesStayInTheMask();
    void tooMuchIsNotTraced();
    void polygonsCombineAsTheirPixelsDo_data();
    void polygonsCombineAsTheirPixelsDo();
    void polygonsAreEditedAsTheirPixelsAre_data();
    void polygonsAreEditedAsTheirPixelsAre();
    void onePolygonIsMeantWhereOneIsNamed();
    void bordersAreFoundNearAPoint();
    void theShorterWayAlongABorderIsTaken();
    void grabCutFindsTheObjectInside_data();
    void grabCutFindsTheObjectInside();
    void grabCutObeysWhatIsPainted();
    void grabCutSaysWhenThereIsNothingToTellApart();
};

void ObjectsTest::superpixelsDivideTheViewIntoConnectedParts_data()
{
    QTest::addColumn<PixelRect>("window");
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("spacing");
    QTest::newRow("whole") << everywhere << 1 << 24.0;
    QTest::newRow("fine") << everywhere << 1 << 6.0;
    QTest::newRow("reduced") << everywhere << 3 << 16.0;
    QTest::newRow("odd window") << PixelRect{37, 11, 301, 203} << 2 << 12.0;
    QTest::newRow("larger than the window") << PixelRect{0, 0, 40, 30} << 1 << 200.0;
    QTest::newRow("very narrow") << PixelRect{0, 0, 300, 5} << 1 << 10.0;
}

void ObjectsTest::superpixelsDivideTheViewIntoConnectedParts()
{
    QFETCH(PixelRect, window);
    QFETCH(int, step);
    QFETCH(double, spacing);
    Progress progress;
    const Superpixels parts =
        computeSuperpixels(window, step, {spacing, 10}, made(discPicture), progress);
    QCOMPARE(parts.columns, (window.width + step - 1) / step);
    QCOMPARE(parts.rows, (window.height + step - 1) / step);
    QVERIFY(parts.count > 0);
    // Every label's samples are one region by their sides: as many regions as labels.
    std::vector<bool> seen(parts.labels.size());
    std::set<std::int32_t> labels;
    int regions = 0;
    for (std::size_t start = 0; start < seen.size(); ++start) {
        QVERIFY(parts.labels[start] >= 0 && parts.labels[start] < parts.count);
        if (seen[start])
            continue;
        ++regions;
        labels.insert(parts.labels[start]);
        std::deque<std::size_t> open{start};
        while (!open.empty()) {
            const std::size_t i = open.front();
            open.pop_front();
            if (seen[i])
                continue;
            seen[i] = true;
            const auto column = static_cast<int>(i % parts.columns);
            const auto row = static_cast<int>(i / parts.columns);
            for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                if (column + dx < 0 || column + dx >= parts.columns || row + dy < 0 ||
                    row + dy >= parts.rows)
                    continue;
                const std::size_t next =
                    static_cast<std::size_t>(row + dy) * parts.columns + (column + dx);
                if (parts.labels[next] == parts.labels[i])
                    open.push_back(next);
            }
        }
    }
    QCOMPARE(static_cast<std::size_t>(regions), labels.size());
    // Of about the size asked for.
    if (window == everywhere && step == 1) {
        const double expected = parts.columns * parts.rows / (spacing * spacing);
        QVERIFY(regions > expected / 3 && regions < expected * 3);
    }
}

void ObjectsTest::superpixelsFollowTheEdgesOfThePicture()
{
    Progress progress;
    const Superpixels parts =
        computeSuperpixels(everywhere, 1, {20, 10}, made(discPicture), progress);
    // Of each superpixel the smaller part, inside or outside the disc, is what it gets wrong.
    std::vector<std::array<int, 2>> votes(static_cast<std::size_t>(parts.count));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            ++votes[static_cast<std::size_t>(parts.at(x, y))]
                   [inDisc(x + 0.5, y + 0.5, 300, 200, 90) ? 1 : 0];
    int wrong = 0;
    for (const auto& vote : votes)
        wrong += std::min(vote[0], vote[1]);
    // Squares of that side would get more than 3,000 pixels of the disc's edge wrong.
    QVERIFY2(wrong < 400, QByteArray::number(wrong).constData());
}

void ObjectsTest::superpixelsLeaveOutWhatIsNotShown()
{
    Progress progress;
    const auto picture = made([](double x, double y) {
        Rgba colour = discPicture(x, y);
        colour[3] = x < 100 ? 0 : 255;
        return colour;
    });
    const Superpixels parts = computeSuperpixels(everywhere, 2, {12, 10}, picture, progress);
    QCOMPARE(parts.at(99, 50), -1);
    QVERIFY(parts.at(100, 50) >= 0);
    QCOMPARE(parts.at(-1, 0), -1);
    QCOMPARE(parts.at(600, 0), -1);
    std::vector<std::uint8_t> chosen(static_cast<std::size_t>(parts.count));
    QVERIFY(!parts.choose({10, 10}, {90, 300}, chosen));
    QVERIFY(!parts.choose({std::nan(""), 10}, {90, 300}, chosen));
    QVERIFY(parts.area(chosen).bounds().isEmpty());
}

void ObjectsTest::chosenSuperpixelsAreTheAreaPainted()
{
    Progress progress;
    const PixelRect window{21, 33, 401, 307};
    const Superpixels parts = computeSuperpixels(window, 3, {10, 10}, made(discPicture), progress);
    std::vector<std::uint8_t> chosen(static_cast<std::size_t>(parts.count));
    const Point from{60.2, 80.9};
    const Point to{390.7, 250.1};
    QVERIFY(parts.choose(from, to, chosen));
    QVERIFY(!parts.choose(from, to, chosen));
    // Whatever lies on the way is chosen.
    for (double t = 0; t <= 1; t += 0.0005) {
        const int label = parts.at(static_cast<int>(from.x + t * (to.x - from.x)),
                                   static_cast<int>(from.y + t * (to.y - from.y)));
        QVERIFY(chosen[static_cast<std::size_t>(label)] != 0);
    }
    MaskTiles mask(size);
    fillArea(mask, parts.area(chosen), PaintRule(2, Over::Everything, {}));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int label = parts.at(x, y);
            const bool isIn = label >= 0 && chosen[static_cast<std::size_t>(label)] != 0;
            QCOMPARE(int(mask.at(x, y)), isIn ? 2 : 0);
        }
}

void ObjectsTest::superpixelsAreAsFineAsTheScreenWithinReason_data()
{
    QTest::addColumn<PixelRect>("window");
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("step");
    QTest::newRow("enlarged") << PixelRect{5, 5, 300, 200} << 4.0 << 1;
    QTest::newRow("1:1") << PixelRect{0, 0, 1300, 800} << 1.0 << 1;
    QTest::newRow("1:1 on a large screen") << PixelRect{0, 0, 1920, 1080} << 1.0 << 2;
    QTest::newRow("1:1 on a very large screen") << PixelRect{0, 0, 3840, 2160} << 1.0 << 3;
    QTest::newRow("from afar") << PixelRect{0, 0, 100000, 60000} << 0.01 << 100;
    QTest::newRow("between two steps") << PixelRect{0, 0, 2000, 1000} << 0.4 << 2;
    QTest::newRow("nothing") << PixelRect{} << 1.0 << 1;
}

void ObjectsTest::superpixelsAreAsFineAsTheScreenWithinReason()
{
    QFETCH(PixelRect, window);
    QFETCH(double, scale);
    QFETCH(int, step);
    QCOMPARE(superpixelStep(window, scale), step);
}

void ObjectsTest::superpixelsAreGivenUpWhenNoLongerWanted()
{
    Progress progress;
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(
        Cancelled, computeSuperpixels(everywhere, 1, {20, 10}, made(discPicture), progress));
    Progress fresh;
    QVERIFY_THROWS_EXCEPTION(
        std::invalid_argument,
        computeSuperpixels({0, 0, 100000, 100000}, 1, {20, 10}, made(discPicture), fresh));
    QVERIFY(computeSuperpixels({}, 1, {20, 10}, made(discPicture), fresh).labels.empty());
}

void ObjectsTest::burningChangesNoLabel_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("every");
    for (unsigned seed : {1u, 2u, 3u}) {
        QTest::addRow("all, %u", seed) << seed << 1;
        QTest::addRow("every third, %u", seed) << seed << 3;
    }
}

void ObjectsTest::burningChangesNoLabel()
{
    QFETCH(unsigned, seed);
    QFETCH(int, every);
    const std::vector<Shape> shapes = randomShapes(seed, 12);
    MaskTiles mask = fixtures::blots(size, seed);
    const Pixels before = labelsOf(mask, shapes);
    const Pixels painted = everyPixel(mask);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < shapes.size(); i += static_cast<std::size_t>(every))
        ids.push_back(shapes[i].id);
    Progress progress;
    const LabelChange change = burnShapes(mask, shapes, ids, progress);
    QCOMPARE(change.removed.size(), ids.size());
    QVERIFY(labelsOf(mask, without(shapes, change.removed)) == before);
    mask.revert(change.mask);
    QVERIFY(everyPixel(mask) == painted);
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, burnShapes(mask, shapes, ids, progress));
}

void ObjectsTest::tracingChangesNoLabel_data()
{
    QTest::addColumn<PixelRect>("window");
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed : {1u, 2u}) {
        QTest::addRow("everywhere, %u", seed) << everywhere << seed;
        QTest::addRow("in a window, %u", seed) << PixelRect{70, 40, 401, 199} << seed;
        QTest::addRow("past the edge, %u", seed) << PixelRect{-100, 100, 400, 900} << seed;
    }
}

void ObjectsTest::tracingChangesNoLabel()
{
    QFETCH(PixelRect, window);
    QFETCH(unsigned, seed);
    MaskTiles mask = fixtures::blots(size, seed);
    const Pixels before = everyPixel(mask);
    Progress progress;
    LabelChange change = traceClass(mask, window, 1, {}, progress);
    QVERIFY(!change.added.empty());
    const PixelRect inside = window.intersected(everywhere);
    for (int y = inside.y; y < inside.bottom(); ++y)
        for (int x = inside.x; x < inside.right(); ++x)
            QVERIFY(mask.at(x, y) != 1);
    QVERIFY(labelsOf(mask, change.added) == before);
    mask.revert(change.mask);
    QVERIFY(everyPixel(mask) == before);
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, traceClass(mask, window, 1, {}, progress));
}

void ObjectsTest::tracedOutlinesAreSimpleWithinTheirTolerance()
{
    MaskTiles mask(size);
    fillArea(mask, Area::ellipse({100, 50}, {500, 350}), PaintRule(1, Over::Everything, {}));
    fillArea(mask, Area::ellipse({250, 150}, {350, 250}), PaintRule(0, Over::Everything, {}));
    const Pixels before = everyPixel(mask);
    MaskTiles copy = mask;
    Progress progress;
    const LabelChange exact = traceClass(copy, everywhere, 1, {}, progress);
    const LabelChange simple = traceClass(mask, everywhere, 1, {2, 1}, progress);
    QCOMPARE(simple.added.size(), std::size_t{1});
    QCOMPARE(simple.added[0].rings.size(), std::size_t{2});
    QVERIFY(simple.added[0].rings[0].size() * 10 < exact.added[0].rings[0].size());
    // Every corner that was left out is near the outline that is left.
    for (std::size_t ring = 0; ring < 2; ++ring)
        for (const Point& corner : exact.added[0].rings[ring]) {
            double nearest = 1e9;
            const Ring& outline = simple.added[0].rings[ring];
            for (std::size_t i = 0; i < outline.size(); ++i) {
                const Point& a = outline[i];
                const Point& b = outline[(i + 1) % outline.size()];
                const double length = std::hypot(b.x - a.x, b.y - a.y);
                const double t =
                    std::clamp(((corner.x - a.x) * (b.x - a.x) + (corner.y - a.y) * (b.y - a.y)) /
                                   (length * length),
                               0.0, 1.0);
                nearest = std::min(nearest, std::hypot(a.x + t * (b.x - a.x) - corner.x,
                                                       a.y + t * (b.y - a.y) - corner.y));
            }
            QVERIFY(nearest <= 2.001);
        }
}

void ObjectsTest::smallPatchesStayInTheMask()
{
    MaskTiles mask(size);
    const PaintRule rule(1, Over::Everything, {});
    fillArea(mask, Area::rectangle({10, 10}, {13, 13}), rule);
    fillArea(mask, Area::rectangle({50, 50}, {60, 60}), rule);
    Progress progress;
    const LabelChange change = traceClass(mask, everywhere, 1, {0, 10}, progress);
    QCOMPARE(change.added.size(), std::size_t{1});
    QCOMPARE(int(mask.at(11, 11)), 1);
    QCOMPARE(int(mask.at(55, 55)), 0);
    QVERIFY(traceClass(mask, everywhere, 2, {}, progress).isEmpty());
}

void ObjectsTest::tooMuchIsNotTraced()
{
    MaskTiles mask({100000, 100000});
    Progress progress;
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                             traceClass(mask, {0, 0, 100000, 100000}, 1, {}, progress));
}

void ObjectsTest::polygonsCombineAsTheirPixelsDo_data()
{
    QTest::addColumn<Combination>("how");
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
        QTest::addRow("union %u", seed) << Combination::Union << seed;
        QTest::addRow("intersection %u", seed) << Combination::Intersection << seed;
        QTest::addRow("difference %u", seed) << Combination::Difference << seed;
    }
}

void ObjectsTest::polygonsCombineAsTheirPixelsDo()
{
    QFETCH(Combination, how);
    QFETCH(unsigned, seed);
    // Near each other, crossing themselves, with holes.
    std::mt19937 random(seed);
    const auto at = [&] { return 100 + 0.013 * static_cast<double>(random() % 10000); };
    const auto scribble = [&] {
        Shape shape{1, 1, {{}, {}}};
        for (int i = 0; i < 6; ++i)
            shape.rings[0].push_back({at(), at()});
        for (int i = 0; i < 3; ++i)
            shape.rings[1].push_back({at(), at()});
        return shape;
    };
    const Shape a = scribble();
    const Shape b = scribble();
    const auto pieces = combined(a.rings, b.rings, how);
    int wrong = 0;
    for (int y = 90; y < 240; ++y)
        for (int x = 90; x < 240; ++x) {
            const Point centre{x + 0.5, y + 0.5};
            const bool inA = contains(a, centre);
            const bool inB = contains(b, centre);
            const bool expected = how == Combination::Union          ? inA || inB
                                  : how == Combination::Intersection ? inA && inB
                                                                     : inA && !inB;
            bool found = false;
            for (const auto& rings : pieces)
                found = found || contains(Shape{1, 1, rings}, centre);
            wrong += found != expected;
        }
    // Only where a centre lies on an edge to within rounding may they differ.
    QVERIFY2(wrong <= 1, QByteArray::number(wrong).constData());
}

void ObjectsTest::polygonsAreEditedAsTheirPixelsAre_data()
{
    polygonsCombineAsTheirPixelsDo_data();
}

void ObjectsTest::polygonsAreEditedAsTheirPixelsAre()
{
    QFETCH(Combination, how);
    QFETCH(unsigned, seed);
    const std::vector<Shape> shapes = randomShapes(seed, 12);
    const Ring drawn{{150, 100}, {460, 90}, {430, 320}, {300, 180}, {180, 330}};
    const Shape region{0, 1, {drawn}};
    const LabelChange change = combineShapes(shapes, drawn, how, 1);
    std::vector<Shape> after = without(shapes, change.removed);
    for (const Shape& changed : change.changed)
        *std::ranges::find(after, changed.id, &Shape::id) = changed;
    after.insert(after.end(), change.added.begin(), change.added.end());
    // By class: is a point inside any polygon of it?
    const auto isIn = [](const std::vector<Shape>& all, int value, const Point& point) {
        return std::ranges::any_of(all, [&](const Shape& shape) {
            return shape.classValue == value && contains(shape, point);
        });
    };
    int wrong = 0;
    for (int y = 0; y < size.height; y += 4)
        for (int x = 0; x < size.width; x += 4) {
            const Point centre{x + 0.5, y + 0.5};
            const bool inside = contains(region, centre);
            QCOMPARE(isIn(after, 2, centre), isIn(shapes, 2, centre));
            QCOMPARE(isIn(after, 3, centre), isIn(shapes, 3, centre));
            const bool was = isIn(shapes, 1, centre);
            const bool is = isIn(after, 1, centre);
            if (how == Combination::Union)
                wrong += is != (was || inside);
            else if (how == Combination::Difference)
                wrong += is != (was && !inside);
            else // polygons that it does not touch stay as they are
                wrong += is && !was;
            if (how == Combination::Intersection && inside)
                wrong += is != was;
        }
    QVERIFY2(wrong <= 2, QByteArray::number(wrong).constData());
    QCOMPARE(change.before.size(), change.changed.size());
    if (how == Combination::Union)
        QVERIFY(change.changed.size() <= 1);
}

void ObjectsTest::onePolygonIsMeantWhereOneIsNamed()
{
    const std::vector<Shape> shapes{{1, 1, {{{0, 0}, {100, 0}, {100, 100}, {0, 100}}}},
                                    {2, 3, {{{50, 0}, {150, 0}, {150, 100}, {50, 100}}}}};
    // Cut through the middle of the second: the larger part keeps its id and its class.
    const Ring drawn{{80, -10}, {100, -10}, {100, 110}, {80, 110}};
    const LabelChange change = combineShapes(shapes, drawn, Combination::Difference, 1, 2);
    QCOMPARE(change.changed.size(), std::size_t{1});
    QCOMPARE(change.changed[0].id, std::int64_t{2});
    QCOMPARE(change.changed[0].classValue, 3);
    QCOMPARE(area(change.changed[0]), 5000.0);
    QCOMPARE(change.added.size(), std::size_t{1});
    QCOMPARE(area(change.added[0]), 3000.0);
    // A hole, and everything.
    const Ring inside{{10, 10}, {40, 10}, {40, 40}, {10, 40}};
    const LabelChange hole = combineShapes(shapes, inside, Combination::Difference, 1);
    QCOMPARE(hole.changed[0].rings.size(), std::size_t{2});
    const Ring around{{-10, -10}, {200, -10}, {200, 200}, {-10, 200}};
    const LabelChange gone = combineShapes(shapes, around, Combination::Difference, 1);
    QCOMPARE(gone.removed.size(), std::size_t{1});
    QVERIFY(gone.changed.empty());
    // Nowhere near one.
    const Ring away{{300, 300}, {310, 300}, {310, 310}};
    QVERIFY(combineShapes(shapes, away, Combination::Difference, 1).isEmpty());
    QCOMPARE(combineShapes(shapes, away, Combination::Union, 1).added.size(), std::size_t{1});
    QVERIFY_THROWS_EXCEPTION(ProjectError,
                             combineShapes(shapes, {{1, 1}, {2, 2}}, Combination::Union, 1));
}

void ObjectsTest::bordersAreFoundNearAPoint()
{
    for (const Shape& shape : randomShapes(3, 6)) {
        std::mt19937 random(7);
        for (int i = 0; i < 200; ++i) {
            const Point point{static_cast<double>(random() % 600),
                              static_cast<double>(random() % 400)};
            const double reach = 1 + static_cast<double>(random() % 20);
            // A vertex wins over an edge that is nearer.
            double vertex = 1e9;
            double edge = 1e9;
            for (const Ring& ring : shape.rings)
                for (std::size_t v = 0; v < ring.size(); ++v) {
                    const Point& a = ring[v];
                    const Point& b = ring[(v + 1) % ring.size()];
                    vertex = std::min(vertex, std::hypot(a.x - point.x, a.y - point.y));
                    for (double t = 0; t <= 1; t += 0.001)
                        edge = std::min(edge, std::hypot(a.x + t * (b.x - a.x) - point.x,
                                                         a.y + t * (b.y - a.y) - point.y));
                }
            const auto found = borderPointNear(shape, point, reach);
            if (std::abs(edge - reach) < 0.1)
                continue; // too near to call by a search in steps
            QCOMPARE(found.has_value(), edge <= reach);
            if (!found)
                continue;
            const double away = std::hypot(found->point.x - point.x, found->point.y - point.y);
            QVERIFY(std::abs(away - (vertex <= reach ? vertex : edge)) < 0.1);
        }
    }
}

void ObjectsTest::theShorterWayAlongABorderIsTaken()
{
    const Shape square{5, 1, {{{0, 0}, {100, 0}, {100, 100}, {0, 100}}}};
    const auto at = [&](double x, double y) { return *borderPointNear(square, {x, y}, 2); };
    using Way = std::vector<Point>;
    QVERIFY(borderBetween(square, at(50, 0), at(100, 50)) == (Way{{100, 0}}));
    QVERIFY(borderBetween(square, at(100, 50), at(50, 0)) == (Way{{100, 0}}));
    QVERIFY(borderBetween(square, at(50, 0), at(0, 50)) == (Way{{0, 0}}));
    QVERIFY(borderBetween(square, at(20, 0), at(80, 0)) == Way{});
    QVERIFY(borderBetween(square, at(80, 0), at(20, 0)) == Way{});
    QVERIFY(borderBetween(square, at(0, 0), at(100, 100)).size() == 1);
    QVERIFY(borderBetween(square, at(20, 0), at(20, 100)) == (Way{{0, 0}, {0, 100}}));
    QVERIFY(borderBetween(square, at(100, 0), at(50, 100)) == (Way{{100, 100}}));
}

void ObjectsTest::grabCutFindsTheObjectInside_data()
{
    QTest::addColumn<int>("factor");
    QTest::newRow("at full resolution") << 1;
    QTest::newRow("sampled") << 6;
}

void ObjectsTest::grabCutFindsTheObjectInside()
{
    QFETCH(int, factor);
    const PixelSize image{size.width * factor, size.height * factor};
    const auto picture =
        made([factor](double x, double y) { return discPicture(x / factor, y / factor); });
    Shape around{1, 2, {{{180, 90}, {420, 80}, {430, 320}, {170, 310}}}};
    for (Point& point : around.rings[0])
        point = {point.x * factor, point.y * factor};
    Progress progress;
    MaskTiles mask(image);
    const Area object = findObject(around, 2, mask, picture, progress);
    fillArea(mask, object, PaintRule(2, Over::Everything, {}));
    int wrong = 0;
    // Every pixel in one case, a lattice of as many in the other.
    for (int y = 0; y < image.height; y += factor)
        for (int x = 0; x < image.width; x += factor) {
            const bool found = mask.at(x, y) == 2;
            QVERIFY(!found || contains(around, {x + 0.5, y + 0.5}));
            wrong += found != inDisc(x + 0.5, y + 0.5, 300 * factor, 200 * factor, 90 * factor);
        }
    // Within a pixel, or a sample, of the disc's edge of 565 pixels.
    QVERIFY2(wrong < 565, QByteArray::number(wrong).constData());
}

void ObjectsTest::grabCutObeysWhatIsPainted()
{
    // A patch of the disc is painted as something else, a patch of the ground as the object.
    MaskTiles mask(size);
    fillArea(mask, Area::rectangle({250, 150}, {280, 180}), PaintRule(3, Over::Everything, {}));
    fillArea(mask, Area::rectangle({200, 105}, {215, 115}), PaintRule(2, Over::Everything, {}));
    const Shape around{1, 2, {{{180, 90}, {420, 80}, {430, 320}, {170, 310}}}};
    Progress progress;
    const Area object = findObject(around, 2, mask, made(discPicture), progress);
    Pixels inside(static_cast<std::size_t>(size.width) * size.height);
    object.cover(everywhere, inside);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (mask.at(x, y) != 0)
                QCOMPARE(int(inside[static_cast<std::size_t>(y) * size.width + x]),
                         mask.at(x, y) == 2 ? 1 : 0);
}

void ObjectsTest::grabCutSaysWhenThereIsNothingToTellApart()
{
    MaskTiles mask(size);
    Progress progress;
    const auto picture = made(discPicture);
    const Shape all{1, 2, {{{-50, -50}, {700, -50}, {700, 500}, {-50, 500}}}};
    QVERIFY_THROWS_EXCEPTION(ProjectError, findObject(all, 2, mask, picture, progress));
    const Shape away{1, 2, {{{900, 900}, {950, 900}, {950, 950}}}};
    QVERIFY_THROWS_EXCEPTION(ProjectError, findObject(away, 2, mask, picture, progress));
    progress.cancel();
    const Shape around{1, 2, {{{180, 90}, {420, 80}, {430, 320}, {170, 310}}}};
    QVERIFY_THROWS_EXCEPTION(Cancelled, findObject(around, 2, mask, picture, progress));
}

QTEST_GUILESS_MAIN(ObjectsTest)
#include "objects.moc"
